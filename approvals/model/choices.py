"""What a requester can choose from: an employee's enrollments and life events, or the reason why there is no choice."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from approvals.model.likeness import Likeness
from approvals.model.request import EmployeeFacts, RequestWarning
from approvals.model.trouble import Trouble
from benefits.errors import BenefitsError, InvalidId, NotFound
from benefits.models import Enrollment, EnrollmentStatus, QleStatus, QualifyingLifeEvent


class Obstacle(StrEnum):
    """Why nothing can be chosen, and who can help."""

    UNKNOWN_ID = "unknown_id"
    """The API has nothing under the id that was typed."""
    NO_ENROLLMENTS = "no_enrollments"
    """The employee has no enrollment that could be reissued."""
    NO_EVENTS = "no_events"
    """The employee has no qualifying life event that was not denied."""
    INACTIVE_ENROLLMENT = "inactive_enrollment"
    """The enrollment whose id was typed is already closed."""
    INDEX_LOADING = "index_loading"
    """The employees have not been indexed yet, so no one can be found by name."""
    LEFT_OUT = "left_out"
    """The employee's record may be one that could not be read; an administrator has to look."""
    API_NO_ANSWER = "api_no_answer"
    """The benefits API did not answer; trying again may help."""
    API_UNTRUSTED = "api_untrusted"
    """This machine does not trust the server's certificate; an administrator has to look."""
    API_SERVER_ERROR = "api_server_error"
    """The benefits API answered that it has a problem of its own; trying again may help."""
    API_RATE_LIMITED = "api_rate_limited"
    """The benefits API asks for fewer calls; trying again later helps."""
    API_WRONG_KEY = "api_wrong_key"
    """The benefits API does not accept the bot's key; an administrator has to look."""
    API_NO_ACCESS = "api_no_access"
    """The bot's key has no access to this: it may belong to another organization; an administrator has to look."""
    API_REFUSED = "api_refused"
    """The benefits API refused to answer; an administrator has to look."""
    API_UNREADABLE = "api_unreadable"
    """The benefits API's answer could not be understood; an administrator has to look."""


def obstacle_of(error: BenefitsError) -> Obstacle:
    """What a failed read means for the person who is waiting for it."""
    if isinstance(error, InvalidId | NotFound):
        return Obstacle.UNKNOWN_ID
    return Obstacle(f"api_{Trouble.of(error)}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """The choices for one employee; `today` is the date in the time zone of the person who chooses.

    `products` maps product ids to names; `chosen` is the id of an enrollment, `chosen_qle` of a life event. `left_out`
    has two numbers: how many enrollments and how many life events could not be read. `likeness` is how the person who
    chooses is like the employee.
    """

    employee: EmployeeFacts
    enrollments: tuple[Enrollment, ...]
    qles: tuple[QualifyingLifeEvent, ...]
    today: date
    products: dict[str, str] = field(default_factory=dict)
    chosen: str | None = None
    chosen_qle: str | None = None
    left_out: tuple[int, int] = (0, 0)
    likeness: Likeness = Likeness.OTHER

    @property
    def obstacle(self) -> Obstacle | None:
        """Why nothing can be requested for this employee; None if something can."""
        if not self.enrollments:
            return Obstacle.NO_ENROLLMENTS
        return None if self.qles else Obstacle.NO_EVENTS

    @property
    def chosen_enrollment(self) -> Enrollment | None:
        """The chosen enrollment."""
        return next((enrollment for enrollment in self.enrollments if enrollment.id == self.chosen), None)

    @property
    def chosen_event(self) -> QualifyingLifeEvent | None:
        """The chosen life event."""
        return next((qle for qle in self.qles if qle.id == self.chosen_qle), None)


def may_be_reissued(enrollment: Enrollment) -> bool:
    """Whether an enrollment is offered: it must not be closed already."""
    return enrollment.status != EnrollmentStatus.INACTIVE


def is_offered(qle: QualifyingLifeEvent) -> bool:
    """Whether a qualifying life event is offered: it must not be denied."""
    return qle.status != QleStatus.DENIED


def warnings_of(qle: QualifyingLifeEvent, today: date) -> tuple[RequestWarning, ...]:
    """What approvers must know about a qualifying life event. It can be chosen despite these warnings."""
    found: list[RequestWarning] = []
    if qle.status == QleStatus.PENDING:
        found.append(RequestWarning.QLE_PENDING)
    if qle.enrollment_window_end is not None and qle.enrollment_window_end < today:
        found.append(RequestWarning.WINDOW_CLOSED)
    if qle.enrollment_window_start is not None and qle.enrollment_window_start > today:
        found.append(RequestWarning.WINDOW_NOT_OPEN)
    return tuple(found)
