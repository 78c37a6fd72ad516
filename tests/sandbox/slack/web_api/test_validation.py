"""blocks.validate: what Slack's validator would say, without posting anything."""

from typing import Any

import pytest

from tests.sandbox.slack.blocks import samples
from tests.sandbox.slack.room import Room

pytestmark = pytest.mark.anyio

TOO_LONG = samples.section(text=samples.mrkdwn(3001))


@pytest.mark.parametrize(
    "given", [{"blocks": [samples.section()]}, {"message": {"blocks": [samples.section()]}}, {"view": samples.modal()}]
)
async def test_what_is_right_is_taken_and_nothing_is_posted(room: Room, given: dict[str, Any]) -> None:
    assert await room.api("blocks.validate", **given) == {"ok": True}
    [made] = (await room.http.get(f"{room.url}/sandbox/calls")).json()["calls"]
    assert made["effect"] is False


@pytest.mark.parametrize(
    ("given", "code", "pointer"),
    [
        ({"blocks": [TOO_LONG]}, "invalid_blocks", "/0/text/text"),
        ({"message": {"blocks": [TOO_LONG]}}, "invalid_message", "/blocks/0/text/text"),
        ({"view": samples.modal(TOO_LONG)}, "invalid_view", "/blocks/0/text/text"),
    ],
)
async def test_each_fault_is_told_with_its_place(room: Room, given: dict[str, Any], code: str, pointer: str) -> None:
    answer = await room.api("blocks.validate", **given)
    assert (answer["ok"], answer["error"]) == (False, code)
    assert answer["errors"] == [
        {"code": "failed_constraint", "message": "must be less than 3001 characters", "pointer": pointer}
    ]


@pytest.mark.parametrize("given", [{}, {"blocks": [samples.section()], "view": samples.modal()}])
async def test_exactly_one_thing_is_judged(room: Room, given: dict[str, Any]) -> None:
    answer = await room.api("blocks.validate", **given)
    assert answer["error"] == "invalid_arguments"
    assert "exactly one" in answer["response_metadata"]["messages"][0]


async def test_what_is_no_object_is_refused(room: Room) -> None:
    answer = await room.api("blocks.validate", view=[1])
    assert (answer["error"], answer["errors"][0]["pointer"]) == ("invalid_view", "")
