"""Driving: drivers go on to their end, survive errors, and are not more than one process can bear."""

from contextvars import ContextVar
from uuid import UUID, uuid4

import pytest

from approvals.errors import StoreUnavailable
from bot.driving import MOST, DriverTasks, Driving
from tests.bot.drivers_at_work import Others, Stuck, Work, always, driving, nothing_due
from tests.office import eventually

pytestmark = pytest.mark.anyio

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
