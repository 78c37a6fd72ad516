"""What a requester can choose from: an employee's enrollments and life events, or the reason why there is no choice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.group import AT_MOST
from approvals.model.likeness import Likeness
from approvals.model.request import EmployeeFacts, RequestWarning
from approvals.model.trouble import Trouble
from benefits.errors import BenefitsError, InvalidId, NotFound
from benefits.models import Employee, Enrollment, EnrollmentStatus, QleStatus, QualifyingLifeEvent


class Obstacle(StrEnum):
    """Why nothing can be chosen, and who can help."""

    UNKNOWN_ID = "unknown_id"
    """The API has nothing under the id that was typed; or it is in a route of which the person is no requester."""
    NO_ROUTE = "no_route"
    """No route names the employer, so there is no one to decide; an administrator has to add it."""
    ELSEWHERE = "elsewhere"
    """All of the employee's enrollments are in routes of which the person is no requester."""
    NO_ENROLLMENTS = "no_enrollments"
    """The employee has no enrollment that could be reissued."""
    NO_EVENTS = "no_events"
    """The employee has no qualifying life event at all."""
    EVENTS_DENIED = "events_denied"
    """All of the employee's qualifying life events were denied."""
    INACTIVE_ENROLLMENT = "inactive_enrollment"
    """The enrollment whose id was typed is already closed."""
    LAST_MONTH = "last_month"
    """The plan year of the employee's enrollments ends this month, and nothing can be reissued in that month."""
    EVENTS_IN_REVIEW = "events_in_review"
    """A reissue needs an approved life event, and the employee's events wait for their review."""
    TYPE_MORE = "type_more"
    """More of the name has to be typed before anybody, or everybody, is found."""
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
    API_WRONG_ORGANIZATION = "api_wrong_organization"
    """The bot's key reaches several organizations or another one; an administrator has to name the right one."""
    API_WRONG_CONTRACT = "api_wrong_contract"
    """The server speaks another contract of the API than the bot; an administrator has to change a setting."""
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
class Matches:
    """The employees that a typed text finds. `more` says that there are others; `too_short` that it was not searched
    for, because the server is asked only for longer texts. `left_out` is how many of them could not be read.
    `with_employers` says that a name alone may not tell who is meant."""

    entries: Sequence[EmployeeEntry] = ()
    more: bool = False
    too_short: bool = False
    left_out: int = 0
    with_employers: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """That an employee left: `on` is their last day, if that is known."""

    on: date | None = None

    @classmethod
    def of(cls, employee: Employee) -> "Departure | None":
        """None for an employee who is still there."""
        return None if employee.active else cls(employee.termination_date)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """The choices for one employee; `today` is the date in the time zone of the person who chooses.

    `products` maps product ids to names; `chosen` are the ids of enrollments, `chosen_qle` of a life event. `open_for`,
    `in_doubt` and `opened_by` name, by enrollment id, the open request for it (R-12), the one that was closed although
    a try may have taken effect, and the one whose reissue opened it.
    `left_out` has two numbers: how many enrollments and how many life events could not be read. `in_last_month` and
    `in_review` count enrollments and life events that cannot be chosen for that reason, and `denied` has the life
    events that were denied, newest first. `elsewhere` counts the enrollments in routes of which the person is no
    requester, and `categories` has the kind of each enrollment's benefit by its id. `likeness` is how the person who
    chooses is like the employee; `departure` is there if the employee left.
    """

    employee: EmployeeFacts
    enrollments: tuple[Enrollment, ...]
    qles: tuple[QualifyingLifeEvent, ...]
    today: date
    products: dict[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    chosen_qle: str | None = None
    left_out: tuple[int, int] = (0, 0)
    in_last_month: int = 0
    in_review: int = 0
    denied: tuple[QualifyingLifeEvent, ...] = ()
    elsewhere: int = 0
    categories: Mapping[str, str | None] = field(default_factory=dict)
    likeness: Likeness = Likeness.OTHER
    departure: Departure | None = None
    open_for: Mapping[str, str] = field(default_factory=dict)
    in_doubt: Mapping[str, str] = field(default_factory=dict)
    opened_by: Mapping[str, str] = field(default_factory=dict)

    @property
    def obstacle(self) -> Obstacle | None:
        """Why nothing can be requested for this employee; None if something can."""
        if not self.enrollments and self.elsewhere:
            return Obstacle.ELSEWHERE
        if not self.enrollments:
            return Obstacle.LAST_MONTH if self.in_last_month else Obstacle.NO_ENROLLMENTS
        if self.qles or not all(enrollment.needs_event for enrollment in self.enrollments):
            return None
        return self.obstacle_to_events

    @property
    def obstacle_to_events(self) -> Obstacle:
        """Why there is no life event to choose."""
        if self.in_review:
            return Obstacle.EVENTS_IN_REVIEW
        return Obstacle.EVENTS_DENIED if self.denied else Obstacle.NO_EVENTS

    @property
    def needs_event(self) -> bool:
        """Whether a life event must be chosen: for one of the chosen enrollments, or as long as none is, for any."""
        return any(enrollment.needs_event for enrollment in self.chosen_enrollments or self.enrollments)

    @property
    def chosen_enrollments(self) -> tuple[Enrollment, ...]:
        """The chosen enrollments, in the order of the menu."""
        return tuple(enrollment for enrollment in self.enrollments if enrollment.id in self.chosen)

    @property
    def fitting(self) -> tuple[str, ...]:
        """The ids of the enrollments that a life event as a rule concerns: those with coverage, unless a request is
        open for one, or an earlier reissue opened it or may have taken effect, or it needs a life event and there is
        none."""
        fits = (
            enrollment.id
            for enrollment in self.enrollments
            if enrollment.status == EnrollmentStatus.ENROLLED
            and enrollment.id not in {*self.open_for, *self.in_doubt, *self.opened_by}
            and (self.qles or not enrollment.needs_event)
        )
        return tuple(fits)[:AT_MOST]

    def product_of(self, enrollment: Enrollment) -> str:
        """The name of an enrollment's product; empty if it is not known."""
        return enrollment.product_name or self.products.get(enrollment.benefit_product_id, "")

    @property
    def chosen_event(self) -> QualifyingLifeEvent | None:
        """The chosen life event."""
        return next((qle for qle in self.qles if qle.id == self.chosen_qle), None)


def may_be_reissued(enrollment: Enrollment) -> bool:
    """Whether an enrollment is offered: it must not be closed already, and its plan year must last longer."""
    return enrollment.status != EnrollmentStatus.INACTIVE and not enrollment.is_in_last_month


def denied_of(events: Iterable[QualifyingLifeEvent]) -> tuple[QualifyingLifeEvent, ...]:
    """The denied ones of these life events, the newest first."""
    denied = (event for event in events if event.status == QleStatus.DENIED)
    return tuple(sorted(denied, key=_day_of, reverse=True))


def _day_of(event: QualifyingLifeEvent) -> date:
    if event.event_date is not None:
        return event.event_date
    return date.min if event.submitted_at is None else event.submitted_at.date()


def warnings_of(
    qle: QualifyingLifeEvent | None, today: date, asked_on: date | None = None
) -> tuple[RequestWarning, ...]:
    """What approvers must know about a qualifying life event. It can be chosen despite these warnings.

    `asked_on` is the day that counts for the end of its window, if the event was asked for before today.
    """
    found: list[RequestWarning] = []
    if qle is None:
        return ()
    if qle.status == QleStatus.PENDING:
        found.append(RequestWarning.QLE_PENDING)
    if qle.enrollment_window_end is not None and qle.enrollment_window_end < (asked_on or today):
        found.append(RequestWarning.WINDOW_CLOSED)
    if qle.enrollment_window_start is not None and qle.enrollment_window_start > today:
        found.append(RequestWarning.WINDOW_NOT_OPEN)
    return tuple(found)
