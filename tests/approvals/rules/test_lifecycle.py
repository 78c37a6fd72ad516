"""What each verb does to a request, beyond the status."""

from datetime import timedelta

import pytest

from approvals.errors import AlreadyApproved, ChangedSinceSeen
from approvals.model.conditions import Quorum
from approvals.model.request import ProblemCode, ReissueRequest, RequestWarning, Verdict
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from approvals.rules import lifecycle
from tests.builders import (
    APPROVER,
    NOW,
    SECOND_APPROVER,
    a_decision,
    a_new_enrollment,
    a_problem,
    a_request,
    a_revision,
    an_enrollment,
)

LATER = NOW + timedelta(hours=1)


def a_lost_request() -> ReissueRequest:
    """A request whose outcome is unknown."""
    return a_request(status=RequestStatus.UNKNOWN, version=5, problem=a_problem())


def test_one_approval_is_enough_where_one_is_asked_for() -> None:
    approved = lifecycle.decide(a_request(), a_decision())
    assert (approved.status, approved.decisions) == (RequestStatus.APPLYING, (a_decision(),))
    assert (approved.version, approved.revision, approved.changed_at) == (2, 1, a_decision().at)


def test_the_first_of_two_approvals_leaves_the_request_waiting_and_its_cards_behind() -> None:
    before = a_request(approvals_required=2)
    after = lifecycle.decide(before, a_decision())
    assert (after.status, after.approvals) == (RequestStatus.PENDING, (a_decision(),))
    assert (after.version, after.changed_at) == (2, before.changed_at)


def test_the_second_of_two_approvals_moves_it_on() -> None:
    second = a_decision(approver=SECOND_APPROVER, at=LATER)
    after = lifecycle.decide(lifecycle.decide(a_request(approvals_required=2), a_decision()), second)
    assert (after.status, after.changed_at) == (RequestStatus.APPLYING, LATER)
    assert [approval.approver for approval in after.approvals] == [APPROVER, SECOND_APPROVER]


def test_one_person_does_not_count_twice() -> None:
    once = lifecycle.decide(a_request(approvals_required=2), a_decision())
    with pytest.raises(AlreadyApproved):
        lifecycle.decide(once, a_decision(at=LATER))


def test_one_no_is_enough_however_many_approvals_are_needed() -> None:
    no = a_decision(approver=SECOND_APPROVER, verdict=Verdict.DENY, reason="Not eligible")
    denied = lifecycle.decide(lifecycle.decide(a_request(approvals_required=2), a_decision()), no)
    assert (denied.status, denied.denial, len(denied.decisions)) == (RequestStatus.DENIED, no, 2)


def test_who_approved_may_still_deny() -> None:
    no = a_decision(verdict=Verdict.DENY, reason="I looked again")
    denied = lifecycle.decide(lifecycle.decide(a_request(approvals_required=2), a_decision()), no)
    assert (denied.status, denied.denial) == (RequestStatus.DENIED, no)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("seen", [1, 3])
def test_a_decision_on_another_revision_is_refused(verdict: Verdict, seen: int) -> None:
    with pytest.raises(ChangedSinceSeen):
        lifecycle.decide(a_request(revision=2), a_decision(verdict=verdict, revision=seen))


def test_that_it_is_over_is_said_before_that_it_changed_or_was_approved() -> None:
    over = a_request(status=RequestStatus.WITHDRAWN, revision=2, decisions=(a_decision(),))
    with pytest.raises(NoLongerPossible):
        lifecycle.decide(over, a_decision())


def test_an_answer_voids_earlier_approvals_and_keeps_them_on_record() -> None:
    asked = lifecycle.ask(lifecycle.decide(a_request(approvals_required=2), a_decision()), 1, LATER)
    answered = lifecycle.answer(asked, 1, a_revision(), LATER)
    assert (answered.status, answered.revision, answered.version) == (RequestStatus.PENDING, 2, 4)
    assert (answered.approvals, answered.decisions) == ((), (a_decision(),))


def test_after_an_answer_the_same_person_may_approve_again_and_both_are_needed_again() -> None:
    asked = lifecycle.ask(lifecycle.decide(a_request(approvals_required=2), a_decision()), 1, LATER)
    again = lifecycle.decide(lifecycle.answer(asked, 1, a_revision(quorum=Quorum(2)), LATER), a_decision(revision=2))
    assert (again.status, len(again.approvals), len(again.decisions)) == (RequestStatus.PENDING, 1, 2)


def test_a_change_voids_earlier_approvals_and_the_request_goes_on_waiting() -> None:
    before = lifecycle.decide(a_request(approvals_required=2), a_decision())
    edited = lifecycle.edit(before, 1, a_revision(warnings=(RequestWarning.QLE_PENDING,)), LATER)
    assert (edited.status, edited.revision, edited.version) == (RequestStatus.PENDING, 2, 3)
    assert (edited.approvals, edited.decisions, edited.changed_at) == ((), (a_decision(),), before.changed_at)
    assert (edited.reason, edited.warnings) == (a_revision().reason, (RequestWarning.QLE_PENDING,))
    assert lifecycle.differing(before, edited) == ("reason", "warnings")


@pytest.mark.parametrize("seen", [1, 3])
def test_asking_answering_or_changing_another_revision_than_the_current_one_is_refused(seen: int) -> None:
    pending = a_request(revision=2)
    with pytest.raises(ChangedSinceSeen):
        lifecycle.ask(pending, seen, LATER)
    with pytest.raises(ChangedSinceSeen):
        lifecycle.edit(pending, seen, a_revision(), LATER)
    with pytest.raises(ChangedSinceSeen):
        lifecycle.answer(lifecycle.ask(pending, 2, LATER), seen, a_revision(), LATER)


def test_a_question_leaves_the_revision_alone() -> None:
    assert lifecycle.ask(a_request(), 1, LATER).revision == 1


def test_a_request_that_waits_for_an_answer_can_be_denied_and_not_approved() -> None:
    waiting = a_request(status=RequestStatus.NEEDS_INFO)
    assert lifecycle.decide(waiting, a_decision(verdict=Verdict.DENY)).status is RequestStatus.DENIED
    with pytest.raises(NoLongerPossible):
        lifecycle.decide(waiting, a_decision())


def test_success_keeps_the_summary_and_forgets_the_problem() -> None:
    checking = a_request(status=RequestStatus.CHECKING, problem=a_problem())
    done = lifecycle.succeed(checking, a_new_enrollment(), LATER)
    assert (done.summary, done.problem, done.changed_at) == (a_new_enrollment(), None, LATER)
    assert done.awaits_election


def test_no_election_is_awaited_if_the_new_enrollment_is_chosen_or_unreadable() -> None:
    applying = a_request(status=RequestStatus.APPLYING)
    assert not lifecycle.succeed(applying, an_enrollment(), LATER).awaits_election
    assert not lifecycle.succeed(applying, None, LATER).awaits_election


def test_failure_and_loss_say_why() -> None:
    applying = a_request(status=RequestStatus.APPLYING)
    assert lifecycle.fail(applying, a_problem(), LATER).problem == a_problem()
    assert lifecycle.lose(applying, a_problem(), LATER).problem == a_problem()


def test_giving_up_checking_and_closing_keep_the_reason_why() -> None:
    checking = a_request(status=RequestStatus.CHECKING, problem=a_problem())
    assert lifecycle.give_up(checking, LATER).problem == a_problem()
    assert lifecycle.check(a_lost_request(), LATER).problem == a_problem()
    closed = lifecycle.close(a_lost_request(), LATER).problem
    assert closed == a_problem(unsettled=True)


def test_a_closed_request_keeps_whether_a_try_may_have_taken_effect() -> None:
    failed = a_request(status=RequestStatus.FAILED, problem=a_problem(code=ProblemCode.CONFLICT))
    assert lifecycle.close(a_lost_request(), LATER).is_closed_unknown
    assert not lifecycle.close(failed, LATER).is_closed_unknown
    assert lifecycle.close(failed, LATER, was_sent_again=True).is_closed_unknown
    assert lifecycle.blank(lifecycle.close(a_lost_request(), LATER), LATER).is_closed_unknown
    assert not a_lost_request().is_closed_unknown


@pytest.mark.parametrize("code", ProblemCode)
def test_of_what_an_earlier_release_closed_the_problem_tells_whether_it_may_have_taken_effect(
    code: ProblemCode,
) -> None:
    closed = a_request(status=RequestStatus.CLOSED, problem=a_problem(code=code))
    may = code in (ProblemCode.NO_ANSWER, ProblemCode.RESTORED, ProblemCode.CONFLICT)
    assert closed.is_closed_unknown is may


def test_a_new_try_forgets_the_problem() -> None:
    failed = a_request(status=RequestStatus.FAILED, problem=a_problem())
    assert lifecycle.retry(failed, LATER).problem is None
    assert lifecycle.send_again(a_lost_request(), LATER).problem is None


def test_a_request_marked_as_done_names_the_approver_and_has_the_new_enrollment() -> None:
    done = lifecycle.mark_done(a_lost_request(), APPROVER, a_new_enrollment(), LATER)
    assert (done.confirmed_by, done.summary, done.problem) == (APPROVER, a_new_enrollment(), None)
    assert lifecycle.mark_done(a_lost_request(), APPROVER, None, LATER).summary is None


def test_a_refresh_changes_a_request_only_where_the_enrollment_changed() -> None:
    done = a_request(status=RequestStatus.REISSUED, summary=a_new_enrollment())
    assert lifecycle.refresh(done, a_new_enrollment()) is done
    elected = lifecycle.refresh(done, a_new_enrollment(status="enrolled"))
    assert (elected.status, elected.version, elected.changed_at) == (done.status, done.version + 1, done.changed_at)
    assert not elected.awaits_election


@pytest.mark.parametrize("status", [one for one in RequestStatus if one is not RequestStatus.REISSUED])
def test_only_a_reissued_request_is_refreshed(status: RequestStatus) -> None:
    before = a_request(status=status)
    assert lifecycle.refresh(before, a_new_enrollment()) is before


def test_the_content_of_a_request_never_changes_with_its_status() -> None:
    before = a_request(warnings=(RequestWarning.QLE_PENDING,))
    after = lifecycle.close(lifecycle.fail(lifecycle.decide(before, a_decision()), a_problem(), LATER), LATER)
    asked = ("id", "number", "requester", "employee", "enrollment", "qle", "reason", "warnings", "deadline")
    assert [getattr(after, name) for name in asked] == [getattr(before, name) for name in asked]


def test_a_request_is_called_by_its_number() -> None:
    assert a_request(number=7).label == "R-7"
