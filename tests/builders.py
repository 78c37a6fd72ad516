"""Builders of what tests talk about: each makes something believable, and takes what the test is about as changes."""
# ruff: noqa: ANN401 - changes are whatever the fields are; the models and mypy at `replace` say more

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from approvals.model.attempt import Attempt, AttemptState, Baseline
from approvals.model.conditions import Quorum
from approvals.model.document import DocumentKind, SeenDocument
from approvals.model.event import Event, EventKind
from approvals.model.request import Decision, EmployeeFacts, Problem, ProblemCode, ReissueRequest, Revised, Verdict
from approvals.model.status import RequestStatus
from benefits.models import EnrolledDependent, Enrollment, EnrollmentStatus, QleStatus, QualifyingLifeEvent
from benefits.outcome import OutcomeKind
from benefits.reissue import Reissue

REQUESTER, APPROVER, SECOND_APPROVER = "U0NINA", "U0MARCUS", "U0PRIYA"
APPROVERS_GROUP = "S0HRMANAGERS"
REQUEST_ID = UUID("11111111-2222-4333-8444-555555555555")
NOW = datetime(2026, 11, 5, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


def an_enrollment(**changes: Any) -> Enrollment:
    """Ada's medical enrollment for 2026."""
    facts: dict[str, Any] = {
        "id": "enrl_ada_medical",
        "benefit_product_id": "bprd_medical",
        "employee_id": "empl_ada",
        "plan_year_id": "plyr_2026",
        "created_at": datetime(2025, 11, 20, 9, 0, tzinfo=UTC),
        "updated_at": datetime(2025, 12, 1, 9, 0, tzinfo=UTC),
        "status": EnrollmentStatus.ENROLLED,
        "coverage_tier": "EE",
        "coverage_start_date": date(2026, 1, 1),
        "coverage_end_date": date(2026, 12, 31),
        "employee_contribution_cents": 12_050,
        "employer_contribution_cents": 123_450,
        "enrolled_dependents": (),
        "selected_plan_id": "plan_gold",
        "selected_plan_name": "Gold PPO",
    }
    return Enrollment.model_validate({**facts, **changes})


def a_new_enrollment(**changes: Any) -> Enrollment:
    """What a reissue leaves behind: another enrollment, in which Ada has not chosen yet."""
    facts: dict[str, Any] = {
        "id": "enrl_ada_medical_2",
        "status": EnrollmentStatus.PENDING,
        "created_at": NOW,
        "updated_at": NOW,
        "coverage_tier": None,
        "coverage_start_date": date(2026, 11, 3),
        "employee_contribution_cents": None,
        "employer_contribution_cents": None,
        "selected_plan_id": None,
        "selected_plan_name": None,
    }
    return an_enrollment(**{**facts, **changes})


def the_call_of(request: ReissueRequest, attempt: int = 1) -> Reissue:
    """What is sent for a request."""
    return Reissue(
        enrollment_id=request.enrollment.id,
        employee_id=request.employee.id,
        qle_id=request.qle_id,
        reason=request.reason,
        number=request.label,
        attempt=attempt,
    )


def a_dependent(first_name: str = "Byron", relationship: str | None = "Child") -> EnrolledDependent:
    """Somebody covered together with Ada."""
    return EnrolledDependent(
        dependent_id=f"dpnd_{first_name.lower()}",
        first_name=first_name,
        last_name="Lovelace",
        relationship=relationship,
    )


def a_qle(**changes: Any) -> QualifyingLifeEvent:
    """A birth two days ago, with twelve days left in its window."""
    facts: dict[str, Any] = {
        "id": "qle_ada_birth",
        "member_id": "mbr_ada",
        "employee_id": "empl_ada",
        "event_type": "Birth",
        "status": QleStatus.APPROVED,
        "event_date": date(2026, 11, 3),
        "enrollment_window_start": date(2026, 11, 3),
        "enrollment_window_end": date(2026, 11, 17),
    }
    return QualifyingLifeEvent.model_validate({**facts, **changes})


def a_reported_qle(**changes: Any) -> QualifyingLifeEvent:
    """One without days of its own, as connect-6 tells them."""
    days = {"event_date": None, "enrollment_window_start": None, "enrollment_window_end": None}
    return a_qle(**{**days, "submitted_at": NOW - timedelta(days=1), "only_when_approved": True, **changes})


def an_employee(name: str = "Ada Lovelace") -> EmployeeFacts:
    """Whose enrollment it is."""
    return EmployeeFacts.model_validate(
        {"id": "empl_ada", "member_id": "mbr_ada", "name": name, "employer_id": "empr_brightside"}
    )


def a_decision(**changes: Any) -> Decision:
    """Marcus says yes."""
    decision = Decision(
        approver=APPROVER,
        verdict=Verdict.APPROVE,
        revision=1,
        ground=APPROVERS_GROUP,
        at=NOW + timedelta(minutes=5),
    )
    return replace(decision, **changes)


def a_document(**changes: Any) -> SeenDocument:
    """The birth certificate of Ada's daughter, which Nina has seen."""
    facts = {"by": REQUESTER, "kind": DocumentKind.BIRTH_CERTIFICATE, "on": date(2026, 11, 4)}
    return SeenDocument.model_validate({**facts, **changes})


def a_request(**changes: Any) -> ReissueRequest:
    """R-12: Nina asks for a reissue of Ada's enrollment; it waits for one approval."""
    reissue_request = ReissueRequest(
        id=REQUEST_ID,
        number=12,
        submission_key="V0VIEW",
        status=RequestStatus.PENDING,
        version=1,
        revision=1,
        requester=REQUESTER,
        employee=an_employee(),
        enrollment=an_enrollment(),
        qle=a_qle(),
        reason="Ada's daughter was born on 3 November.",
        warnings=(),
        approvals_required=1,
        submitted_at=NOW,
        changed_at=NOW,
        asked_on=date(2026, 11, 5),
        deadline=date(2026, 11, 17),
        lapses_on=date(2026, 12, 5),
        product="Medical",
    )
    return replace(reissue_request, **changes)


def a_revision(**changes: Any) -> Revised:
    """What Nina makes of R-12 when she changes the reason."""
    revised = Revised(
        reason="Ada's son was born on 3 November.",
        qle=a_qle(),
        warnings=(),
        deadline=date(2026, 11, 17),
        lapses_on=date(2026, 12, 5),
        asked_on=date(2026, 11, 5),
        quorum=Quorum(1),
    )
    return replace(revised, **changes)


def a_problem(**changes: Any) -> Problem:
    """The API said no."""
    facts: dict[str, Any] = {
        "code": ProblemCode.REFUSED,
        "message": "The enrollment window is closed.",
        "trace_id": "trace-4711",
        "status_code": 422,
    }
    return Problem.model_validate({**facts, **changes})


def an_attempt(**changes: Any) -> Attempt:
    """The first POST, whose answer was lost."""
    attempt = Attempt(
        request_id=REQUEST_ID,
        n=1,
        token="token",
        state=AttemptState.FINISHED,
        started_at=NOW + timedelta(minutes=6),
        baseline=Baseline(enrollment=an_enrollment(), enrollment_ids=("enrl_ada_medical",)),
        outcome=OutcomeKind.UNKNOWN,
        message="Vitable did not answer in time.",
        settled_at=NOW + timedelta(minutes=6, seconds=30),
        read_back_at=NOW + timedelta(minutes=8),
    )
    return replace(attempt, **changes)


def an_event(kind: EventKind = EventKind.SUBMITTED, **changes: Any) -> Event:
    """One line of the audit, after everything else has happened."""
    event = Event(request_id=REQUEST_ID, at=NOW + timedelta(minutes=10), actor=REQUESTER, kind=kind)
    return replace(event, **changes)
