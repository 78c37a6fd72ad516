"""One request in each state that a card can show, and the attempts that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from approvals.attempt import Attempt
from approvals.request import Problem, ProblemCode, ReissueRequest, RequestWarning, Verdict
from approvals.status import RequestStatus
from benefits.outcome import OutcomeKind
from handlers.blocks.context import CardContext, Detail
from tests.builders import (
    APPROVER,
    APPROVERS_GROUP,
    NOW,
    SECOND_APPROVER,
    TODAY,
    a_decision,
    a_dependent,
    a_new_enrollment,
    a_problem,
    a_qle,
    a_request,
    an_attempt,
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
MINIMAL = replace(FULL, detail=Detail.MINIMAL, server="Test server")


@dataclass(frozen=True)
class Standing:
    """A request and its attempts."""

    reissue_request: ReissueRequest
    attempts: Sequence[Attempt] = ()


def standings() -> dict[str, Standing]:
    """Every state by its name."""
    return {**_before_applying(), **_after_applying()}


def _before_applying() -> dict[str, Standing]:
    status = RequestStatus
    denial = a_decision(verdict=Verdict.DENY, reason="The event date does not match the certificate.")
    every_warning = tuple(RequestWarning)
    return {
        "pending": Standing(a_request()),
        "pending_one_of_two": Standing(a_request(approvals_required=2, decisions=(a_decision(),))),
        "pending_with_warnings": Standing(
            a_request(warnings=every_warning, qle=a_qle(status="pending", event_type="loss_of_coverage"))
        ),
        "pending_without_plan_or_window": Standing(
            a_request(
                enrollment=an_enrollment(selected_plan_name=None, coverage_tier="Unspecified", status="pending"),
                qle=a_qle(enrollment_window_end=None, enrollment_window_start=None),
                deadline=None,
            )
        ),
        "needs_info": Standing(a_request(status=status.NEEDS_INFO)),
        "withdrawn": Standing(a_request(status=status.WITHDRAWN)),
        "denied": Standing(a_request(status=status.DENIED, decisions=(denial,))),
        "expired": Standing(a_request(status=status.EXPIRED)),
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
        "applying_on_hold": Standing(a_request(status=status.APPLYING, decisions=approved, on_hold=True)),
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
        "unknown_after_restore": Standing(a_request(status=status.UNKNOWN, decisions=approved, problem=restored)),
        "closed_after_failure": Standing(
            a_request(status=status.CLOSED, decisions=approved, problem=a_problem()), (refused,)
        ),
        "closed_after_unknown": Standing(
            a_request(status=status.CLOSED, decisions=approved, problem=lost), (an_attempt(),)
        ),
    }
