"""A submitted form, what the API says about it, and its checks: each failure names the field that it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from approvals.errors import InvalidSubmission
from approvals.lookups.authority import Actor
from approvals.model.choices import Obstacle, may_be_reissued, obstacle_of
from approvals.model.request import EmployeeFacts
from approvals.rules.documents import SaidDocument
from benefits.errors import BenefitsError, NotTheirs
from benefits.models import Employee, Enrollment, EnrollmentStatus, QualifyingLifeEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """The submitted form. `key` is the same in every delivery of one submission (Slack's view id). Each of the
    `enrollment_ids` becomes a request; `qle_id` is empty if no life event was chosen. `again_of` is the earlier request
    that the form was filled in from; `document` what the form says of one (None: it did not ask)."""

    key: str
    actor: Actor
    employee_id: str
    enrollment_ids: tuple[str, ...]
    qle_id: str
    reason: str
    again_of: UUID | None = None
    document: SaidDocument | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What the API says now about all that was chosen in a form."""

    employee: Employee
    enrollments: tuple[Enrollment, ...]
    qle: QualifyingLifeEvent | None


@contextmanager
def field_errors(field: str, chosen: str) -> Iterator[None]:
    """Turns a failed read into an InvalidSubmission with the field that it was for."""
    if not chosen:
        raise InvalidSubmission(field, "required")
    try:
        yield
    except NotTheirs as error:
        raise InvalidSubmission(field, "not_this_employees", chosen) from error
    except BenefitsError as error:
        raise InvalidSubmission(field, obstacle_of(error), chosen) from error


def check_together(read: Read) -> None:
    """Raises InvalidSubmission unless employee, enrollments and life event belong together and can be requested."""
    for enrollment in read.enrollments:
        _check_enrollment(enrollment, read.employee)
    if read.qle is None and any(enrollment.needs_event for enrollment in read.enrollments):
        raise InvalidSubmission("qle", "required")
    check_qle(read.qle, EmployeeFacts.of(read.employee))


def _check_enrollment(enrollment: Enrollment, employee: Employee) -> None:
    if enrollment.employee_id != employee.id:
        raise InvalidSubmission("enrollment", "not_this_employees", enrollment.id)
    if not may_be_reissued(enrollment):
        is_closed = enrollment.status == EnrollmentStatus.INACTIVE
        why = "enrollment_inactive" if is_closed else Obstacle.LAST_MONTH
        raise InvalidSubmission("enrollment", why, enrollment.id)


def check_qle(qle: QualifyingLifeEvent | None, employee: EmployeeFacts) -> None:
    """Raises InvalidSubmission unless the life event is this employee's and may be used. Without one all is well."""
    if qle is None:
        return
    if qle.member_id not in (None, employee.member_id) or qle.employee_id not in (None, employee.id):
        raise InvalidSubmission("qle", "not_this_employees")
    if not qle.may_be_used:
        raise InvalidSubmission("qle", "qle_in_review" if qle.awaits_review else "qle_denied")
