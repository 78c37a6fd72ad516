"""A week before the window ends the election is read again; if it is open, the requester is reminded once."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from approvals.driver.election import READ_AGAIN
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ReissueRequest
from benefits.contract import Contract
from tests.approvals.ada import ADAS_BIRTH
from tests.approvals.bench import Bench
from tests.approvals.people import NINA, a_person
from tests.approvals.wire import answering, failing

pytestmark = pytest.mark.anyio

DUE = datetime(2026, 11, 23, 14, tzinfo=UTC)
"""Nine in New York, a week before the window's end."""


async def reissued(bench: Bench, window_end: date = date(2026, 11, 30)) -> ReissueRequest:
    """A reissue that left an election open, requested from New York."""
    bench.directory.people[NINA] = a_person(NINA, tz="America/New_York")
    bench.world.events[ADAS_BIRTH]["enrollment_window_end"] = window_end.isoformat()
    done = await bench.driven()
    assert done.awaits_election
    return done


def due(bench: Bench) -> datetime:
    """When a reminder is due: connect-6 gives the new enrollment a window of its own, to 5 December."""
    return DUE if bench.benefits.contract is Contract.DOCUMENTED else DUE + timedelta(days=5)


async def elect(bench: Bench, reissue_request: ReissueRequest) -> None:
    """The employee chooses."""
    assert reissue_request.summary is not None
    bench.world.enrollments[reissue_request.summary.id] |= {"status": "enrolled", "selected_plan_name": "Silver HMO"}


async def test_the_requester_is_reminded_once_of_an_election_that_is_still_open(either_bench: Bench) -> None:
    bench = either_bench
    done = await reissued(bench)
    assert (await bench.request(done.id)).next_at == due(bench)
    bench.clock.at = due(bench)
    assert await bench.driver.sweep() == 1
    assert await bench.drive(done.id) is None
    reminded = await bench.request(done.id)
    assert (reminded.election_reminded_at, reminded.next_at) == (due(bench), None)
    last = (await bench.events(done.id))[-1]
    assert (last.kind, last.actor) == (EventKind.REMINDED, THE_BOT)
    bench.clock.pass_(86_400)
    await bench.drive(done.id)
    assert (await bench.kinds(done.id)).count(EventKind.REMINDED) == 1


async def test_an_election_that_was_made_is_in_the_summary_and_no_one_is_reminded(bench: Bench) -> None:
    done = await reissued(bench)
    await elect(bench, done)
    bench.clock.at = DUE
    await bench.drive(done.id)
    elected = await bench.request(done.id)
    assert elected.summary is not None
    assert (elected.summary.selected_plan_name, elected.awaits_election) == ("Silver HMO", False)
    assert (elected.election_reminded_at, elected.next_at) == (None, None)
    assert (await bench.kinds(done.id))[-1] is EventKind.REFRESHED


async def test_what_cannot_be_read_is_read_again_and_said_only_then(bench: Bench) -> None:
    done = await reissued(bench)
    bench.wire.reading = failing(httpx.ConnectError("away"))
    bench.clock.at = DUE
    await bench.drive(done.id)
    assert (await bench.request(done.id)).next_at == DUE + timedelta(seconds=READ_AGAIN)
    bench.wire.reading = answering(404)
    await bench.drive_after(READ_AGAIN, done.id)
    assert EventKind.REMINDED not in await bench.kinds(done.id)
    bench.wire.reading = None
    await bench.drive_after(READ_AGAIN, done.id)
    assert (await bench.kinds(done.id))[-1] is EventKind.REMINDED


async def test_a_bot_that_was_down_reminds_late_but_not_after_the_window(bench: Bench) -> None:
    done = await reissued(bench)
    bench.clock.at = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)  # the window's last minute in New York
    bench.wire.reading = failing(httpx.ConnectError("away"))
    await bench.drive(done.id)
    bench.wire.reading = None
    bench.clock.pass_(60)
    assert await bench.drive(done.id) is None
    assert (await bench.request(done.id)).next_at is None
    assert EventKind.REMINDED not in await bench.kinds(done.id)
    bench.clock.pass_(-60)
    await bench.drive(done.id)
    assert (await bench.kinds(done.id))[-1] is EventKind.REMINDED


async def test_where_the_window_ends_soon_the_reminder_comes_the_day_after(bench: Bench) -> None:
    done = await reissued(bench, window_end=date(2026, 11, 6))
    assert (await bench.request(done.id)).next_at == datetime(2026, 11, 6, 14, tzinfo=UTC)


async def test_it_waits_for_slack_to_say_where_the_requester_is(bench: Bench) -> None:
    done = await reissued(bench)
    person = bench.directory.people.pop(NINA)
    bench.clock.at = DUE
    await bench.drive(done.id)
    assert EventKind.REMINDED not in await bench.kinds(done.id)
    bench.directory.people[NINA] = person
    await bench.drive_after(60, done.id)
    assert (await bench.kinds(done.id))[-1] is EventKind.REMINDED


async def test_of_several_drivers_at_once_one_reminds(either_bench: Bench) -> None:
    bench = either_bench
    done = await reissued(bench)
    bench.clock.at = due(bench)
    await asyncio.gather(*(bench.driver.advance(done.id) for _ in range(4)))
    assert (await bench.kinds(done.id)).count(EventKind.REMINDED) == 1
