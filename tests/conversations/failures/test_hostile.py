"""Hostile deliveries: forged, stale, replayed, malformed. Never a 500, and never a log line that quotes them."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, label_of
from tests.plain_http import plain_client
from tests.processes import Process
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

QUOTED = "quoted-7f3a"
"""Stands in everything that is delivered here, and must not stand in the log."""


@pytest.fixture
async def office(lodge: Office, process: Process) -> AsyncIterator[Office]:
    """The office; afterwards nothing that was delivered has been quoted, and nothing has failed unexpectedly."""
    before = len(process.log)
    yield lodge
    written = process.log[before:]
    assert QUOTED not in written
    assert "Traceback" not in written
    assert "listener_failed" not in written


def unnamed(_case: object) -> str:
    """The name of a case that is too ugly for one; pytest numbers them."""
    return "case"


def _payload(payload: Any) -> str:  # noqa: ANN401 - anything at all
    return urlencode({"payload": json.dumps(payload)})


CLICK = forged.click(cast.MARCUS, "approve", QUOTED)

ANSWERED = (200, 400, 401, 404, 503)
"""400 where the sender is at fault, and 503 where a person has to be told something and there is no place to: then
Slack shows them that it failed."""


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": ""},
        {"signature": "v1=abc"},
        {"timestamp": "yesterday"},
        {"timestamp": "-1"},
        {"timestamp": "0"},
        {"timestamp": "999999999999"},
    ],
)
async def test_a_forged_delivery_is_turned_away(office: Office, changes: dict[str, str]) -> None:
    answer = await office.deliver(_payload(CLICK), **changes)
    assert answer["status"] == 401


@pytest.mark.parametrize("late", [-301, 310])
async def test_a_delivery_that_is_stale_or_comes_from_the_future_is_turned_away(office: Office, late: int) -> None:
    answer = await office.deliver(_payload(CLICK), timestamp=str(int(time.time()) + late))
    assert answer["status"] == 401


async def test_a_delivery_without_signature_headers_is_turned_away(office: Office, process: Process) -> None:
    async with plain_client() as http:
        answer = await http.post(f"{process.url}/slack/events", data={"payload": json.dumps(CLICK), "ssl_check": "1"})
        assert answer.status_code == 401
        assert (await http.get(f"{process.url}/slack/events")).status_code == 405
    assert await office.reissues() == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", "application/x-www-form-urlencoded"),
        (QUOTED, "text/plain"),
        (f"{{{QUOTED}", "application/json"),
        (f'["{QUOTED}"]', "application/json"),
        ("null", "application/json"),
        (f"payload={QUOTED}", "application/x-www-form-urlencoded"),
        (f"payload=%ff%fe{QUOTED}", "application/x-www-form-urlencoded"),
        ("payload=" + "[" * 50_000, "application/x-www-form-urlencoded"),
        ('{"a":' * 50_000, "application/json"),
        (_payload([QUOTED]), "application/x-www-form-urlencoded"),
        (_payload({"type": QUOTED}), "application/x-www-form-urlencoded"),
        (_payload({}), "application/x-www-form-urlencoded"),
        ("command=%2Fnobody&text=" + QUOTED, "application/x-www-form-urlencoded"),
        ("command=%2Freissue&text=" + QUOTED, "application/x-www-form-urlencoded"),
        (_payload(CLICK), "multipart/form-data"),
        ("x=" + "y" * 1_000_001, "application/x-www-form-urlencoded"),
    ],
    ids=unnamed,
)
async def test_a_body_that_cannot_be_read_is_the_senders_mistake(office: Office, body: str, content_type: str) -> None:
    answer = await office.deliver(body, content_type)
    assert 400 <= answer["status"] < 500, answer


@pytest.mark.parametrize(
    "value",
    [
        "",
        QUOTED,
        f"{QUOTED}:1",
        f"11111111-2222-4333-8444-555555555555:{QUOTED}",
        "11111111-2222-4333-8444-555555555555:" + "9" * 5000,
        "11111111-2222-4333-8444-555555555555:99999999999999999999",
        "11111111-2222-4333-8444-555555555555:-1",
        "11111111-2222-4333-8444-555555555555",
        "x" * 100_000,
        "\0",
        "\ud800",
    ],
    ids=unnamed,
)
async def test_a_value_that_no_button_of_ours_carries_changes_nothing(office: Office, value: str) -> None:
    for action in (
        "approve",
        "deny",
        "ask",
        "answer",
        "change",
        "withdraw",
        "details",
        "retry",
        "mark_done",
        "refresh",
    ):
        answer = await office.forge(forged.click(cast.MARCUS, action, value))
        assert answer["status"] in ANSWERED, (action, answer)
    values = {"reason": {"reason": {"type": "plain_text_input", "value": QUOTED}}}
    for callback in ("deny", "ask", "answer", "change", "withdraw", "mark_done"):
        answer = await office.forge(forged.submission(cast.MARCUS, callback, values, metadata=value))
        assert answer["status"] in ANSWERED, (callback, answer)


def _without(payload: Json, *path: str) -> Json:
    copied: Json = json.loads(json.dumps(payload))
    inner = copied
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return copied


def _with(payload: Json, field: str, value: Any) -> Json:  # noqa: ANN401 - anything at all
    return {**json.loads(json.dumps(payload)), field: value}


SUBMITTED = forged.submission(
    cast.NINA, "request", forged.request_values("empl_ada_lovelace", "enrl_ada_lovelace_medical", "qle_x", QUOTED)
)


NO_ACTIONS: tuple[Any, ...] = ([], QUOTED, [QUOTED], [{"action_id": [QUOTED]}], None, 7)
NO_USER: tuple[Any, ...] = (QUOTED, {}, {"id": None}, {"id": ["a"]}, None)
NO_VIEW: tuple[Any, ...] = (QUOTED, {}, None, [QUOTED])
NO_STATE: tuple[Any, ...] = (QUOTED, {"values": [1]}, None)


@pytest.mark.parametrize(
    "payload",
    [
        *(_without(CLICK, field) for field in ("user", "team", "actions", "trigger_id", "message", "container")),
        *(_with(CLICK, "actions", wrong) for wrong in NO_ACTIONS),
        *(_with(CLICK, "user", wrong) for wrong in NO_USER),
        _with(CLICK, "message", QUOTED),
        _with(CLICK, "response_url", QUOTED),
        _with(CLICK, "actions", [{"type": "button", "action_id": QUOTED, "block_id": "b", "value": "v"}]),
        *(_without(SUBMITTED, field) for field in ("user", "team", "view")),
        *(_without(SUBMITTED, "view", field) for field in ("id", "state", "blocks", "callback_id", "hash", "title")),
        *(_with(SUBMITTED, "view", wrong) for wrong in NO_VIEW),
        *(_with(SUBMITTED, "view", SUBMITTED["view"] | {"state": wrong}) for wrong in NO_STATE),
        _with(SUBMITTED, "view", SUBMITTED["view"] | {"callback_id": QUOTED}),
        _with(SUBMITTED, "view", SUBMITTED["view"] | {"blocks": [QUOTED]}),
        _with(forged.suggestion(cast.NINA, QUOTED), "value", {"a": QUOTED}),
        _with(forged.suggestion(cast.NINA, QUOTED), "view", None),
        _with(forged.suggestion(cast.NINA, "x" * 100_000), "x", QUOTED),
        forged.suggestion(cast.NINA, "\ud800"),
        {"type": "shortcut", "callback_id": "reissue_shortcut", "user": {"id": cast.NINA}, "trigger_id": QUOTED},
        {"type": "shortcut", "callback_id": "reissue_shortcut", "user": QUOTED},
        {"type": "message_action", "callback_id": QUOTED},
        {"type": "view_closed", "view": QUOTED},
    ],
    ids=unnamed,
)
async def test_a_payload_of_another_shape_is_answered_without_a_fault(office: Office, payload: Json) -> None:
    answer = await office.forge(payload)
    assert answer["status"] in ANSWERED, answer
    assert await office.reissues() == []


async def test_half_a_character_in_a_reason_is_refused_and_not_a_fault(office: Office) -> None:
    values = forged.request_values(
        "empl_ada_lovelace", "enrl_ada_lovelace_medical", "qle_ada_lovelace_birth", "\ud800 twins"
    )
    answer = await office.forge(forged.submission(cast.NINA, "request", values, view_id="V0HALF"))
    assert answer["status"] in (200, 400)


async def test_a_replayed_click_is_answered_and_changes_nothing_more(office: Office) -> None:
    card = await office.nina.requests("sean")
    url = office.answers_to(cast.MARCUS, card)
    click = forged.click(cast.MARCUS, "approve", value_of(card, "approve"), ts=card["ts"], response_url=url)
    payload = _payload(click)
    stamp = str(int(time.time()) - 290)
    for _ in range(3):
        assert (await office.deliver(payload, timestamp=stamp))["status"] == 200
    await office.marcus.card("Reissued", of=label_of(card))
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_after_all_that_requests_can_still_be_made(office: Office, process: Process) -> None:
    assert process.running.returncode is None
    await office.nina.requests("yusuf demir")
