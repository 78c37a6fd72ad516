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
from tests.approvals.desk import ADAS_DENTAL, ADAS_MEDICAL, LIMITS, Desk
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home
from tests.approvals.wire import failing
from tests.builders import a_problem, an_attempt, the_call_of

pytestmark = pytest.mark.anyio

Step = Callable[[Desk, Actor, ReissueRequest], Awaitable[ReissueRequest]]

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


async def standing(desk: Desk, status: str) -> ReissueRequest:
    """A request that failed, or of which nobody knows what became after all the time there was."""
    started = desk.clock.now()
    desk.clock.pass_(LIMITS.readback_settle)
    ours = Enrollment.model_validate(desk.world.enrollments[ADAS_MEDICAL])
    attempt = an_attempt(
        started_at=started,
        outcome=OutcomeKind.REFUSED if status == "failed" else OutcomeKind.UNKNOWN,
        baseline=Baseline(enrollment=ours, enrollment_ids=(ours.id, ADAS_DENTAL)),
    )
    return await desk.stored(
        attempt,
        status=RequestStatus(status),
        version=4,
        problem=a_problem(),
        changed_at=desk.clock.now(),
        next_at=None,
    )


@ALL
async def test_an_approver_moves_a_request_on_and_the_next_one_is_told_so(
    desk: Desk, step: Step, at: str, leads_to: RequestStatus, kind: EventKind
) -> None:
    before = await standing(desk, at)
    desk.drivers.started.clear()
    after = await step(desk, at_home(PRIYA), before)
    event = (await desk.events(before.id))[-1]
    assert (after.status, after.version) == (leads_to, before.version + 1)
    assert (event.kind, event.actor, event.codes) == (kind, PRIYA, {"revision": 1, "ground": MANAGERS})
    assert desk.drivers.started == [before.id]
    with pytest.raises(NoLongerPossible) as refusal:
        await step(desk, at_home(MARCUS), before)
    assert refusal.value.status is leads_to
    assert (await desk.events(before.id))[-1].codes == {"wanted": kind.value, "why": "NoLongerPossible", "revision": 1}


@ALL
async def test_nobody_else_does_and_the_refusal_is_written_down_in_codes(
    desk: Desk, step: Step, at: str, leads_to: RequestStatus, kind: EventKind
) -> None:
    before = await standing(desk, at)
    desk.directory.groups[MANAGERS].add(NINA)
    for who, why in ((ZOE, NotAnApprover), (NINA, OwnRequest)):
        with pytest.raises(why):
            await step(desk, at_home(who), before)
        event = (await desk.events(before.id))[-1]
        assert (event.kind, event.actor) == (EventKind.REFUSED, who)
        assert event.codes == {"wanted": kind.value, "why": why.__name__, "revision": 1}
    assert (await desk.request(before.id)).version == before.version
    assert leads_to is not before.status


async def test_a_retry_sends_once_more(desk: Desk) -> None:
    failed = await standing(desk, "failed")
    await desk.resolutions.retry(at_home(PRIYA), failed.id)
    await desk.drive(failed.id)
    assert (await desk.request(failed.id)).status is RequestStatus.REISSUED
    assert (len(desk.wire.posts), len(desk.world.reissues)) == (1, 1)


async def test_sending_again_sends_once_more(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    await desk.resolutions.send_again(at_home(PRIYA), lost.id)
    await desk.drive(lost.id)
    assert (await desk.request(lost.id)).status is RequestStatus.REISSUED
    assert [attempt.n for attempt in await desk.attempts(lost.id)] == [1, 2]


@pytest.mark.parametrize("settle_by", ["send_again", "check"])
async def test_an_effect_that_came_late_is_found_before_anything_is_sent_again(desk: Desk, settle_by: str) -> None:
    lost = await standing(desk, "unknown")
    await desk.benefits.reissue(the_call_of(lost))
    desk.wire.posts.clear()
    await getattr(desk.resolutions, settle_by)(at_home(PRIYA), lost.id)
    await desk.drive(lost.id)
    found = await desk.request(lost.id)
    assert (found.status, found.summary and found.summary.id) == (RequestStatus.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert desk.wire.posts == []


async def test_checking_again_reads_once_and_comes_back_to_a_person(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    await desk.resolutions.check(at_home(PRIYA), lost.id)
    desk.wire.reads.clear()
    assert await desk.drive(lost.id) is None
    assert (await desk.request(lost.id)).status is RequestStatus.UNKNOWN
    assert (len(desk.wire.reads), len(desk.wire.posts)) == (3, 0)


async def test_a_click_that_is_delivered_again_after_its_time_does_nothing_more(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    once = replace(at_home(PRIYA), click="1795388510.395348")
    await desk.resolutions.check(once, lost.id)
    await desk.drive(lost.id)
    assert (await desk.request(lost.id)).status is RequestStatus.UNKNOWN
    for replayed in (desk.resolutions.check, desk.resolutions.send_again):
        with pytest.raises(ChangedSinceSeen):
            await replayed(once, lost.id)
    assert (await desk.request(lost.id)).status is RequestStatus.UNKNOWN
    await desk.resolutions.check(replace(once, click="1795388511.000001"), lost.id)


@pytest.mark.parametrize("typed", [ADAS_MEDICAL, f"  {ADAS_DENTAL}\n"])
async def test_marking_as_done_with_an_id_reads_the_summary(desk: Desk, typed: str) -> None:
    lost = await standing(desk, "unknown")
    done = await desk.resolutions.mark_done(at_home(PRIYA), lost.id, typed)
    assert (done.status, done.confirmed_by) == (RequestStatus.REISSUED, PRIYA)
    assert (done.summary and done.summary.id) == typed.strip()


@pytest.mark.parametrize("typed", ["", "  "])
async def test_marking_as_done_without_an_id_keeps_no_summary(desk: Desk, typed: str) -> None:
    lost = await standing(desk, "unknown")
    done = await desk.resolutions.mark_done(at_home(PRIYA), lost.id, typed)
    assert (done.status, done.confirmed_by, done.summary, done.problem) == (RequestStatus.REISSUED, PRIYA, None, None)


WRONG_IDS = [
    ("enrl_tom_becker_medical", "not_this_employees"),
    ("enrl_nobody", "unknown_id"),
    ("the new one", "invalid_id"),
    ("../employers", "invalid_id"),
]


async def test_an_id_that_is_not_the_employees_enrollment_is_an_error_of_its_field(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    for typed, code in WRONG_IDS:
        with pytest.raises(InvalidSubmission) as refusal:
            await desk.resolutions.mark_done(at_home(PRIYA), lost.id, typed)
        assert (refusal.value.field, refusal.value.code) == ("enrollment_id", code)
    assert (await desk.request(lost.id)).version == lost.version


async def test_an_api_that_does_not_answer_is_an_error_of_the_field_too(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    desk.wire.reading = failing(httpx.ConnectError("down"))
    with pytest.raises(InvalidSubmission, match="api_no_answer"):
        await desk.resolutions.mark_done(at_home(PRIYA), lost.id, ADAS_MEDICAL)


async def test_who_may_not_mark_as_done_does_not_learn_whose_an_enrollment_is(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    desk.directory.groups[MANAGERS].add(NINA)
    desk.wire.reads.clear()
    nobodies: list[tuple[str, type[Refusal]]] = [(ZOE, NotAnApprover), (NINA, OwnRequest)]
    for who, why in nobodies:
        for typed, _ in WRONG_IDS:
            with pytest.raises(why):
                await desk.resolutions.mark_done(at_home(who), lost.id, typed)
            assert (await desk.events(lost.id))[-1].codes == {
                "wanted": "marked_done",
                "why": why.__name__,
                "revision": 1,
            }
    assert desk.wire.reads == []


async def test_asking_whether_one_could_mark_as_done_changes_nothing_but_the_audit(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    assert await desk.resolutions.could_mark_done(at_home(PRIYA), lost.id, 1) == lost
    with pytest.raises(NotAnApprover):
        await desk.resolutions.could_mark_done(at_home(ZOE), lost.id, 1)
    assert (await desk.request(lost.id)).version == lost.version
    assert (await desk.kinds(lost.id))[-1] is EventKind.REFUSED


async def test_a_refresh_keeps_what_the_employee_chose(desk: Desk) -> None:
    done = await desk.driven()
    assert done.awaits_election
    desk.world.enrollments[f"{ADAS_MEDICAL}_r1"] |= {"status": "enrolled", "selected_plan_name": "Silver HMO"}
    refreshed = await desk.resolutions.refresh(at_home(NINA), done.id)
    assert (refreshed.version, refreshed.awaits_election) == (done.version + 1, False)
    assert (await desk.request(done.id)).summary == refreshed.summary
    event = (await desk.events(done.id))[-1]
    assert (event.kind, event.actor) == (EventKind.REFRESHED, NINA)
    assert desk.drivers.started[-1] == done.id


async def test_a_refresh_without_news_writes_nothing(desk: Desk) -> None:
    done = await desk.driven()
    desk.drivers.started.clear()
    assert await desk.resolutions.refresh(at_home(MARCUS), done.id) == done
    assert (await desk.kinds(done.id))[-1] is EventKind.REISSUED
    assert desk.drivers.started == []


async def test_a_refresh_of_what_is_not_reissued_or_has_no_summary_reads_nothing(desk: Desk) -> None:
    lost = await standing(desk, "unknown")
    desk.wire.reading = failing(httpx.ConnectError("down"))
    assert await desk.resolutions.refresh(at_home(MARCUS), lost.id) == lost
    done = await desk.resolutions.mark_done(at_home(PRIYA), lost.id, "")
    assert (await desk.resolutions.refresh(at_home(MARCUS), lost.id)).version == done.version


async def test_a_refresh_that_cannot_read_says_so_and_changes_nothing(desk: Desk) -> None:
    done = await desk.driven()
    desk.wire.reading = failing(httpx.ConnectError("down"))
    with pytest.raises(Unreachable):
        await desk.resolutions.refresh(at_home(MARCUS), done.id)
    assert await desk.request(done.id) == done


async def test_only_the_requester_and_approvers_refresh_and_a_refusal_is_written_down(desk: Desk) -> None:
    done = await desk.driven()
    with pytest.raises(NotAnApprover):
        await desk.resolutions.refresh(at_home(ZOE), done.id)
    event = (await desk.events(done.id))[-1]
    assert (event.actor, event.codes) == (ZOE, {"wanted": "refreshed", "why": "NotAnApprover", "revision": 1})


async def test_a_request_that_was_closed_lets_the_next_one_in(desk: Desk) -> None:
    failed = await standing(desk, "failed")
    await desk.resolutions.close(at_home(PRIYA), failed.id)
    assert (await desk.submit(key="V2")).number == 2
