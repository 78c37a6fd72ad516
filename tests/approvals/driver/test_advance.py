"""The one step that carries a request on: it does nothing twice, says when to come back, and the sweep remembers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from approvals.driver import advance
from approvals.driver.advance import LONGEST_STAY
from approvals.errors import UnknownRequest
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.recording import LEASE
from tests.approvals.ada import ADAS_BIRTH, ADAS_DENTAL
from tests.approvals.bench import LIMITS, Bench
from tests.approvals.driver.place import Place, driver_with
from tests.approvals.people import MARCUS, NINA, PRIYA, at_home
from tests.approvals.wire import answering, failing
from tests.builders import NOW

pytestmark = pytest.mark.anyio

Reach = Callable[[Bench], Awaitable[ReissueRequest]]

MIDNIGHT = datetime(2026, 11, 6, tzinfo=UTC)


async def lost(bench: Bench) -> ReissueRequest:
    """One whose answer was lost."""
    bench.wire.mishaps.append(failing(httpx.ReadTimeout("slow")))
    return await bench.driven()


async def unknown(bench: Bench) -> ReissueRequest:
    """A request whose outcome is unknown."""
    checking = await lost(bench)
    await bench.drive_after(LIMITS.readback_settle, checking.id)
    return checking


async def failed(bench: Bench) -> ReissueRequest:
    """One that was refused."""
    bench.wire.mishaps.append(answering(422))
    return await bench.driven()


async def denied(bench: Bench) -> ReissueRequest:
    """One that Marcus denied."""
    return await bench.decisions.deny(at_home(MARCUS), (await bench.submit()).id, 1, "No")


async def withdrawn(bench: Bench) -> ReissueRequest:
    """One that Nina took back."""
    return await bench.decisions.withdraw(at_home(NINA), (await bench.submit()).id)


async def closed(bench: Bench) -> ReissueRequest:
    """One that Priya gave up."""
    return await bench.resolutions.close(at_home(PRIYA), (await failed(bench)).id)


async def applying(bench: Bench) -> ReissueRequest:
    """One that waits, for the API asked for time."""
    bench.wire.mishaps.append(answering(429, headers={"Retry-After": "60"}))
    return await bench.driven()


ENDS: dict[RequestStatus, Reach] = {
    RequestStatus.REISSUED: lambda bench: bench.driven(),
    RequestStatus.FAILED: failed,
    RequestStatus.UNKNOWN: unknown,
    RequestStatus.DENIED: denied,
    RequestStatus.WITHDRAWN: withdrawn,
    RequestStatus.CLOSED: closed,
}
WAITS: dict[RequestStatus, Reach] = {
    RequestStatus.PENDING: lambda bench: bench.submit(),
    RequestStatus.APPLYING: applying,
    RequestStatus.CHECKING: lost,
}


@pytest.mark.parametrize(("status", "reach"), [*ENDS.items(), *WAITS.items()])
async def test_to_advance_twice_changes_nothing_more(bench: Bench, status: RequestStatus, reach: Reach) -> None:
    reached = await reach(bench)
    await bench.drive(reached.id)
    before = [await bench.request(reached.id), await bench.events(reached.id), len(bench.wire.posts)]
    delay = await bench.driver.advance(reached.id)
    assert [await bench.request(reached.id), await bench.events(reached.id), len(bench.wire.posts)] == before
    assert await bench.driver.advance(reached.id) == delay
    assert (await bench.request(reached.id)).status is status


@pytest.mark.parametrize("reach", ENDS.values(), ids=ENDS.keys())
async def test_a_status_that_only_people_can_change_wakes_no_driver(bench: Bench, reach: Reach) -> None:
    bench.world.events[ADAS_BIRTH]["enrollment_window_end"] = None  # so no one is reminded of an election either
    reached = await reach(bench)
    assert await bench.drive(reached.id) is None
    assert (await bench.request(reached.id)).next_at is None
    bench.clock.pass_(86_400 * 365)
    assert await bench.driver.sweep() == 0


async def test_a_request_that_waits_for_approval_is_looked_at_when_its_days_left_change(bench: Bench) -> None:
    submitted = await bench.submit()
    assert await bench.drive(submitted.id) is None
    assert (await bench.request(submitted.id)).next_at == MIDNIGHT
    bench.clock.at = MIDNIGHT
    assert await bench.driver.sweep() == 1
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).next_at == MIDNIGHT + timedelta(days=1)


async def test_a_driver_stays_for_a_short_wait_under_a_lease_and_leaves_for_a_long_one(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.board.again_in = LONGEST_STAY
    assert await bench.drive(submitted.id) == LONGEST_STAY
    assert (await bench.request(submitted.id)).next_at == NOW + LEASE
    bench.board.again_in = LONGEST_STAY + 0.1
    assert await bench.drive(submitted.id) is None
    assert (await bench.request(submitted.id)).next_at == NOW + timedelta(seconds=LONGEST_STAY + 0.1)


async def test_a_card_that_could_not_be_drawn_is_drawn_again_even_when_the_request_is_over(bench: Bench) -> None:
    done = await withdrawn(bench)
    bench.board.again_in = 30.0
    assert await bench.drive(done.id) is None
    assert (await bench.request(done.id)).next_at == NOW + timedelta(seconds=30)
    bench.board.again_in = None
    bench.clock.pass_(30)
    assert await bench.driver.sweep() == 1
    await bench.drive(done.id)
    assert (await bench.request(done.id)).next_at is None


async def test_a_reissue_whose_outcome_is_known_at_once_is_drawn_with_it(bench: Bench) -> None:
    approved = await bench.approved()
    assert await bench.driver.advance(approved.id) == 0
    assert bench.board.drawn == []
    assert await bench.driver.advance(approved.id) is None
    assert bench.board.drawn == [approved.id]


async def test_while_the_benefits_system_takes_long_the_cards_say_that_it_is_being_sent(bench: Bench) -> None:
    approved = await bench.approved()
    is_drawn = asyncio.Event()
    seen = list[RequestStatus]()

    async def look(request_id: UUID) -> None:
        seen.append((await bench.request(request_id)).status)
        is_drawn.set()

    async def until_drawn(_: httpx.Request) -> None:
        await is_drawn.wait()

    bench.board.while_drawing = look
    bench.wire.watchers.append(until_drawn)
    await bench.drive(approved.id)
    assert seen == [RequestStatus.APPLYING, RequestStatus.REISSUED]


async def test_who_waits_in_line_is_drawn_when_the_sending_takes_long_and_not_before(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advance, "DRAWN_AFTER", 0.0)
    approved, place, is_drawn = await bench.approved(), Place(), asyncio.Event()
    in_line = asyncio.create_task(driver_with(bench, place).advance(approved.id))
    await place.are_in_line.wait()
    for _ in range(10):  # turns of the loop, in which a drawing would begin
        await asyncio.sleep(0)
    assert bench.board.drawn == []

    async def look(_request_id: UUID) -> None:
        is_drawn.set()

    async def until_drawn(_: httpx.Request) -> None:
        await is_drawn.wait()

    bench.board.while_drawing = look
    bench.wire.watchers.append(until_drawn)
    place.release()
    await in_line
    assert bench.board.drawn == [approved.id]


async def test_who_waits_in_line_for_long_is_drawn_there(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "DRAWN_IN_LINE_AFTER", 0.0)
    approved, place, is_drawn = await bench.approved(), Place(), asyncio.Event()

    async def look(request_id: UUID) -> None:
        assert (await bench.request(request_id)).status is RequestStatus.APPLYING
        is_drawn.set()

    bench.board.while_drawing = look
    in_line = asyncio.create_task(driver_with(bench, place).advance(approved.id))
    await is_drawn.wait()
    assert bench.wire.posts == []
    place.release()
    await in_line
    assert len(bench.wire.posts) == 1


async def test_a_driver_that_is_cut_while_it_draws_ends_when_the_drawing_has_written_down_what_it_did(
    bench: Bench,
) -> None:
    approved = await bench.approved()
    is_drawing, written = asyncio.Event(), list[UUID]()

    async def draw(request_id: UUID) -> None:
        is_drawing.set()
        try:
            await asyncio.Event().wait()
        finally:
            written.append((await bench.request(request_id)).id)

    async def until_cut(_: httpx.Request) -> None:
        await asyncio.Event().wait()

    bench.board.while_drawing = draw
    bench.wire.watchers.append(until_cut)
    driver = asyncio.create_task(bench.driver.advance(approved.id))
    await is_drawing.wait()
    driver.cancel()
    await asyncio.gather(driver, return_exceptions=True)
    assert driver.cancelled()
    assert written == [approved.id]


async def test_a_reissue_that_has_to_wait_is_drawn_at_once(bench: Bench) -> None:
    waiting = await applying(bench)
    assert bench.board.drawn == [waiting.id]


async def test_a_slack_that_cannot_draw_does_not_hold_the_reissue_up(bench: Bench) -> None:
    bench.board.again_in = 60.0
    assert (await bench.driven()).status is RequestStatus.REISSUED


async def test_each_change_leaves_a_lease_in_case_its_driver_does_not_run(bench: Bench) -> None:
    submitted = await bench.submit()
    assert (await bench.request(submitted.id)).next_at == NOW + LEASE
    await bench.drive(submitted.id)
    await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert (await bench.request(submitted.id)).next_at == NOW + LEASE


async def test_a_driver_that_looked_before_a_change_does_not_put_it_off(bench: Bench) -> None:
    submitted = await bench.submit()

    async def approve(request_id: UUID) -> None:
        await bench.decisions.approve(at_home(MARCUS), request_id, 1)

    bench.board.while_drawing = approve
    await bench.driver.advance(submitted.id)
    assert (await bench.request(submitted.id)).next_at == NOW + LEASE


async def test_of_many_sweeps_at_once_one_starts_each_driver(either_bench: Bench) -> None:
    ids = [(await either_bench.submit()).id, (await either_bench.submit(key="V2", enrollment_id=ADAS_DENTAL)).id]
    either_bench.drivers.started.clear()
    assert await either_bench.driver.sweep() == 0
    either_bench.clock.pass_(LEASE.total_seconds())
    counts = await asyncio.gather(*(either_bench.driver.sweep() for _ in range(5)))
    assert sum(counts) == 2
    assert sorted(either_bench.drivers.started) == sorted(ids)
    either_bench.clock.pass_(LEASE.total_seconds())
    assert await either_bench.driver.sweep() == 2


async def test_a_driver_that_died_is_replaced_by_the_sweep(bench: Bench) -> None:
    approved = await bench.submit_and_approve()
    bench.clock.pass_(LEASE.total_seconds())
    bench.drivers.started.clear()
    await bench.driver.sweep()
    assert bench.drivers.started == [approved.id]
    assert bench.board.doubted == [approved.id]


async def test_an_unknown_request_cannot_be_advanced(bench: Bench) -> None:
    with pytest.raises(UnknownRequest):
        await bench.driver.advance(uuid4())
    assert bench.board.drawn == []
