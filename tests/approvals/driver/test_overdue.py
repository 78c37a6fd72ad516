"""What was asked for in time stays open after the window: it is overdue, is asked about again, and lapses later."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.errors import NotAnApprover
from approvals.model.event import THE_BOT, EventKind
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from approvals.rules.deadlines import end_of
from tests.approvals.ada import ADAS_BIRTH
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import GIL, MARCUS, NINA, ZOE, a_person, at_home

pytestmark = [pytest.mark.anyio, pytest.mark.documented]

CHIEFS, MARRIAGE = "S0CHIEFS", "qle_ada_lovelace_marriage"
OVER = datetime(2026, 11, 18, tzinfo=UTC)
"""When 17 November, the last day of the window, is over by UTC."""
LAPSED = datetime(2026, 12, 6, tzinfo=UTC)
"""When the thirtieth day after the request is over."""


@pytest.fixture
async def escalating(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, escalation_approvers=(CHIEFS,)) as opened:
        opened.directory.groups[CHIEFS] = {ZOE, GIL}
        yield opened


def marries(bench: Bench, window_end: str) -> None:
    """Ada has another life event."""
    married = {"id": MARRIAGE, "event_type": "Marriage", "enrollment_window_end": window_end}
    bench.world.events[MARRIAGE] = bench.world.events[ADAS_BIRTH] | married


async def as_an_earlier_release_stored(engine: AsyncEngine) -> None:
    """Without the days that it did not know."""
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE bot_request SET asked_on = NULL, lapses_on = NULL"))


async def test_when_the_window_ends_it_is_overdue_and_can_still_be_decided(either_bench: Bench) -> None:
    bench = either_bench
    submitted = await bench.submit()
    bench.clock.at = OVER - timedelta(minutes=1)
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).overdue_at is None
    bench.clock.at = OVER
    assert await bench.driver.sweep() == 1
    await bench.drive(submitted.id)
    overdue = await bench.request(submitted.id)
    assert (overdue.status, overdue.overdue_at, overdue.is_overdue) == (RequestStatus.PENDING, OVER, True)
    assert (overdue.asked_on, overdue.deadline) == (submitted.asked_on, submitted.deadline)
    assert overdue.decide_until == date(2026, 12, 5)
    last = (await bench.events(submitted.id))[-1]
    assert (last.kind, last.actor, last.codes["lapses_on"]) == (EventKind.OVERDUE, THE_BOT, "2026-12-05")
    approved = await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert approved.status is RequestStatus.APPLYING


async def test_it_is_found_overdue_once_and_expires_when_its_own_days_are_over(bench: Bench) -> None:
    submitted = await bench.submit()
    for days in range((LAPSED - OVER).days):
        bench.clock.at = OVER + timedelta(days=days, hours=1)
        await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).next_at == LAPSED
    bench.clock.at = LAPSED
    await bench.drive(submitted.id)
    assert await bench.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.OVERDUE, EventKind.EXPIRED]
    with pytest.raises(NoLongerPossible):
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)


async def test_all_who_may_be_asked_are_asked_at_once(escalating: Bench) -> None:
    submitted = await escalating.submit()
    await escalating.questions.ask(at_home(MARCUS), submitted.id, 1, "Which day?")
    escalating.clock.at = OVER - timedelta(minutes=1)
    await escalating.drive(submitted.id)
    with pytest.raises(NotAnApprover):
        await escalating.decisions.deny(at_home(ZOE), submitted.id, 1, "Too late")
    escalating.clock.at = OVER
    await escalating.drive(submitted.id)
    assert (await escalating.request(submitted.id)).escalated_at == OVER
    denied = await escalating.decisions.deny(at_home(ZOE), submitted.id, 1, "Too late")
    assert denied.status is RequestStatus.DENIED


async def test_a_request_of_an_earlier_release_stays_open_as_long_as_a_new_one_would(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    bench = either_bench
    submitted = await bench.submit()
    await as_an_earlier_release_stored(either_engine)
    assert (await bench.request(submitted.id)).asked_on == submitted.submitted_at.date()
    bench.clock.at = OVER
    await bench.drive(submitted.id)
    overdue = await bench.request(submitted.id)
    assert (overdue.is_overdue, overdue.lapses_on) == (True, submitted.lapses_on)


@pytest.mark.parametrize(
    ("tz", "hour"), [("Pacific/Kiritimati", 22), ("Pacific/Honolulu", 4)], ids=["east of UTC", "west of UTC"]
)
async def test_a_request_of_an_earlier_release_without_a_window_ends_on_its_deadline(
    bench: Bench, one_engine: AsyncEngine, tz: str, hour: int
) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz=tz)
    bench.world.events[ADAS_BIRTH]["enrollment_window_end"] = None
    bench.clock.at = bench.clock.at.replace(hour=hour)
    submitted = await bench.submit()
    await as_an_earlier_release_stored(one_engine)
    assert submitted.deadline is not None
    over = end_of(submitted.deadline, ZoneInfo(tz))
    bench.clock.at = over - timedelta(minutes=1)
    await bench.drive(submitted.id)
    assert await bench.kinds(submitted.id) == [EventKind.SUBMITTED]
    bench.clock.at = over
    await bench.drive(submitted.id)
    assert await bench.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.EXPIRED]


async def test_a_request_of_an_earlier_release_asked_on_the_last_day_was_in_time(
    bench: Bench, one_engine: AsyncEngine
) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Honolulu")
    bench.clock.at = OVER + timedelta(hours=4)
    submitted = await bench.submit()
    await as_an_earlier_release_stored(one_engine)
    assert (submitted.deadline, submitted.is_asked_late) == (date(2026, 11, 17), False)
    assert (await bench.request(submitted.id)).asked_on == submitted.asked_on


async def test_another_life_event_gains_no_time_for_a_request_of_an_earlier_release(
    bench: Bench, one_engine: AsyncEngine
) -> None:
    submitted = await bench.submit()
    await as_an_earlier_release_stored(one_engine)
    marries(bench, "2026-11-25")
    bench.clock.pass_(5 * 86_400)
    changed = await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason="Also.", qle_id=MARRIAGE))
    assert (changed.deadline, changed.lapses_on) == (date(2026, 11, 25), submitted.lapses_on)


async def test_the_day_of_the_request_is_that_of_its_requester_and_stays_when_they_move(bench: Bench) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")
    submitted = await bench.submit()
    assert submitted.asked_on == date(2026, 11, 6)
    line = (await bench.events(submitted.id))[0]
    assert (line.codes["asked_on"], line.codes["window_day"], line.codes["window_days"]) == ("2026-11-06", 20, 31)
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Honolulu")
    bench.clock.pass_(86_400)
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).asked_on == date(2026, 11, 6)


async def test_of_two_drivers_one_finds_it_overdue(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    either_bench.clock.at = OVER
    await asyncio.gather(*(either_bench.driver.advance(submitted.id) for _ in range(3)))
    assert await either_bench.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.OVERDUE]


async def test_another_life_event_that_is_still_in_its_window_ends_the_delay(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.clock.at = OVER
    await bench.drive(submitted.id)
    marries(bench, "2026-11-25")
    edit = Edit(reason="She married too.", qle_id=MARRIAGE)
    changed = await bench.revisions.revise(at_home(NINA), submitted.id, 1, edit)
    assert (changed.is_overdue, changed.deadline) == (False, date(2026, 11, 25))
