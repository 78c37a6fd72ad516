"""Driving: drivers go on to their end, survive errors, and are not more than one process can bear."""

import asyncio
from contextvars import ContextVar
from uuid import UUID, uuid4

import pytest

import bot.driving
from approvals.errors import StoreUnavailable
from bot.driving import MOST, DriverTasks, Driving
from tests.bot.drivers_at_work import Due, Others, Stuck, Work, always, driving, nothing_due
from tests.patience import PATIENCE, eventually

pytestmark = pytest.mark.anyio

NEVER = 1000.0
"""Seconds that no test lasts."""

CLICK: ContextVar[str | None] = ContextVar("click", default=None)


async def test_a_driver_goes_on_until_nothing_is_left_to_do_now() -> None:
    work, request_id = Work(0.0, 0.01, None), uuid4()
    async with driving(work.advance) as drivers:
        drivers.begin([request_id])
        await eventually(lambda: len(work.calls) == 3, "three calls")
        assert work.calls == [request_id] * 3
        await eventually(lambda: drivers.count == 0, "the end of the driver")


async def test_an_unexpected_error_does_not_end_a_driver() -> None:
    work = Work(RuntimeError("who knows"), None)
    async with driving(work.advance) as drivers:
        drivers.begin([uuid4()])
        await eventually(lambda: len(work.calls) == 2, "another try")


async def test_a_driver_has_nothing_of_the_click_that_started_it() -> None:
    seen: list[str | None] = []

    async def advance(_request_id: UUID) -> None:
        seen.append(CLICK.get())

    async with driving(advance) as drivers:
        CLICK.set("of Marcus")
        drivers.begin([uuid4()])
        await eventually(lambda: seen, "the driver")
    assert seen == [None]


async def test_a_database_that_does_not_answer_does_not_end_the_sweep() -> None:
    sweeps: list[int] = []

    async def sweep() -> int:
        sweeps.append(1)
        if len(sweeps) == 1:
            raise StoreUnavailable
        return 0

    async with driving(Work().advance, sweep):
        await eventually(lambda: len(sweeps) >= 2, "the second sweep")


async def test_what_is_too_much_for_one_process_goes_to_whichever_sweeps_first() -> None:
    stuck, others, sweeps = Stuck(), Others(outages=1), []
    requests = [uuid4() for _ in range(MOST + 2)]

    async def sweep() -> int:
        sweeps.append(1)
        return 0

    async with driving(stuck.advance, sweep, others=others) as drivers:
        drivers.begin(requests[:MOST])
        await eventually(lambda: len(stuck.begun) == MOST, "as many drivers as there may be")
        swept = len(sweeps)
        drivers.begin(requests[MOST:])
        await eventually(lambda: others.received, "those that are too many, told in spite of the outage")
        assert others.received == requests[MOST:]
        assert len(sweeps) == swept, "a busy process took more"
        stuck.free.set()
        await eventually(lambda: len(sweeps) > swept, "a sweep when there is room")
    assert others.received == requests[MOST:]


@pytest.mark.parametrize("alone", [True, False])
async def test_only_a_process_that_is_alone_goes_on_with_whatever_was_left(alone: bool) -> None:
    others = Others()
    async with driving(Work().advance, others=others, alone=alone):
        assert others.resumed == alone


async def test_what_is_committed_before_the_start_goes_to_whichever_sweeps_first() -> None:
    others, request_id, early = Others(), uuid4(), Driving()
    early.begin([request_id])
    tasks = DriverTasks(
        advance=Work().advance, sweep=nothing_due, due_in=always, hand_over=others.take, resume=others.resume
    )
    await early.start(tasks, alone=False)
    await eventually(lambda: others.received == [request_id], "the hand-over")
    await early.stop(0)


async def test_what_is_committed_after_the_stop_goes_to_whichever_sweeps_first() -> None:
    others, request_id = Others(), uuid4()
    async with driving(Work().advance, others=others) as drivers:
        pass
    drivers.begin([request_id])
    await drivers.hand_over_the_rest()
    assert others.received == [request_id]


async def test_a_process_with_nothing_to_do_looks_at_once_when_it_is_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.driving, "POLL_EVERY", NEVER)
    due = Due(None, 0.0, None)
    async with driving(Work().advance, due.sweep, due_in=due.due_in) as drivers:
        await eventually(lambda: due.looks == 1, "the first look")
        assert due.sweeps == 0
        drivers.wake()
        await eventually(lambda: due.sweeps == 1, "the sweep")


async def test_a_process_that_is_woken_in_the_moment_when_it_stops_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.driving, "POLL_EVERY", NEVER)
    due = Due(None)
    async with asyncio.timeout(PATIENCE):
        async with driving(Work().advance, due_in=due.due_in) as drivers:
            await eventually(lambda: due.looks == 1, "the first look")
            drivers.wake()
    assert due.looks == 1


async def test_it_looks_when_the_next_request_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.driving, "POLL_EVERY", NEVER)
    due = Due(0.05, 0.0, None)
    async with driving(Work().advance, due.sweep, due_in=due.due_in):
        await eventually(lambda: due.sweeps == 1, "the sweep")


async def test_without_a_notification_the_poll_finds_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.driving, "POLL_EVERY", 0.05)
    due = Due(None, None, NEVER, 0.0, None)
    async with driving(Work().advance, due.sweep, due_in=due.due_in):
        await eventually(lambda: due.sweeps == 1, "the sweep")


async def test_what_is_due_and_taken_by_others_is_left_to_them_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.driving, "AGAIN_IN", NEVER)
    due = Due(0.0, found=0)
    async with driving(Work().advance, due.sweep, due_in=due.due_in):
        await eventually(lambda: due.sweeps == 1, "the sweep")
    assert due.looks == 1
