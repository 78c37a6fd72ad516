"""One request in each state that a card can show, and the attempts that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from approvals.model.attempt import Attempt
from approvals.model.conditions import Condition, ConditionKind
from approvals.model.conversation import Conversation
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest, RequestWarning, Verdict
from approvals.model.status import RequestStatus
from approvals.rules import lifecycle
from benefits.outcome import OutcomeKind
from handlers.blocks.context import CardContext, Detail
from tests.builders import (
    APPROVER,
    APPROVERS_GROUP,
    NOW,
    REQUESTER,
    SECOND_APPROVER,
    TODAY,
    a_decision,
    a_dependent,
    a_new_enrollment,
    a_problem,
    a_qle,
    a_request,
    an_attempt,
    an_employee,
    an_enrollment,
)

FULL = CardContext(
    detail=Detail.FULL,
    server=None,
    approvers=(APPROVERS_GROUP, SECOND_APPROVER),
    today=TODAY,
    approvals_channel="C0APPROVALS",
    escalation_approvers=("U0CHIEF",),
)
EVERY_CONDITION = (
    Condition(ConditionKind.WINDOW_CLOSED),
    Condition(ConditionKind.QLE_NOT_APPROVED),
    Condition(ConditionKind.COVERAGE_OLDER_THAN, 90),
    Condition(ConditionKind.EMPLOYER_PAYS_ABOVE, 60_000),
)
MINIMAL = replace(FULL, detail=Detail.MINIMAL, server="Test server")


@dataclass(frozen=True)
class Standing:
    """A request and what its cards have to know beside it."""

    reissue_request: ReissueRequest
    attempts: Sequence[Attempt] = ()
    conversation: Conversation = field(default_factory=Conversation)
    second_approval: tuple[Condition, ...] = ()
    is_matched: bool = True
    namesakes: tuple[str, ...] = ()
    again_of: str = ""

    def within(self, ctx: CardContext) -> CardContext:
        """Where it is drawn, with what was said."""
        return replace(
            ctx,
            conversation=self.conversation,
            second_approval=self.second_approval,
            is_matched=self.is_matched,
            namesakes=self.namesakes,
            requester_refusal=self.reissue_request.requester_left,
            again_of=self.again_of,
        )


def standings() -> dict[str, Standing]:
    """Every state by its name."""
    return {**_before_applying(), **_after_applying()}


def a_revised_request() -> ReissueRequest:
    """One that one of two had approved before it was changed."""
    return a_request(revision=2, version=4, approvals_required=2, decisions=(a_decision(),))


def a_question(minutes: int) -> Remark:
    """Marcus asks, some minutes after the request was submitted."""
    return _remark(RemarkKind.QUESTION, APPROVER, "Is the birth certificate there already?", minutes)


def an_answer() -> Remark:
    """Nina answers."""
    return _remark(RemarkKind.ANSWER, REQUESTER, "Yes, Byron has seen the certificate.")


def an_earlier_reason() -> Remark:
    """What Nina gave as a reason at first."""
    return _remark(RemarkKind.EARLIER_REASON, REQUESTER, "A daughter")


def a_withdrawal() -> Remark:
    """Why Nina took it back."""
    return _remark(RemarkKind.WITHDRAWAL, REQUESTER, "Ada has changed her mind.")


def _overdue() -> ReissueRequest:
    """It was asked for on the last but one day of the window, which is over."""
    return a_request(
        qle=a_qle(enrollment_window_start=date(2026, 10, 6), enrollment_window_end=date(2026, 11, 4)),
        asked_on=date(2026, 11, 3),
        deadline=date(2026, 11, 4),
        lapses_on=date(2026, 12, 3),
        overdue_at=NOW,
    )


def _asked_late() -> ReissueRequest:
    """It was asked for a week after the window."""
    return a_request(
        qle=a_qle(enrollment_window_start=date(2026, 9, 30), enrollment_window_end=date(2026, 10, 29)),
        warnings=(RequestWarning.WINDOW_CLOSED,),
        approvals_required=2,
        deadline=date(2026, 12, 5),
    )


def _remark(kind: RemarkKind, author: str, text: str, minutes: int = 10) -> Remark:
    return Remark(kind=kind, author=author, text=text, at=NOW + timedelta(minutes=minutes))


def _before_applying() -> dict[str, Standing]:
    status = RequestStatus
    denial = a_decision(verdict=Verdict.DENY, reason="The event date does not match the certificate.")
    every_warning = tuple(RequestWarning)
    return {
        "pending": Standing(a_request()),
        "pending_at_one_of_several_employers": Standing(
            a_request(employee=an_employee().model_copy(update={"employer_name": "Halvorsen <Freight>"}))
        ),
        "pending_one_of_two": Standing(a_request(approvals_required=2, decisions=(a_decision(),))),
        "pending_with_notes": Standing(
            a_request(
                approvals_required=3,
                decisions=(a_decision(reason="Payroll knows."), a_decision(approver=SECOND_APPROVER, reason="*Fine*")),
            )
        ),
        "pending_with_warnings": Standing(
            a_request(warnings=every_warning, qle=a_qle(status="pending", event_type="loss_of_coverage"))
        ),
        "pending_overdue": Standing(_overdue()),
        "pending_asked_late": Standing(_asked_late()),
        "pending_with_conditions": Standing(a_request(approvals_required=2), second_approval=EVERY_CONDITION),
        "pending_unmatched": Standing(a_request(), is_matched=False),
        "pending_with_namesake": Standing(
            a_request(approvals_required=2, decisions=(a_decision(),)), is_matched=False, namesakes=(APPROVER,)
        ),
        "pending_after_an_approver_left": Standing(
            a_request(
                approvals_required=2,
                decisions=(a_decision(void="InactiveAccount"), a_decision(approver=SECOND_APPROVER)),
            )
        ),
        "pending_after_the_requester_left": Standing(a_request(requester_left="NotARequester")),
        "needs_info_after_the_requester_left": Standing(
            a_request(status=status.NEEDS_INFO, requester_left="InactiveAccount"),
            conversation=Conversation((a_question(10),)),
        ),
        "pending_again": Standing(a_request(), again_of="R-9"),
        "closed_after_the_requester_left": Standing(a_request(status=status.CLOSED, requester_left="GuestAccount")),
        "pending_without_plan_or_window": Standing(
            a_request(
                enrollment=an_enrollment(selected_plan_name=None, coverage_tier="Unspecified", status="pending"),
                qle=a_qle(enrollment_window_end=None, enrollment_window_start=None),
                deadline=None,
            )
        ),
        "pending_after_answer": Standing(
            a_revised_request(), conversation=Conversation((a_question(5), an_answer()), ("reason", "qle"))
        ),
        "pending_after_change": Standing(
            a_revised_request(), conversation=Conversation((an_earlier_reason(),), ("reason",))
        ),
        "needs_info": Standing(a_request(status=status.NEEDS_INFO), conversation=Conversation((a_question(10),))),
        "withdrawn": Standing(a_request(status=status.WITHDRAWN), conversation=Conversation((a_withdrawal(),))),
        "withdrawn_silently": Standing(a_request(status=status.WITHDRAWN)),
        "denied": Standing(a_request(status=status.DENIED, decisions=(denial,))),
        "denied_after_answer": Standing(
            replace(a_revised_request(), status=status.DENIED, decisions=(replace(denial, revision=2),)),
            conversation=Conversation((a_question(5), an_answer()), ("reason", "qle")),
        ),
        "expired": Standing(a_request(status=status.EXPIRED), is_matched=False),
    }


def _after_applying() -> dict[str, Standing]:
    status, approved = RequestStatus, (a_decision(),)
    lost = a_problem(code=ProblemCode.NO_ANSWER, message="No answer in time.", status_code=None, trace_id=None)
    restored = Problem(code=ProblemCode.RESTORED, at=NOW)
    refused = an_attempt(outcome=OutcomeKind.REFUSED, message="The enrollment window is closed.", read_back_at=None)
    sending = an_attempt(outcome=None, settled_at=None, read_back_at=None, message=None)
    elected = a_new_enrollment(
        status="enrolled",
        coverage_tier="EC",
        selected_plan_id="plan_silver",
        selected_plan_name="Silver HMO",
        employee_contribution_cents=20_000,
        employer_contribution_cents=150_000,
        enrolled_dependents=[a_dependent()],
    )
    done = an_attempt(outcome=OutcomeKind.REISSUED, result=elected, message=None, status_code=200, read_back_at=None)
    unreadable = an_attempt(outcome=OutcomeKind.REISSUED_UNREADABLE, message=None, status_code=200)
    return {
        "applying": Standing(a_request(status=status.APPLYING, decisions=approved), (sending,)),
        "applying_with_a_note": Standing(
            a_request(status=status.APPLYING, decisions=(a_decision(reason="Payroll <knows> & agrees."),)), (sending,)
        ),
        "applying_on_hold": Standing(a_request(status=status.APPLYING, decisions=approved, on_hold=True)),
        "applying_refused_key": Standing(
            a_request(
                status=status.APPLYING,
                decisions=approved,
                on_hold=True,
                problem=a_problem(code=ProblemCode.WRONG_KEY, message="Invalid API key", status_code=401),
            )
        ),
        "checking": Standing(a_request(status=status.CHECKING, decisions=approved, problem=lost), (an_attempt(),)),
        "reissued": Standing(a_request(status=status.REISSUED, decisions=approved, summary=elected), (done,)),
        "reissued_awaiting_election": Standing(
            a_request(status=status.REISSUED, decisions=approved, summary=a_new_enrollment()), (an_attempt(),)
        ),
        "reissued_unreadable": Standing(a_request(status=status.REISSUED, decisions=approved), (unreadable,)),
        "reissued_confirmed": Standing(
            a_request(status=status.REISSUED, decisions=approved, confirmed_by=APPROVER), (an_attempt(),)
        ),
        "failed": Standing(a_request(status=status.FAILED, decisions=approved, problem=a_problem()), (refused,)),
        "failed_conflict": Standing(
            a_request(status=status.FAILED, decisions=approved, problem=a_problem(code=ProblemCode.CONFLICT)),
            (an_attempt(outcome=OutcomeKind.CONFLICT, status_code=409),),
        ),
        "unknown": Standing(a_request(status=status.UNKNOWN, decisions=approved, problem=lost), (an_attempt(),)),
        "unknown_never_read": Standing(
            a_request(status=status.UNKNOWN, decisions=approved, problem=lost), (an_attempt(read_back_at=None),)
        ),
        "unknown_left_out": Standing(
            a_request(status=status.UNKNOWN, decisions=approved, problem=lost.model_copy(update={"left_out": 1})),
            (an_attempt(),),
        ),
        "unknown_after_restore": Standing(a_request(status=status.UNKNOWN, decisions=approved, problem=restored)),
        "blanked": Standing(
            lifecycle.blank(a_request(status=status.REISSUED, decisions=approved, summary=elected), NOW),
            (done.blanked(),),
        ),
        "closed_after_failure": Standing(
            a_request(status=status.CLOSED, decisions=approved, problem=a_problem()), (refused,)
        ),
        "failed_after_sending_again": Standing(
            a_request(status=status.FAILED, decisions=approved, problem=a_problem()),
            (an_attempt(), replace(refused, n=2)),
        ),
        "closed_after_unknown": Standing(
            a_request(status=status.CLOSED, decisions=approved, problem=_closed(lost, unsettled=True)), (an_attempt(),)
        ),
        "closed_by_an_earlier_release": Standing(
            a_request(status=status.CLOSED, decisions=approved, problem=lost), (an_attempt(),)
        ),
        "closed_after_a_settled_conflict": Standing(
            a_request(
                status=status.CLOSED,
                decisions=approved,
                problem=_closed(a_problem(code=ProblemCode.CONFLICT), unsettled=False),
            ),
            (an_attempt(outcome=OutcomeKind.CONFLICT, status_code=409),),
        ),
        "closed_after_sending_again": Standing(
            a_request(status=status.CLOSED, decisions=approved, problem=_closed(a_problem(), unsettled=True)),
            (an_attempt(), replace(refused, n=2)),
        ),
    }


def _closed(problem: Problem, *, unsettled: bool) -> Problem:
    return problem.model_copy(update={"unsettled": unsettled})
