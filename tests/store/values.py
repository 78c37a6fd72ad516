"""Values for the store's tests; each call makes a new one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from approvals.model.attempt import Attempt, AttemptState, Baseline
from approvals.model.card import Card
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event, EventKind
from approvals.model.request import Decision, EmployeeFacts, ReissueRequest, RequestWarning, Verdict
from approvals.model.status import RequestStatus
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId
from benefits.models import EnrolledDependent, Enrollment, QualifyingLifeEvent

NOW = datetime(2026, 11, 3, 9, 30, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def an_enrollment(enrollment_id: str = "enrl_1", **changes: Any) -> Enrollment:  # noqa: ANN401 any field
    """An enrollment with two values that no enum of ours knows."""
    enrollment = Enrollment(
        id=EnrollmentId(enrollment_id),
        benefit_product_id="bprd_1",
        employee_id=EmployeeId("empl_1"),
        plan_year_id="plyr_1",
        status="frozen",
        created_at=NOW,
        updated_at=NOW + MINUTE,
        coverage_tier="E1",
        coverage_start_date=date(2026, 1, 1),
        employee_contribution_cents=12345,
        enrolled_dependents=(EnrolledDependent(dependent_id="dpnd_1", first_name="Zoë", relationship="Ward"),),
        selected_plan_name="Gold PPO 🥇",
    )
    return enrollment.model_copy(update=changes)


def a_request(**changes: Any) -> ReissueRequest:  # noqa: ANN401 any field
    """A pending request with an id, a submission and an enrollment of its own."""
    request_id = uuid4()
    reissue_request = ReissueRequest(
        id=request_id,
        number=0,
        submission_key=f"V{request_id.hex}",
        status=RequestStatus.PENDING,
        version=1,
        revision=1,
        requester="U0NINA",
        employee=EmployeeFacts(
            id=EmployeeId("empl_1"), member_id=MemberId("mbr_1"), name="Zoë O'Brien", employer_id=EmployerId("empr_1")
        ),
        enrollment=an_enrollment(f"enrl_{request_id.hex}"),
        qle=QualifyingLifeEvent(
            id=QleId("qle_1"),
            member_id=MemberId("mbr_1"),
            event_type="Birth",
            status="in_doubt",
            event_date=date(2026, 10, 30),
        ),
        reason='New baby; "congratulations", 祝 👶',
        warnings=(RequestWarning.QLE_PENDING, RequestWarning.WINDOW_CLOSED),
        approvals_required=1,
        submitted_at=NOW,
        changed_at=NOW,
        asked_on=NOW.date(),
        deadline=date(2026, 12, 1),
        product="Medical",
    )
    return replace(reissue_request, **changes)


def a_decision(approver: str = "U0MARCUS", verdict: Verdict = Verdict.APPROVE, revision: int = 1) -> Decision:
    """What one approver said."""
    return Decision(approver=approver, verdict=verdict, revision=revision, ground="S0HRMANAGERS", at=NOW + MINUTE)


def an_attempt(request_id: UUID, n: int = 1, **changes: Any) -> Attempt:  # noqa: ANN401 any field
    """An attempt that is being sent."""
    attempt = Attempt(
        request_id=request_id,
        n=n,
        token="mine",
        state=AttemptState.SENDING,
        started_at=NOW,
        baseline=Baseline(enrollment=an_enrollment(), enrollment_ids=("enrl_1", "enrl_2")),
    )
    return replace(attempt, **changes)


def a_card(request_id: UUID, **changes: Any) -> Card:  # noqa: ANN401 any field
    """The intent to post a copy in the channel."""
    return replace(Card(request_id=request_id, kind="channel", channel="C0APPROVALS", touched_at=NOW), **changes)


def an_event(request_id: UUID | None, kind: EventKind = EventKind.SUBMITTED) -> Event:
    """One line of the audit."""
    return Event(request_id=request_id, at=NOW, actor="U0NINA", kind=kind, codes={"attempt": 1, "outcome": "unknown"})


def an_employee(name: str, employee_id: str = "", **changes: Any) -> EmployeeEntry:  # noqa: ANN401 any field
    """A line of the employee index; without an id, the name makes one."""
    letters = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
    entry = EmployeeEntry(
        id=EmployeeId(employee_id or f"empl_{letters}"),
        member_id=MemberId(f"mbr_{letters}"),
        name=name,
        email=None,
        employer_id=EmployerId("empr_1"),
        employer_name="Brightside",
        active=True,
    )
    return replace(entry, **changes)
