"""The verbs: what each does to a request. Pure functions from a request to its next version."""

from dataclasses import replace
from datetime import date, datetime

from approvals.errors import AlreadyApproved, ChangedSinceSeen, RequesterLeft, RequesterStillHere
from approvals.model.entitlement import Standing
from approvals.model.request import Decision, Problem, ProblemCode, ReissueRequest, Revised, Verdict
from approvals.model.status import UNDECIDED, RequestStatus, Verb
from approvals.model.transitions import status_after
from benefits.ids import EnrollmentId
from benefits.models import Enrollment


def decide(
    reissue_request: ReissueRequest, decision: Decision, standing: Standing | None = None, needed: int = 1
) -> ReissueRequest:
    """The request after an approver's decision; its status changes with the last approval needed.

    For an approval, `standing` says which earlier ones are void, and `needed` is the least number that this approver
    makes necessary. Raises NoLongerPossible, ChangedSinceSeen (the decision is about another revision), RequesterLeft,
    AlreadyApproved.
    """
    verb = Verb.APPROVE if decision.verdict is Verdict.APPROVE else Verb.DENY
    status_after(reissue_request.status, verb)
    _check_seen(reissue_request, decision.revision)
    if verb is Verb.DENY:
        return _with(decision, reissue_request).after(verb, decision.at)
    looked_at = _looked_at_again(reissue_request, standing or Standing())
    if any(decision.approver == earlier.approver for earlier in looked_at.approvals):
        raise AlreadyApproved
    approved = replace(_with(decision, looked_at), approvals_required=max(looked_at.approvals_required, needed))
    if len(approved.approvals) < approved.approvals_required:
        return approved.with_next_version()
    return approved.after(verb, decision.at)


def requester_left(reissue_request: ReissueRequest, why: str) -> ReissueRequest:
    """The request once its requester was found to be no longer entitled; `why` names the refusal."""
    return replace(reissue_request.with_next_version(), requester_left=why)


def requester_back(reissue_request: ReissueRequest) -> ReissueRequest:
    """The request once its requester was found to be entitled again."""
    return replace(reissue_request.with_next_version(), requester_left=None)


def take_over(reissue_request: ReissueRequest, requester: str, needed: int, standing: Standing) -> ReissueRequest:
    """The request after another requester (user id) took it over: earlier approvals are void, and `needed` new ones are
    needed.

    Raises NoLongerPossible, ChangedSinceSeen if somebody else has taken it over in the meantime, and RequesterStillHere
    if its requester may still request.
    """
    status = status_after(reissue_request.status, Verb.TAKE_OVER)
    _check_left(reissue_request, standing)
    return replace(
        reissue_request.with_next_version(),
        status=status,
        revision=reissue_request.revision + 1,
        requester=requester,
        requester_left=None,
        approvals_required=needed,
    )


def withdraw(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The request after its requester withdrew it."""
    return reissue_request.after(Verb.WITHDRAW, now)


def ask(reissue_request: ReissueRequest, revision: int, now: datetime) -> ReissueRequest:
    """The request after an approver asked about a revision. Raises ChangedSinceSeen if it is not the current one."""
    asked = reissue_request.after(Verb.ASK, now)
    _check_seen(reissue_request, revision)
    return asked


def answer(reissue_request: ReissueRequest, revision: int, revised: Revised, now: datetime) -> ReissueRequest:
    """The request after the requester answered: approvers must judge it again, so earlier approvals are void."""
    answered = reissue_request.after(Verb.ANSWER, now)
    _check_seen(reissue_request, revision)
    return _revise(answered, revised)


def edit(reissue_request: ReissueRequest, revision: int, revised: Revised, _now: datetime) -> ReissueRequest:
    """The request after the requester changed it unasked: it keeps waiting, and earlier approvals are void."""
    status_after(reissue_request.status, Verb.EDIT)
    _check_seen(reissue_request, revision)
    return _revise(reissue_request.with_next_version(), revised)


def differing(before: ReissueRequest, after: ReissueRequest) -> tuple[str, ...]:
    """The names of the fields that approvers judge and that differ."""
    return tuple(
        name for name in ("reason", "qle", "document", "warnings") if getattr(before, name) != getattr(after, name)
    )


def expire(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The request after its deadline passed."""
    return reissue_request.after(Verb.EXPIRE, now)


def succeed(
    reissue_request: ReissueRequest, summary: Enrollment | None, now: datetime, new_id: EnrollmentId | None = None
) -> ReissueRequest:
    """The request after the API reissued it. `summary` is the enrollment after it, and `new_id` its id, where the
    answer had them."""
    done = reissue_request.after(Verb.SUCCEED, now)
    return replace(done, summary=summary, new_enrollment_id=new_id or _id_of(summary), problem=None)


def fail(reissue_request: ReissueRequest, problem: Problem, now: datetime) -> ReissueRequest:
    """The request after it became certain that nothing was reissued."""
    return replace(reissue_request.after(Verb.FAIL, now), problem=problem)


def lose(reissue_request: ReissueRequest, problem: Problem, now: datetime) -> ReissueRequest:
    """The request after the outcome of an attempt was lost."""
    return replace(reissue_request.after(Verb.LOSE, now), problem=problem)


def give_up(reissue_request: ReissueRequest, now: datetime, left_out: int = 0) -> ReissueRequest:
    """The request after reading back found nothing: a person decides. `left_out` records could not be read."""
    problem = reissue_request.problem
    told = None if problem is None else problem.model_copy(update={"left_out": left_out})
    return replace(reissue_request.after(Verb.GIVE_UP, now), problem=told)


def pause(reissue_request: ReissueRequest, problem: Problem | None = None) -> ReissueRequest:
    """The approved request on hold: sending is switched off, or the API refuses the bot (`problem`)."""
    return replace(reissue_request.with_next_version(), on_hold=True, problem=problem)


def resume(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The approved request once it can be sent again: the bot's patience starts again."""
    return replace(reissue_request.with_next_version(), on_hold=False, problem=None, changed_at=now)


def after_restore(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The request after a backup was restored: it may have been sent after the backup was taken."""
    held = reissue_request.after(Verb.RESTORE, now)
    return replace(held, on_hold=False, problem=Problem(code=ProblemCode.RESTORED, at=now))


def retry(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The failed request after an approver chose to send it again."""
    return replace(reissue_request.after(Verb.RETRY, now), problem=None)


def check(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The request after an approver asked the bot to read back once more."""
    return reissue_request.after(Verb.CHECK, now)


def send_again(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """The request of unknown outcome after an approver decided to send it again."""
    return replace(reissue_request.after(Verb.SEND_AGAIN, now), problem=None)


def mark_done(
    reissue_request: ReissueRequest, approver: str, summary: Enrollment | None, now: datetime
) -> ReissueRequest:
    """The request after an approver confirmed that the reissue took effect."""
    done = reissue_request.after(Verb.MARK_DONE, now)
    return replace(done, summary=summary, new_enrollment_id=_id_of(summary), confirmed_by=approver, problem=None)


def close(
    reissue_request: ReissueRequest,
    now: datetime,
    standing: Standing | None = None,
    *,
    was_sent_again: bool = False,
) -> ReissueRequest:
    """The request after an approver gave it up: after an outcome, or because its requester left (`standing`).

    It keeps whether a try may have taken effect: the last one, or an earlier one if it `was_sent_again` after an
    unknown outcome. Raises NoLongerPossible, and of an undecided request ChangedSinceSeen if somebody has taken it over
    in the meantime and RequesterStillHere if its requester may still request.
    """
    closed = reissue_request.after(Verb.CLOSE, now)
    if reissue_request.status not in UNDECIDED:
        unsettled = was_sent_again or reissue_request.status is RequestStatus.UNKNOWN
        problem = closed.problem or Problem(code=ProblemCode.NO_ANSWER)
        return replace(closed, problem=problem.model_copy(update={"unsettled": unsettled}))
    standing = standing or Standing()
    _check_left(reissue_request, standing)
    return replace(closed, requester_left=standing.requester_left)


def refresh(reissue_request: ReissueRequest, summary: Enrollment) -> ReissueRequest:
    """A reissued request with its enrollment as just read; the same request if nothing changed or it was blanked."""
    if reissue_request.status is not RequestStatus.REISSUED or reissue_request.blanked_at is not None:
        return reissue_request
    known = reissue_request.summary
    if known is not None and summary.model_dump() == known.model_dump():
        return reissue_request
    return replace(reissue_request.with_next_version(), summary=summary)


def overdue(reissue_request: ReissueRequest, now: datetime, lapses_on: date, *, others: bool) -> ReissueRequest:
    """A request whose deadline passed without a decision: it can be decided until `lapses_on`. With `others`, more
    approvers are asked from now on."""
    escalated_at = reissue_request.escalated_at or (now if others else None)
    return replace(reissue_request.with_next_version(), overdue_at=now, lapses_on=lapses_on, escalated_at=escalated_at)


def escalate(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """A request after more approvers were asked: its deadline is near, or all others are away."""
    return replace(reissue_request.with_next_version(), escalated_at=now)


def remind_of_election(reissue_request: ReissueRequest, summary: Enrollment, now: datetime) -> ReissueRequest:
    """A reissued request after its requester was reminded of the open election; `summary` is as just read."""
    return replace(reissue_request.with_next_version(), summary=summary, election_reminded_at=now)


def blank(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
    """A closed request without names and free text; ids, days, amounts and who decided stay."""
    problem, summary = reissue_request.problem, reissue_request.summary
    return replace(
        reissue_request.with_next_version(),
        employee=reissue_request.employee.model_copy(update={"name": ""}),
        enrollment=reissue_request.enrollment.without_names(),
        summary=None if summary is None else summary.without_names(),
        reason="",
        document=None,
        decisions=tuple(replace(decision, reason=None, document=None) for decision in reissue_request.decisions),
        problem=None if problem is None else problem.model_copy(update={"message": None}),
        blanked_at=now,
    )


def _id_of(summary: Enrollment | None) -> EnrollmentId | None:
    return None if summary is None else summary.id


def _with(decision: Decision, reissue_request: ReissueRequest) -> ReissueRequest:
    return replace(reissue_request, decisions=(*reissue_request.decisions, decision))


def _looked_at_again(reissue_request: ReissueRequest, standing: Standing) -> ReissueRequest:
    """The request without the approvals of people who left; raises RequesterLeft."""
    if standing.requester_left:
        raise RequesterLeft(standing.requester_left)
    void = [approval for approval in reissue_request.approvals if approval.approver in standing.void]
    decisions = tuple(
        replace(one, void=standing.void[one.approver]) if one in void else one for one in reissue_request.decisions
    )
    return replace(reissue_request, decisions=decisions, requester_left=None)


def _check_left(reissue_request: ReissueRequest, standing: Standing) -> None:
    if standing.requester_left is None:
        raise RequesterStillHere
    if standing.requester != reissue_request.requester:
        raise ChangedSinceSeen


def _check_seen(reissue_request: ReissueRequest, revision: int) -> None:
    if revision != reissue_request.revision:
        raise ChangedSinceSeen


def _revise(reissue_request: ReissueRequest, revised: Revised) -> ReissueRequest:
    return replace(
        reissue_request,
        revision=reissue_request.revision + 1,
        reason=revised.reason,
        qle=revised.qle,
        document=revised.document,
        warnings=revised.warnings,
        deadline=revised.deadline,
        lapses_on=revised.lapses_on,
        asked_on=revised.asked_on,
        overdue_at=reissue_request.overdue_at if revised.deadline == reissue_request.deadline else None,
        approvals_required=revised.quorum.needed,
    )
