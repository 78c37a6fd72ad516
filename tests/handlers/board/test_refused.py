"""What Slack refuses is a trouble that operators see until it is over, and a line in the audit."""

from datetime import timedelta

import pytest

from approvals.model.event import EventKind
from handlers.board.cards import UNSURE_WAIT
from handlers.board.refusing import LASTS as LASTED
from handlers.board.results import SLACK_REFUSES
from handlers.slack.troubles import LASTS
from sandbox import cast
from tests.handlers.bench import Bench
from tests.shown import words_of

pytestmark = pytest.mark.anyio


async def test_what_a_person_has_to_mend_is_a_trouble_until_it_is_mended(bench: Bench) -> None:
    await bench.office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    assert await bench.draw() == SLACK_REFUSES
    assert bench.board.troubles.current() == {"card": "is_archived"}
    await bench.office.change(f"channels/{cast.APPROVALS}", is_archived=False)
    assert await bench.draw() is None
    assert bench.board.troubles.current() == {}
    assert len(await bench.cards()) == 1


async def test_a_trouble_that_another_process_has_seen_the_end_of_is_forgotten(bench: Bench) -> None:
    await bench.office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    await bench.draw()
    bench.clock.at += LASTS - timedelta(seconds=1)
    assert bench.board.troubles.current() == {"card": "is_archived"}
    bench.clock.at += timedelta(seconds=1)
    assert bench.board.troubles.current() == {}


async def test_a_channel_that_cannot_be_read_for_want_of_a_scope_is_a_trouble_and_shows_little(bench: Bench) -> None:
    scopes = sorted(cast.SCOPES - {"groups:read"})
    await bench.office.change("scopes", scopes=scopes)
    assert await bench.draw() == UNSURE_WAIT  # nor does Slack say whether the requester may still read
    assert bench.board.troubles.current() == {"channel": "missing_scope"}
    [card] = await bench.cards()
    assert bench.request.employee.name not in words_of(card)


async def refusals(bench: Bench) -> list[tuple[str | int, str | int]]:
    """Which message was refused, and why, as the audit has it."""
    async with bench.store.reading() as work:
        events = await work.events.of(bench.request.id)
    return [(e.codes["message"], e.codes["code"]) for e in events if e.kind is EventKind.UNDELIVERABLE]


async def test_a_card_that_slack_refuses_is_one_line_in_the_audit_until_the_reason_changes(bench: Bench) -> None:
    for _ in range(2):
        await bench.office.fault("slack", "chat.postMessage", "error", message="is_archived")
        await bench.draw()
    assert await refusals(bench) == [("card", "is_archived")]
    await bench.office.fault("slack", "chat.postMessage", "error", message="restricted_action")
    await bench.draw()
    assert await refusals(bench) == [("card", "is_archived"), ("card", "restricted_action")]


async def test_a_card_that_is_refused_again_after_it_was_shown_is_another_line(bench: Bench) -> None:
    await bench.draw()
    refused = ("card", "is_archived")
    for expected in ([refused], [refused, refused]):
        for _ in range(2):
            await bench.office.fault("slack", "chat.update", "error", message="is_archived")
            await bench.board.redraw(bench.request.id)
            assert await refusals(bench) == expected
            bench.clock.at += timedelta(seconds=LASTED)
        bench.clock.at += timedelta(minutes=1)
        await bench.board.redraw(bench.request.id)
        bench.clock.at += timedelta(minutes=1)


async def test_slack_that_does_not_answer_is_no_line_in_the_audit(bench: Bench) -> None:
    await bench.office.fault("slack", "*", "server_error", times=None)
    await bench.draw()
    assert await refusals(bench) == []
