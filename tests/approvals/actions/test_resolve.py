"""What people do about an outcome: each by an approver who is not the requester, each written down."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from approvals.errors import ChangedSinceSeen, InvalidSubmission, NotAnApprover, OwnRequest, Refusal
from approvals.lookups.authority import Actor
from approvals.model.attempt import Baseline
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from benefits.errors import Unreachable
from benefits.models import Enrollment
from benefits.outcome import OutcomeKind
from tests.approvals.ada import ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import LIMITS, Bench
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home
from tests.approvals.wire import failing
from tests.builders import a_problem, an_attempt, the_call_of

pytestmark = pytest.mark.anyio

Step = Callable[[Bench, Actor, ReissueRequest], Awaitable[ReissueRequest]]

STEPS: dict[str, tuple[Step, str, RequestStatus, EventKind]] = {
    "retry": (lambda d, who, r: d.resolutions.retry(who, r.id), "failed", RequestStatus.APPLYING, EventKind.RETRIED),
    "close a failure": (
        lambda d, who, r: d.resolutions.close(who, r.id),
        "failed",
        RequestStatus.CLOSED,
        EventKind.CLOSED,
    ),
    "close": (lambda d, who, r: d.resolutions.close(who, r.id), "unknown", RequestStatus.CLOSED, EventKind.CLOSED),
    "check": (lambda d, who, r: d.resolutions.check(who, r.id), "unknown", RequestStatus.CHECKING, EventKind.CHECKED),
    "send again": (
        lambda d, who, r: d.resolutions.send_again(who, r.id),
        "unknown",
        RequestStatus.APPLYING,
        EventKind.SENT_AGAIN,
    ),
    "mark done": (
        lambda d, who, r: d.resolutions.mark_done(who, r.id, ""),
        "unknown",
        RequestStatus.REISSUED,
        EventKind.MARKED_DONE,
    ),
}
ALL = pytest.mark.parametrize(("step", "at", "leads_to", "kind"), STEPS.values(), ids=STEPS.keys())


async def standing(bench: Bench, status: str) -> ReissueRequest:
    """A request that failed, or whose outcome is still unknown after the time for reading back."""
    started = bench.clock.now()
    bench.clock.pass_(LIMITS.readback_settle)
    ours = Enrollment.model_validate(bench.world.enrollments[ADAS_MEDICAL])
    attempt = an_attempt(
        started_at=started,
        outcome=OutcomeKind.REFUSED if status == "failed" else OutcomeKind.UNKNOWN,
        baseline=Baseline(enrollment=ours, enrollment_ids=(ours.id, ADAS_DENTAL)),
    )
    return await bench.stored(
        attempt,
        status=RequestStatus(status),
        version=4,
        problem=a_problem(),
        changed_at=bench.clock.now(),
        next_at=None,
    )


@ALL
async def test_an_approver_moves_a_request_on_and_the_next_one_is_told_so(
    bench: Bench, step: Step, at: str, leads_to: RequestStatus, kind: EventKind
) -> None:
    before = await standing(bench, at)
    bench.drivers.started.clear()
    after = await step(bench, at_home(PRIYA), before)
    event = (await bench.events(before.id))[-1]
    assert (after.status, after.version) == (leads_to, before.version + 1)
    assert (event.kind, event.actor, event.codes) == (kind, PRIYA, {"revision": 1, "ground": MANAGERS, "members": 6})
    assert bench.drivers.started == [before.id]
    with pytest.raises(NoLongerPossible) as refusal:
        await step(bench, at_home(MARCUS), before)
    assert refusal.value.status is leads_to
    assert (await bench.events(before.id))[-1].codes == {"wanted": kind.value, "why": "NoLongerPossible", "revision": 1}


@ALL
async def test_no_one_else_does_and_the_refusal_is_written_down_in_codes(
    bench: Bench, step: Step, at: str, leads_to: RequestStatus, kind: EventKind
) -> None:
    before = await standing(bench, at)
    bench.directory.groups[MANAGERS].add(NINA)
    for who, why in ((ZOE, NotAnApprover), (NINA, OwnRequest)):
        with pytest.raises(why):
            await step(bench, at_home(who), before)
        event = (await bench.events(before.id))[-1]
        assert (event.kind, event.actor) == (EventKind.REFUSED, who)
        assert event.codes == {"wanted": kind.value, "why": why.__name__, "revision": 1}
    assert (await bench.request(before.id)).version == before.version
    assert leads_to is not before.status


async def test_a_retry_sends_once_more(bench: Bench) -> None:
    failed = await standing(bench, "failed")
    await bench.resolutions.retry(at_home(PRIYA), failed.id)
    await bench.drive(failed.id)
    assert (await bench.request(failed.id)).status is RequestStatus.REISSUED
    assert (len(bench.wire.posts), len(bench.world.reissues)) == (1, 1)


async def test_sending_again_sends_once_more(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    await bench.resolutions.send_again(at_home(PRIYA), lost.id)
    await bench.drive(lost.id)
    assert (await bench.request(lost.id)).status is RequestStatus.REISSUED
    assert [attempt.n for attempt in await bench.attempts(lost.id)] == [1, 2]


@pytest.mark.parametrize("settle_by", ["send_again", "check"])
async def test_an_effect_that_came_late_is_found_before_anything_is_sent_again(bench: Bench, settle_by: str) -> None:
    lost = await standing(bench, "unknown")
    await bench.benefits.reissue(the_call_of(lost))
    bench.wire.posts.clear()
    await getattr(bench.resolutions, settle_by)(at_home(PRIYA), lost.id)
    await bench.drive(lost.id)
    found = await bench.request(lost.id)
    assert (found.status, found.summary and found.summary.id) == (RequestStatus.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert bench.wire.posts == []


async def test_checking_again_reads_once_and_comes_back_to_a_person(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    await bench.resolutions.check(at_home(PRIYA), lost.id)
    bench.wire.reads.clear()
    assert await bench.drive(lost.id) is None
    assert (await bench.request(lost.id)).status is RequestStatus.UNKNOWN
    assert (len(bench.wire.reads), len(bench.wire.posts)) == (3, 0)


async def test_a_click_that_is_delivered_again_after_its_time_does_nothing_more(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    once = replace(at_home(PRIYA), click="1795388510.395348")
    await bench.resolutions.check(once, lost.id)
    await bench.drive(lost.id)
    assert (await bench.request(lost.id)).status is RequestStatus.UNKNOWN
    for replayed in (bench.resolutions.check, bench.resolutions.send_again):
        with pytest.raises(ChangedSinceSeen):
            await replayed(once, lost.id)
    assert (await bench.request(lost.id)).status is RequestStatus.UNKNOWN
    await bench.resolutions.check(replace(once, click="1795388511.000001"), lost.id)


@pytest.mark.parametrize("typed", [ADAS_MEDICAL, f"  {ADAS_DENTAL}\n"])
async def test_marking_as_done_with_an_id_reads_the_summary(bench: Bench, typed: str) -> None:
    lost = await standing(bench, "unknown")
    done = await bench.resolutions.mark_done(at_home(PRIYA), lost.id, typed)
    assert (done.status, done.confirmed_by) == (RequestStatus.REISSUED, PRIYA)
    assert (done.summary and done.summary.id) == typed.strip()


@pytest.mark.parametrize("typed", ["", "  "])
async def test_marking_as_done_without_an_id_keeps_no_summary(bench: Bench, typed: str) -> None:
    lost = await standing(bench, "unknown")
    done = await bench.resolutions.mark_done(at_home(PRIYA), lost.id, typed)
    assert (done.status, done.confirmed_by, done.summary, done.problem) == (RequestStatus.REISSUED, PRIYA, None, None)


WRONG_IDS = [
    ("enrl_tom_becker_medical", "not_this_employees"),
    ("enrl_nobody", "unknown_id"),
    ("the new one", "invalid_id"),
    ("../employers", "invalid_id"),
]


async def test_an_id_that_is_not_the_employees_enrollment_is_an_error_of_its_field(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    for typed, code in WRONG_IDS:
        with pytest.raises(InvalidSubmission) as refusal:
            await bench.resolutions.mark_done(at_home(PRIYA), lost.id, typed)
        assert (refusal.value.field, refusal.value.code) == ("enrollment_id", code)
    assert (await bench.request(lost.id)).version == lost.version


async def test_an_api_that_does_not_answer_is_an_error_of_the_field_too(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    bench.wire.reading = failing(httpx.ConnectError("down"))
    with pytest.raises(InvalidSubmission, match="api_no_answer"):
        await bench.resolutions.mark_done(at_home(PRIYA), lost.id, ADAS_MEDICAL)


async def test_who_may_not_mark_as_done_does_not_learn_whose_an_enrollment_is(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    bench.directory.groups[MANAGERS].add(NINA)
    bench.wire.reads.clear()
    nobodies: list[tuple[str, type[Refusal]]] = [(ZOE, NotAnApprover), (NINA, OwnRequest)]
    for who, why in nobodies:
        for typed, _ in WRONG_IDS:
            with pytest.raises(why):
                await bench.resolutions.mark_done(at_home(who), lost.id, typed)
            assert (await bench.events(lost.id))[-1].codes == {
                "wanted": "marked_done",
                "why": why.__name__,
                "revision": 1,
            }
    assert bench.wire.reads == []


async def test_asking_whether_one_could_mark_as_done_changes_nothing_but_the_audit(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    assert await bench.resolutions.could_mark_done(at_home(PRIYA), lost.id, 1) == lost
    with pytest.raises(NotAnApprover):
        await bench.resolutions.could_mark_done(at_home(ZOE), lost.id, 1)
    assert (await bench.request(lost.id)).version == lost.version
    assert (await bench.kinds(lost.id))[-1] is EventKind.REFUSED


async def test_a_refresh_keeps_what_the_employee_chose(bench: Bench) -> None:
    done = await bench.driven()
    assert done.awaits_election
    bench.world.enrollments[f"{ADAS_MEDICAL}_r1"] |= {"status": "enrolled", "selected_plan_name": "Silver HMO"}
    refreshed = await bench.resolutions.refresh(at_home(NINA), done.id)
    assert (refreshed.version, refreshed.awaits_election) == (done.version + 1, False)
    assert (await bench.request(done.id)).summary == refreshed.summary
    event = (await bench.events(done.id))[-1]
    assert (event.kind, event.actor) == (EventKind.REFRESHED, NINA)
    assert bench.drivers.started[-1] == done.id


async def test_a_refresh_without_news_writes_nothing(bench: Bench) -> None:
    done = await bench.driven()
    bench.drivers.started.clear()
    assert await bench.resolutions.refresh(at_home(MARCUS), done.id) == done
    assert (await bench.kinds(done.id))[-1] is EventKind.REISSUED
    assert bench.drivers.started == []


async def test_a_refresh_of_a_request_that_is_not_reissued_or_has_no_summary_reads_nothing(bench: Bench) -> None:
    lost = await standing(bench, "unknown")
    bench.wire.reading = failing(httpx.ConnectError("down"))
    assert await bench.resolutions.refresh(at_home(MARCUS), lost.id) == lost
    done = await bench.resolutions.mark_done(at_home(PRIYA), lost.id, "")
    assert (await bench.resolutions.refresh(at_home(MARCUS), lost.id)).version == done.version


async def test_a_refresh_that_cannot_read_says_so_and_changes_nothing(bench: Bench) -> None:
    done = await bench.driven()
    bench.wire.reading = failing(httpx.ConnectError("down"))
    with pytest.raises(Unreachable):
        await bench.resolutions.refresh(at_home(MARCUS), done.id)
    assert await bench.request(done.id) == done


async def test_only_the_requester_and_approvers_refresh_and_a_refusal_is_written_down(bench: Bench) -> None:
    done = await bench.driven()
    with pytest.raises(NotAnApprover):
        await bench.resolutions.refresh(at_home(ZOE), done.id)
    event = (await bench.events(done.id))[-1]
    assert (event.actor, event.codes) == (ZOE, {"wanted": "refreshed", "why": "NotAnApprover", "revision": 1})


async def test_a_request_that_was_closed_lets_the_next_one_in(bench: Bench) -> None:
    failed = await standing(bench, "failed")
    await bench.resolutions.close(at_home(PRIYA), failed.id)
    assert (await bench.submit(key="V2")).number == 2
