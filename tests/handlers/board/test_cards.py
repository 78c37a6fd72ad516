"""The board: every copy of a request is there once and tells what is so."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from approvals.model.event import EventKind
from approvals.model.routing import SOLE
from handlers.board.results import AT_ONCE
from sandbox import cast
from tests.handlers.bench import Bench
from tests.patience import eventually
from tests.shown import words_of

pytestmark = pytest.mark.anyio


async def test_a_request_is_posted_once_in_the_channel_its_thread_and_to_the_requester(bench: Bench) -> None:
    assert await bench.draw() is None
    assert await bench.draw() is None
    [card] = await bench.cards()
    [post] = [message for message in await bench.posted() if message["thread_ts"]]
    assert "Waiting for approval" in words_of(card)
    assert post["thread_ts"] == card["ts"]
    [direct] = await bench.office.nina.messages(await bench.office.nina.direct())
    assert bench.request.label in words_of(direct)
    assert len(await bench.office.calls("slack", "chat.postMessage")) == 3


async def test_many_drawers_at_once_post_one_card(bench: Bench) -> None:
    await asyncio.gather(*(bench.draw() for _ in range(10)))
    assert len(await bench.cards()) == 1
    assert len(await bench.office.calls("slack", "chat.postMessage")) == 3


async def test_a_changed_request_is_redrawn_in_place(bench: Bench) -> None:
    await bench.draw()
    [before] = await bench.cards()
    await bench.withdraw()
    await bench.draw()
    [card] = await bench.cards()
    assert card["ts"] == before["ts"]
    assert "Withdrawn" in words_of(card)


async def test_an_unchanged_request_is_not_drawn_again_unless_somebody_saw_an_outdated_card(bench: Bench) -> None:
    await bench.draw()
    await bench.draw()
    assert await bench.office.calls("slack", "chat.update") == []
    await bench.board.redraw(bench.request.id)
    assert len(await bench.office.calls("slack", "chat.update")) == 2


async def test_a_redrawing_that_knew_less_than_the_driver_in_another_process_does_not_have_the_last_word(
    bench: Bench,
) -> None:
    await bench.draw()
    await bench.office.fault("slack", "chat.update", "slow", seconds=2)
    redrawing = asyncio.create_task(bench.another_board().redraw(bench.request.id))
    await eventually(lambda: not list(bench.office.sandbox.faults.all()), "the first of its updates under way")
    await bench.withdraw()
    await bench.draw()
    assert not redrawing.done()
    await redrawing
    [card] = await bench.cards()
    [direct, *_] = await bench.office.nina.messages(await bench.office.nina.direct())
    assert "Withdrawn" in words_of(card)
    assert "Withdrawn" in words_of(direct)


async def test_of_two_processes_that_draw_different_changes_the_older_does_not_have_the_last_word(bench: Bench) -> None:
    await bench.draw()
    await bench.change(bench.request.with_next_version(), EventKind.PAUSED)
    await bench.office.fault("slack", "chat.update", "slow", seconds=2)
    drawing = asyncio.create_task(bench.another_board().draw(bench.request.id))
    await eventually(lambda: not list(bench.office.sandbox.faults.all()), "the first of its updates under way")
    await bench.withdraw()
    await bench.draw()
    assert not drawing.done()
    assert await drawing == AT_ONCE
    assert bench.driven == [bench.request.id]  # what is in doubt is drawn again, also if no one waits for the drawing
    await bench.draw_until_current()
    [card] = await bench.cards()
    assert "Withdrawn" in words_of(card)


async def test_days_left_are_drawn_anew_when_another_day_begins_where_the_requester_is(bench: Bench) -> None:
    await bench.office.change(f"people/{cast.NINA}", tz="Pacific/Honolulu")
    await bench.draw()
    [card] = await bench.cards()
    assert "12 days left" in words_of(card)
    bench.clock.at = datetime(2026, 11, 6, 9, 59, tzinfo=UTC)
    await bench.draw()
    assert await bench.cards() == [card]
    bench.clock.at += timedelta(minutes=1)
    await bench.draw()
    [card] = await bench.cards()
    assert "11 days left" in words_of(card)


@pytest.mark.parametrize("bench", [cast.GENERAL, cast.PARTNERS], indirect=True)
async def test_a_public_or_shared_channel_shows_number_deadline_and_status_only(bench: Bench) -> None:
    await bench.draw()
    shown = "\n".join(
        words_of(message)
        for message in await bench.posted(bench.board.presentation.routes.named[SOLE].approvals_channel)
    )
    assert bench.request.label in shown
    personal = (bench.request.employee.name, bench.request.reason, str(bench.request.enrollment.selected_plan_name))
    assert not any(word in shown for word in personal)
