"""The one step that carries a request on: it does nothing twice, says when to come back, and the sweep remembers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from approvals.driver.advance import LONGEST_STAY
from approvals.errors import UnknownRequest
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.recording import LEASE
from tests.approvals.desk import ADAS_BIRTH, ADAS_DENTAL, LIMITS, Desk
from tests.approvals.people import MARCUS, NINA, PRIYA, at_home
from tests.approvals.wire import answering, failing
from tests.builders import NOW

pytestmark = pytest.mark.anyio

Reach = Callable[[Desk], Awaitable[ReissueRequest]]

MIDNIGHT = datetime(2026, 11, 6, tzinfo=UTC)


async def lost(desk: Desk) -> ReissueRequest:
    """One whose answer was lost."""
    desk.wire.mishaps.append(failing(httpx.ReadTimeout("slow")))
    return await desk.driven()


async def unknown(desk: Desk) -> ReissueRequest:
    """One whose outcome nobody knows."""
    checking = await lost(desk)
    await desk.drive_after(LIMITS.readback_settle, checking.id)
    return checking


async def failed(desk: Desk) -> ReissueRequest:
    """One that was refused."""
    desk.wire.mishaps.append(answering(422))
    return await desk.driven()


async def denied(desk: Desk) -> ReissueRequest:
    """One that Marcus denied."""
    return await desk.decisions.deny(at_home(MARCUS), (await desk.submit()).id, 1, "No")


async def withdrawn(desk: Desk) -> ReissueRequest:
    """One that Nina took back."""
    return await desk.decisions.withdraw(at_home(NINA), (await desk.submit()).id)


async def closed(desk: Desk) -> ReissueRequest:
    """One that Priya gave up."""
    return await desk.resolutions.close(at_home(PRIYA), (await failed(desk)).id)


async def applying(desk: Desk) -> ReissueRequest:
    """One that waits, for the API asked for time."""
    desk.wire.mishaps.append(answering(429, headers={"Retry-After": "60"}))
    return await desk.driven()


ENDS: dict[RequestStatus, Reach] = {
    RequestStatus.REISSUED: lambda desk: desk.driven(),
    RequestStatus.FAILED: failed,
    RequestStatus.UNKNOWN: unknown,
    RequestStatus.DENIED: denied,
    RequestStatus.WITHDRAWN: withdrawn,
    RequestStatus.CLOSED: closed,
}
WAITS: dict[RequestStatus, Reach] = {
    RequestStatus.PENDING: lambda desk: desk.submit(),
    RequestStatus.APPLYING: applying,
    RequestStatus.CHECKING: lost,
}


@pytest.mark.parametrize(("status", "reach"), [*ENDS.items(), *WAITS.items()])
async def test_to_advance_twice_changes_nothing_more(desk: Desk, status: RequestStatus, reach: Reach) -> None:
    reached = await reach(desk)
    await desk.drive(reached.id)
    before = [await desk.request(reached.id), await desk.events(reached.id), len(desk.wire.posts)]
    delay = await desk.driver.advance(reached.id)
    assert [await desk.request(reached.id), await desk.events(reached.id), len(desk.wire.posts)] == before
    assert await desk.driver.advance(reached.id) == delay
    assert (await desk.request(reached.id)).status is status


@pytest.mark.parametrize("reach", ENDS.values(), ids=ENDS.keys())
async def test_where_only_people_can_go_on_nobody_is_woken(desk: Desk, reach: Reach) -> None:
    desk.world.events[ADAS_BIRTH]["enrollment_window_end"] = None  # nobody is reminded of an election either
    reached = await reach(desk)
    assert await desk.drive(reached.id) is None
    assert (await desk.request(reached.id)).next_at is None
    desk.clock.pass_(86_400 * 365)
    assert await desk.driver.sweep() == 0


async def test_a_request_that_waits_for_approval_is_looked_at_when_its_days_left_change(desk: Desk) -> None:
    submitted = await desk.submit()
    assert await desk.drive(submitted.id) is None
    assert (await desk.request(submitted.id)).next_at == MIDNIGHT
    desk.clock.at = MIDNIGHT
    assert await desk.driver.sweep() == 1
    await desk.drive(submitted.id)
    assert (await desk.request(submitted.id)).next_at == MIDNIGHT + timedelta(days=1)


async def test_a_driver_stays_for_a_short_wait_under_a_lease_and_leaves_for_a_long_one(desk: Desk) -> None:
    submitted = await desk.submit()
    desk.board.again_in = LONGEST_STAY
    assert await desk.drive(submitted.id) == LONGEST_STAY
    assert (await desk.request(submitted.id)).next_at == NOW + LEASE
    desk.board.again_in = LONGEST_STAY + 0.1
    assert await desk.drive(submitted.id) is None
    assert (await desk.request(submitted.id)).next_at == NOW + timedelta(seconds=LONGEST_STAY + 0.1)


async def test_a_card_that_could_not_be_drawn_is_drawn_again_even_when_the_request_is_over(desk: Desk) -> None:
    done = await withdrawn(desk)
    desk.board.again_in = 30.0
    assert await desk.drive(done.id) is None
    assert (await desk.request(done.id)).next_at == NOW + timedelta(seconds=30)
    desk.board.again_in = None
    desk.clock.pass_(30)
    assert await desk.driver.sweep() == 1
    await desk.drive(done.id)
    assert (await desk.request(done.id)).next_at is None


async def test_every_change_is_drawn(desk: Desk) -> None:
    approved = await desk.approved()
    assert await desk.driver.advance(approved.id) == 0
    assert desk.board.drawn == [approved.id]
    assert await desk.driver.advance(approved.id) is None
    assert desk.board.drawn == [approved.id] * 2


async def test_a_slack_that_cannot_draw_does_not_hold_the_reissue_up(desk: Desk) -> None:
    desk.board.again_in = 60.0
    assert (await desk.driven()).status is RequestStatus.REISSUED


async def test_whoever_changes_a_request_has_it_driven_and_leaves_a_lease_in_case_nobody_does(desk: Desk) -> None:
    submitted = await desk.submit()
    assert (await desk.request(submitted.id)).next_at == NOW + LEASE
    await desk.drive(submitted.id)
    await desk.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert (await desk.request(submitted.id)).next_at == NOW + LEASE


async def test_a_driver_that_looked_before_a_change_does_not_put_it_off(desk: Desk) -> None:
    submitted = await desk.submit()

    async def approve(request_id: UUID) -> None:
        await desk.decisions.approve(at_home(MARCUS), request_id, 1)

    desk.board.while_drawing = approve
    await desk.driver.advance(submitted.id)
    assert (await desk.request(submitted.id)).next_at == NOW + LEASE


async def test_of_many_sweeps_at_once_one_starts_each_driver(either_desk: Desk) -> None:
    ids = [(await either_desk.submit()).id, (await either_desk.submit(key="V2", enrollment_id=ADAS_DENTAL)).id]
    either_desk.drivers.started.clear()
    assert await either_desk.driver.sweep() == 0
    either_desk.clock.pass_(LEASE.total_seconds())
    counts = await asyncio.gather(*(either_desk.driver.sweep() for _ in range(5)))
    assert sum(counts) == 2
    assert sorted(either_desk.drivers.started) == sorted(ids)
    either_desk.clock.pass_(LEASE.total_seconds())
    assert await either_desk.driver.sweep() == 2


async def test_a_driver_that_died_is_replaced_by_the_sweep(desk: Desk) -> None:
    approved = await desk.submit_and_approve()
    desk.clock.pass_(LEASE.total_seconds())
    desk.drivers.started.clear()
    await desk.driver.sweep()
    assert desk.drivers.started == [approved.id]


async def test_there_is_nothing_to_advance_where_there_is_no_request(desk: Desk) -> None:
    with pytest.raises(UnknownRequest):
        await desk.driver.advance(uuid4())
    assert desk.board.drawn == []
