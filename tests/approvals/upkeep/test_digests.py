"""Digests: who gets which requests on which days at what hour; never two on one day, even if cut or repeated."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from approvals.model.away import SlackStatus
from approvals.model.request import ReissueRequest
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.rules.routes import Routes
from approvals.upkeep.digests import DigestSender
from benefits.ids import EnrollmentId
from tests.approvals.bench import Bench
from tests.approvals.people import APPROVALS, MANAGERS, MARCUS, NINA, PRIYA, ZOE, a_person, at_home
from tests.builders import NOW, a_decision, a_request, an_enrollment

pytestmark = pytest.mark.anyio

NINE = datetime(2026, 11, 9, 14, tzinfo=UTC)
"""Nine on a Monday in New York, four days after the requests of these tests."""

DAY = timedelta(days=1)
LATER = date(2026, 11, 30)


def in_new_york(bench: Bench) -> Bench:
    """A desk whose two approvers are in New York, on Monday at nine."""
    for approver in (MARCUS, PRIYA):
        bench.directory.people[approver] = a_person(approver, tz="America/New_York")
    bench.clock.at = NINE
    return bench


@pytest.fixture
def bench(bench: Bench) -> Bench:
    return in_new_york(bench)


@pytest.fixture
def either_bench(either_bench: Bench) -> Bench:
    return in_new_york(either_bench)


async def waits(bench: Bench, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a request
    """One more request that waits, with three weeks left."""
    key = uuid4().hex
    facts: dict[str, Any] = {
        "id": uuid4(),
        "submission_key": key,
        "enrollment": an_enrollment(id=EnrollmentId(f"enrl_{key}")),
        "deadline": LATER,
    }
    async with bench.store.writing() as work:
        stored = await work.requests.add(a_request(**{**facts, **changes}))
        await work.commit()
    return stored


async def sent(bench: Bench) -> dict[str, list[int]]:
    """The digests of one look: the approvers and the numbers of the requests."""
    bench.post.sent.clear()
    await bench.digest_sender.send_due()
    return {digest.approver: [each.reissue_request.number for each in digest.waiting] for digest in bench.post.sent}


async def at(bench: Bench, *moments: datetime) -> list[datetime]:
    """Those of the moments when Marcus gets a digest."""
    got = []
    for moment in moments:
        bench.clock.at = moment
        if MARCUS in await sent(bench):
            got.append(moment)
    return got


async def test_each_approver_gets_one_with_all_that_waits_the_most_urgent_first(either_bench: Bench) -> None:
    bench = either_bench
    for deadline in (LATER, date(2026, 11, 12), None, date(2026, 11, 10)):
        await waits(bench, deadline=deadline)
    assert await sent(bench) == {MARCUS: [4, 2, 1, 3], PRIYA: [4, 2, 1, 3]}
    assert [each.days_left for each in bench.post.sent[0].waiting[:3]] == [1, 3, 21]


async def test_it_comes_once_a_day_however_often_and_by_however_many_it_is_looked_for(either_bench: Bench) -> None:
    bench = either_bench
    await waits(bench)
    replicas = [replace(bench.digest_sender, _rest={}) for _ in range(4)]
    await asyncio.gather(*(replica.send_due() for replica in replicas))
    assert sorted(digest.approver for digest in bench.post.sent) == [MARCUS, PRIYA]
    hours = [NINE + timedelta(minutes=minutes) for minutes in range(1, 600, 7)]
    assert await at(bench, *hours) == []


async def test_before_the_last_week_it_comes_on_mondays_and_thursdays_then_on_every_working_day(bench: Bench) -> None:
    await waits(bench, deadline=date(2026, 11, 24))
    days = [NINE + number * DAY for number in range(16)]
    got = await at(bench, *days)
    assert [moment.day for moment in got] == [9, 12, 16, 17, 18, 19, 20, 23, 24]


async def test_nothing_comes_for_what_arrived_today_nor_when_nothing_waits(bench: Bench) -> None:
    assert await sent(bench) == {}
    today = await waits(bench, changed_at=NINE.replace(hour=5), submitted_at=NINE.replace(hour=5))
    assert await sent(bench) == {}
    bench.digest_sender._rest.clear()
    older = await waits(bench, changed_at=NINE.replace(hour=4), submitted_at=NINE.replace(hour=4))  # Sunday, there
    assert await sent(bench) == {
        MARCUS: [today.number, older.number],
        PRIYA: [today.number, older.number],
    }


@pytest.mark.parametrize(
    ("zone", "nine"),
    [
        ("Pacific/Kiritimati", datetime(2026, 11, 8, 19, tzinfo=UTC)),
        (None, datetime(2026, 11, 9, 9, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2026, 11, 9, 19, tzinfo=UTC)),
    ],
)
async def test_it_comes_at_nine_where_the_approver_is(bench: Bench, zone: str | None, nine: datetime) -> None:
    bench.directory.people[MARCUS] = a_person(MARCUS, tz=zone)
    await waits(bench)
    minutes = [nine + timedelta(minutes=number) for number in (-60, -1, 0, 1)]
    assert await at(bench, *minutes) == [nine]


async def test_it_comes_at_nine_also_on_the_days_after_clocks_were_put_forward_or_back(bench: Bench) -> None:
    await waits(bench, deadline=None)
    for day, hour in (
        (date(2027, 3, 11), 14),
        (date(2027, 3, 15), 13),
        (date(2027, 11, 4), 13),
        (date(2027, 11, 8), 14),
    ):
        nine = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        assert await at(bench, nine - timedelta(minutes=1), nine) == [nine]


async def test_one_that_was_missed_comes_later_that_day_but_not_in_the_evening(bench: Bench) -> None:
    await waits(bench)
    assert await at(bench, NINE + timedelta(hours=8)) == []
    thursday = NINE + 3 * DAY + timedelta(hours=7, minutes=59)
    assert await at(bench, thursday) == [thursday]


async def test_who_moved_east_or_west_gets_no_second_one_on_the_same_date(bench: Bench) -> None:
    await waits(bench)
    assert MARCUS in await sent(bench)
    bench.directory.people[MARCUS] = a_person(MARCUS, tz="Pacific/Honolulu")
    assert await at(bench, NINE + timedelta(hours=5), NINE + timedelta(hours=6)) == []
    bench.directory.people[MARCUS] = a_person(MARCUS, tz="Pacific/Kiritimati")
    thursday = datetime(2026, 11, 11, 19, tzinfo=UTC)
    assert await at(bench, thursday, thursday + DAY) == [thursday]


async def test_it_lists_only_what_the_approver_may_decide_and_has_not(either_bench: Bench) -> None:
    bench = either_bench
    own = await waits(bench, requester=MARCUS)
    theirs = await waits(bench, approvals_required=2, decisions=(a_decision(approver=MARCUS),))
    earlier = await waits(bench, approvals_required=2, revision=2, decisions=(a_decision(approver=MARCUS),))
    for status in (RequestStatus.NEEDS_INFO, RequestStatus.FAILED, RequestStatus.DENIED):
        await waits(bench, status=status)
    assert await sent(bench) == {MARCUS: [earlier.number], PRIYA: [own.number, theirs.number, earlier.number]}


async def test_escalation_approvers_get_it_from_the_escalation_on(bench: Bench) -> None:
    policy = replace(bench.digest_sender.authority.routes.named[SOLE], escalation_approvers=(ZOE,))
    sender = replace(
        bench.digest_sender, authority=replace(bench.digest_sender.authority, routes=Routes.sole(policy)), _rest={}
    )
    await waits(bench)
    escalated = await waits(bench, escalated_at=NOW)
    await sender.send_due()
    [zoes] = [digest for digest in bench.post.sent if digest.approver == ZOE]
    assert [each.reissue_request.number for each in zoes.waiting] == [escalated.number]


async def test_one_whose_process_is_cut_before_or_after_it_was_sent_is_not_sent_again(bench: Bench) -> None:
    await waits(bench)
    bench.post.cut = True
    with pytest.raises(asyncio.CancelledError):
        await bench.digest_sender.send_due()
    bench.post.cut = False
    after_restart = replace(bench.digest_sender, _rest={})
    await after_restart.send_due()
    await after_restart.send_due()
    assert [digest.approver for digest in bench.post.sent] == [PRIYA]


async def test_one_that_was_certainly_not_sent_is_sent_at_the_next_look(either_bench: Bench) -> None:
    bench = either_bench
    await waits(bench)
    bench.post.takes = False
    assert await sent(bench) == {}
    bench.post.takes = True
    assert set(await sent(bench)) == {MARCUS, PRIYA}
    assert await sent(bench) == {}


async def test_while_slack_does_not_say_who_may_decide_nothing_is_sent_and_later_it_is(bench: Bench) -> None:
    await waits(bench)
    del bench.directory.people[MARCUS], bench.directory.people[NINA]
    assert await sent(bench) == {}
    bench.directory.people[NINA] = a_person(NINA)
    assert set(await sent(bench)) == {PRIYA}
    bench.directory.people[MARCUS] = a_person(MARCUS)
    assert set(await sent(bench)) == {MARCUS}


async def test_a_group_that_cannot_be_read_keeps_no_one_else_waiting(bench: Bench) -> None:
    await waits(bench)
    policy = replace(bench.digest_sender.authority.routes.named[SOLE], approvers=("S0GONE", MARCUS))
    sender: DigestSender = replace(
        bench.digest_sender, authority=replace(bench.digest_sender.authority, routes=Routes.sole(policy)), _rest={}
    )
    await sender.send_due()
    assert [digest.approver for digest in bench.post.sent] == [MARCUS]


async def test_slack_is_asked_about_an_approver_once_an_hour_at_most(bench: Bench) -> None:
    await sent(bench)
    bench.directory.asked_for.clear()
    for _ in range(59):
        bench.clock.pass_(60)
        await sent(bench)
    assert set(bench.directory.asked_for) == {MANAGERS}
    bench.clock.pass_(60)
    await sent(bench)
    assert MARCUS in bench.directory.asked_for
    assert APPROVALS not in bench.directory.asked_for


async def test_over_the_years_end_and_a_leap_day_days_are_counted_as_calendars_do(bench: Bench) -> None:
    await waits(bench, deadline=date(2028, 3, 1))
    bench.clock.at = datetime(2027, 12, 30, 14, tzinfo=UTC)
    await sent(bench)
    assert bench.post.sent[0].waiting[0].days_left == 62
    leap_day = datetime(2028, 2, 29, 14, tzinfo=UTC)
    assert await at(bench, leap_day) == [leap_day]
    assert bench.post.sent[0].waiting[0].days_left == 1


async def test_requests_that_were_submitted_together_stand_together_in_it(bench: Bench) -> None:
    group = uuid4()
    first = await waits(bench, group_id=group, deadline=date(2026, 12, 20))
    alone = await waits(bench, deadline=date(2026, 11, 20))
    second = await waits(bench, group_id=group, deadline=date(2026, 11, 12))
    await bench.digest_sender.send_due()
    digest = next(digest for digest in bench.post.sent if digest.approver == MARCUS)
    assert [each.reissue_request.number for each in digest.waiting] == [first.number, second.number, alone.number]


VACATIONING = SlackStatus(text="Vacationing", emoji=":palm_tree:", ends_at=NINE + timedelta(days=1))


async def test_none_comes_while_the_approver_is_away_and_on_their_return_it_does_on_any_working_day(
    either_bench: Bench,
) -> None:
    bench = either_bench
    await waits(bench)
    await bench.core.use_cases.absence_notes.away(at_home(MARCUS), "2026-11-10")
    assert set(await sent(bench)) == {PRIYA}
    after_restart = replace(bench.digest_sender, _rest={})
    assert await at(replace(bench, core=replace(bench.core, digest_sender=after_restart)), NINE + DAY) == []
    wednesday = NINE + 2 * DAY
    assert await at(bench, wednesday, wednesday + timedelta(hours=2), wednesday + 2 * DAY) == [wednesday]


async def test_none_comes_while_slack_says_vacationing_and_the_other_approver_gets_theirs(bench: Bench) -> None:
    await waits(bench)
    bench.directory.people[MARCUS] = a_person(MARCUS, tz="America/New_York", status=VACATIONING)
    assert set(await sent(bench)) == {PRIYA}
    assert await at(bench, NINE + DAY - timedelta(minutes=1), NINE + DAY) == [NINE + DAY]


async def test_who_missed_nothing_while_away_gets_nothing_on_a_tuesday(bench: Bench) -> None:
    await bench.core.use_cases.absence_notes.away(at_home(MARCUS), "2026-11-09")
    assert await sent(bench) == {}
    await waits(bench)
    assert await at(bench, NINE + DAY) == []


async def test_who_is_back_early_gets_it_at_once(bench: Bench) -> None:
    await waits(bench)
    notes = bench.core.use_cases.absence_notes
    await notes.away(at_home(MARCUS), "2026-12-09")
    assert set(await sent(bench)) == {PRIYA}
    await notes.back(at_home(MARCUS))
    bench.digest_sender._rest.clear()
    assert set(await sent(bench)) == {MARCUS}


async def test_one_that_is_owed_and_was_certainly_not_sent_is_still_owed(bench: Bench) -> None:
    await waits(bench)
    await bench.core.use_cases.absence_notes.away(at_home(MARCUS), "2026-11-10")
    assert set(await sent(bench)) == {PRIYA}
    bench.clock.at = NINE + 2 * DAY
    bench.post.takes = False
    assert await sent(bench) == {}
    bench.post.takes = True
    assert set(await sent(bench)) == {MARCUS}
