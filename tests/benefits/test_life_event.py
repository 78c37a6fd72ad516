"""Recording a life event: how it is sent, that nothing sends it twice, and what each answer proves."""

import json
from datetime import date
from typing import Any

import httpx
import pytest

from benefits.errors import InvalidId
from benefits.ids import MemberId
from benefits.life_event import NewLifeEvent, Recorded
from benefits.outcome import Outcome, OutcomeKind
from tests.benefits.answers import QLE, connected, saying
from tests.benefits.conftest import Remote

pytestmark = pytest.mark.anyio

MADE = QLE | {"event_date": "2026-11-20"}


def a_birth(member_id: str = "mbr_1", notes: str = "Geburt ♥") -> NewLifeEvent:
    """What is sent for Ada."""
    return NewLifeEvent(
        member_id=MemberId(member_id),
        event_type="Birth",
        event_date=date(2026, 11, 20),
        notes=notes,
        record_id="11111111-2222-4333-8444-555555555555",
    )


@pytest.mark.parametrize(("notes", "sent_notes"), [("Geburt ♥", {"notes": "Geburt ♥"}), ("", {})])
async def test_it_posts_kind_date_and_notes_to_the_member(notes: str, sent_notes: dict[str, str]) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"data": MADE})

    await connected(answer).record_event(a_birth(notes=notes))
    (request,) = sent
    assert request.url.path == "/base/v1/members/mbr_1/qualifying-life-events"
    assert json.loads(request.content) == {"event_type": "Birth", "event_date": "2026-11-20", **sent_notes}
    assert request.headers["Connection"] == "close"
    assert request.headers["X-Reissue-Event-Record"] == "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("answer", [MADE, {"data": MADE}])
async def test_the_id_of_the_event_is_read_from_either_shape(answer: object) -> None:
    assert await saying(201, json=answer).record_event(a_birth()) == Recorded(event_id=QLE["id"], status_code=201)


@pytest.mark.parametrize(
    "how", [{"content": b'{"id": "qle_'}, {"json": {"id": "x"}}, {"json": MADE | {"member_id": "mbr_2"}}]
)
async def test_a_success_without_a_readable_event_of_this_member_is_a_success(how: dict[str, Any]) -> None:
    assert await saying(**how).record_event(a_birth()) == Recorded(event_id=None, status_code=200)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (422, OutcomeKind.REFUSED),
        (404, OutcomeKind.REFUSED),
        (409, OutcomeKind.CONFLICT),
        (429, OutcomeKind.NOT_PROCESSED),
        (303, OutcomeKind.UNKNOWN),
        (408, OutcomeKind.UNKNOWN),
        (500, OutcomeKind.UNKNOWN),
    ],
)
async def test_any_other_answer_proves_what_it_proves_of_a_reissue(status: int, kind: OutcomeKind) -> None:
    outcome = await saying(status, json={"message": "Why"}).record_event(a_birth())
    assert isinstance(outcome, Outcome)
    assert (outcome.kind, outcome.message, outcome.status_code) == (kind, "Why", status)


@pytest.mark.parametrize("member_id", ["", "mbr_/../x", "empl_1"])
async def test_a_wrong_id_is_never_sent(member_id: str) -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("sent")

    with pytest.raises(InvalidId):
        await connected(never).record_event(a_birth(member_id))


@pytest.mark.parametrize(
    ("fault", "kind", "made"),
    [
        ("drop_before", OutcomeKind.UNKNOWN, 0),
        ("drop_after", OutcomeKind.UNKNOWN, 1),
        ("error_before", OutcomeKind.UNKNOWN, 0),
        ("error_after", OutcomeKind.UNKNOWN, 1),
        ("hang", OutcomeKind.UNKNOWN, 0),
        ("ratelimited", OutcomeKind.NOT_PROCESSED, 0),
        ("refuse", OutcomeKind.REFUSED, 0),
        ("unreadable", None, 1),
        ("html_error", OutcomeKind.UNKNOWN, 0),
        ("bom", None, 1),
    ],
)
async def test_each_fault_of_a_real_server_is_met_by_one_post(
    remote: Remote, fault: str, kind: OutcomeKind | None, made: int
) -> None:
    remote.fault(fault, "record_event")
    outcome = await remote.client.record_event(a_birth("mbr_tom_becker"))
    assert (outcome.kind if isinstance(outcome, Outcome) else None) is kind
    assert len(remote.world.recorded_events) == made
    assert sum(call.call == "record_event" for call in remote.calls.since("benefits")) == 1
