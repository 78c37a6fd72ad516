"""A request without a decision expires: when its last day is over in the requester's zone, and not before.

Here it is the last day of the window, as the setting EXPIRE_AT_WINDOW_END has it.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.driver.expire import UNREADABLE_WAIT
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import RequestWarning
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MARCUS, NINA, a_person, at_home

pytestmark = pytest.mark.anyio

LAST_DAY = date(2026, 11, 17)
MINUTE = timedelta(minutes=1)

OVER = [
    ("Pacific/Kiritimati", datetime(2026, 11, 17, 10, tzinfo=UTC)),
    (None, datetime(2026, 11, 18, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 18, 5, tzinfo=UTC)),
    ("Pacific/Honolulu", datetime(2026, 11, 18, 10, tzinfo=UTC)),
]


@pytest.fixture
async def bench(one_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(one_engine, expire_at_window_end=True) as opened:
        yield opened


@pytest.fixture
async def either_bench(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, expire_at_window_end=True) as opened:
        yield opened


@pytest.mark.parametrize(("zone", "over"), OVER)
async def test_it_expires_when_the_last_day_is_over_where_the_requester_is(
    bench: Bench, zone: str | None, over: datetime
) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz=zone)
    submitted = await bench.submit()
    assert submitted.deadline == LAST_DAY
    bench.clock.at = over - MINUTE
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).status is RequestStatus.PENDING
    assert (await bench.request(submitted.id)).next_at == over
    bench.clock.at = over
    assert await bench.driver.sweep() == 1
    await bench.drive(submitted.id)
    expired = await bench.request(submitted.id)
    assert (expired.status, expired.changed_at, expired.next_at) == (RequestStatus.EXPIRED, over, None)
    last = (await bench.events(submitted.id))[-1]
    assert (last.kind, last.actor) == (EventKind.EXPIRED, THE_BOT)


async def test_it_expires_while_it_waits_for_an_answer_too(bench: Bench) -> None:
    asked = await bench.stored(status=RequestStatus.NEEDS_INFO, deadline=LAST_DAY)
    bench.clock.at = OVER[1][1]
    await bench.drive(asked.id)
    assert (await bench.request(asked.id)).status is RequestStatus.EXPIRED


@pytest.mark.parametrize("status", [RequestStatus.APPLYING, RequestStatus.FAILED, RequestStatus.UNKNOWN])
async def test_what_was_decided_in_time_never_expires(bench: Bench, status: RequestStatus) -> None:
    decided = await bench.stored(status=status, deadline=LAST_DAY)
    bench.clock.at = OVER[1][1] + timedelta(days=30)
    await bench.drive(decided.id)
    assert EventKind.EXPIRED not in await bench.kinds(decided.id)


async def test_days_left_change_at_midnight_there_also_when_clocks_are_put_forward_or_back(bench: Bench) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz="America/New_York")
    waiting = await bench.stored(status=RequestStatus.PENDING, deadline=date(2027, 12, 31))
    for now, midnight in [
        (datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        (datetime(2027, 3, 14, 5, tzinfo=UTC), datetime(2027, 3, 15, 4, tzinfo=UTC)),
    ]:
        bench.clock.at = now
        await bench.drive(waiting.id)
        assert (await bench.request(waiting.id)).next_at == midnight


async def test_a_requester_who_moved_takes_the_deadline_along(bench: Bench) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")
    submitted = await bench.submit()
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Honolulu")
    bench.clock.at = datetime(2026, 11, 18, 9, 59, 59, tzinfo=UTC)
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).status is RequestStatus.PENDING
    bench.clock.pass_(1)
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).status is RequestStatus.EXPIRED


async def test_nothing_expires_while_slack_does_not_say_which_day_it_is_for_the_requester(bench: Bench) -> None:
    submitted = await bench.submit()
    del bench.directory.people[NINA]
    bench.clock.at = OVER[-1][1] + timedelta(days=1)
    assert await bench.drive(submitted.id) is None
    waiting = await bench.request(submitted.id)
    assert waiting.status is RequestStatus.PENDING
    assert waiting.next_at == bench.clock.at + timedelta(seconds=UNREADABLE_WAIT)
    bench.directory.people[NINA] = a_person(NINA)
    bench.clock.pass_(UNREADABLE_WAIT)
    assert await bench.driver.sweep() == 1
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).status is RequestStatus.EXPIRED


async def test_whether_a_window_has_ended_at_submission_is_told_by_the_requesters_calendar(bench: Bench) -> None:
    chosen = {
        "employee_id": "empl_juergen_mueller",
        "enrollment_id": "enrl_juergen_mueller_medical",
        "qle_id": "qle_juergen_mueller_adoption",
    }
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Honolulu")
    bench.clock.at = datetime(2026, 11, 6, 9, 59, tzinfo=UTC)  # still 5 November there, the window's last day
    today = await bench.submit(**chosen)
    assert (today.deadline, today.warnings) == (date(2026, 11, 5), ())
    bench.clock.pass_(60)
    await bench.drive(today.id)
    tomorrow = await bench.submit(**chosen, key="V0AGAIN")
    assert (tomorrow.deadline, tomorrow.warnings) == (date(2026, 12, 6), (RequestWarning.WINDOW_CLOSED,))


async def test_of_two_drivers_and_a_late_approval_one_comes_first_and_the_others_change_nothing(
    either_bench: Bench,
) -> None:
    bench = either_bench
    submitted = await bench.submit()
    bench.clock.at = OVER[-1][1]
    drivers = (bench.driver.advance(submitted.id) for _ in range(3))
    approval = bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    *_, refusal = await asyncio.gather(*drivers, approval, return_exceptions=True)
    kinds = await bench.kinds(submitted.id)
    if isinstance(refusal, NoLongerPossible):
        assert kinds == [EventKind.SUBMITTED, EventKind.EXPIRED, EventKind.REFUSED]
    else:
        assert kinds[:2] == [EventKind.SUBMITTED, EventKind.APPROVED]
        assert EventKind.EXPIRED not in kinds


async def test_a_driver_that_was_cut_before_it_expired_a_request_is_made_up_for_by_the_sweep(bench: Bench) -> None:
    submitted = await bench.submit()
    await bench.drive(submitted.id)
    bench.clock.at = OVER[-1][1] + timedelta(days=3)
    assert await bench.driver.sweep() == 1
    bench.clock.pass_(60)
    assert await bench.driver.sweep() == 1
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).status is RequestStatus.EXPIRED
