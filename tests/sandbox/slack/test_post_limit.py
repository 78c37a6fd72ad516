"""Slack's limit on posts, while it is switched on."""

from typing import Any

import httpx
import pytest

from sandbox import cast
from tests.sandbox.slack.room import Room

pytestmark = pytest.mark.anyio


async def post(room: Room, channel: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {cast.BOT_TOKEN}"}
    message: dict[str, Any] = {"channel": channel, "text": "hello"}
    return await room.http.post(f"{room.url}/api/chat.postMessage", json=message, headers=headers)


async def test_a_second_post_in_a_channel_is_429_with_the_seconds_to_wait_and_is_not_shown(room: Room) -> None:
    room.sandbox.workspace.post_limit.seconds = 30
    assert (await post(room, cast.GENERAL)).json()["ok"] is True
    refused = await post(room, cast.GENERAL)
    assert (refused.status_code, refused.json()) == (429, {"ok": False, "error": "ratelimited"})
    assert refused.headers["retry-after"] == "30"
    assert len(room.sandbox.workspace.messages.public(cast.GENERAL)) == 1


async def test_other_channels_and_each_person_have_limits_of_their_own(room: Room) -> None:
    room.sandbox.workspace.post_limit.seconds = 30
    answers = [await post(room, each) for each in (cast.GENERAL, cast.APPROVALS, cast.NINA, cast.MARCUS)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert (await post(room, cast.NINA)).status_code == 429


async def test_a_post_is_taken_once_the_time_is_over(room: Room) -> None:
    room.sandbox.workspace.post_limit.seconds = 30
    assert (await post(room, cast.GENERAL)).status_code == 200
    room.clock.now += 29
    assert (await post(room, cast.GENERAL)).headers["retry-after"] == "1"
    room.clock.now += 1
    assert (await post(room, cast.GENERAL)).status_code == 200


async def test_without_the_limit_every_post_is_taken(room: Room) -> None:
    answers = [await post(room, cast.GENERAL) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
