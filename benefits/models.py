"""The parts of the Vitable Connect API's data that the bot needs: frozen values that survive a trip through JSON.

Few fields are required: only those needed to tell a record from others and to compare it. Any other field that is
blank or unreadable is unknown (None), so that one odd value never hides the record.

Unknown fields are dropped. The API's answers have birth dates, addresses, phones and notes. No model here has them, on
purpose, so that they cannot reach logs, database or Slack.

A value that an enum here does not know stays a plain text (`EnrollmentStatus | str`): a StrEnum compares equal to its
text, so code that asks `status == EnrollmentStatus.PENDING` need not care, and a screen shows what the API said.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from benefits import ids
from benefits.errors import InvalidId
from benefits.fields import Cents, Day, Instant, Named, NoUnlessTrue, OrUnknown, Text, YesUnlessFalse
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId


class EnrollmentStatus(StrEnum):
    """The status of an enrollment."""

    PENDING = "pending"  #: the employee has not chosen yet
    ENROLLED = "enrolled"  #: the employee has chosen a plan
    WAIVED = "waived"  #: the employee has declined coverage
    INACTIVE = "inactive"  #: closed, for example by a reissue


class CoverageTier(StrEnum):
    """Who is covered. Some servers say `Unspecified` and others null: both become None here."""

    EMPLOYEE = "EE"
    EMPLOYEE_AND_SPOUSE = "ES"
    EMPLOYEE_AND_CHILDREN = "EC"
    FAMILY = "EF"


class Relationship(StrEnum):
    """How a dependent is related to the employee."""

    SPOUSE = "Spouse"
    CHILD = "Child"


class QleStatus(StrEnum):
    """The state of a qualifying life event's review."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


_Known = TypeVar("_Known", bound=StrEnum)
OrText = Annotated[_Known | Named, Field(union_mode="left_to_right")]
"""A member of the enum if it has the value, otherwise the API's own text."""


def checked_id(check: Callable[[str], str]) -> AfterValidator:
    """The check of an id, for pydantic. An id of another form could not be asked for or offered in Slack."""

    def checked(text: str) -> str:
        try:
            return check(text)
        except InvalidId as error:
            raise ValueError(str(error)) from error

    return AfterValidator(checked)


def _none_for_unspecified(value: object) -> object:
    return None if isinstance(value, str) and value.strip().casefold() in ("", "unspecified") else value


class Answer(BaseModel):
    """The base of all models. Its errors never quote the answer, which has personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Identified(Answer):
    """A record that has an id."""

    id: str


class EnrolledDependent(Answer):
    """A person covered together with the employee."""

    dependent_id: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    relationship: OrUnknown[OrText[Relationship]] = None

    @property
    def name(self) -> str:
        """First and last name, without stray spaces."""
        return _full_name(self.first_name, self.last_name)


def _dependents(value: object) -> object:
    """None without a list. Each entry of a list counts as a dependent, even if little of it can be read."""
    if not isinstance(value, list | tuple):
        return None
    return tuple(one if isinstance(one, dict | EnrolledDependent) else {} for one in value)


class Enrollment(Identified):
    """An employee's place in a benefit product for a plan year. Contributions are cents a month.

    `enrolled_dependents`: None if the API does not say or cannot be understood; empty if no one else is covered.
    `needs_event` says whether a reissue needs a qualifying life event now. `is_in_last_month` says that its plan year
    ends this month, so that nothing can be reissued. The window is when the employee may choose, both days included.
    `category` is the kind of benefit, where the enrollment itself tells it; it is not stored with the enrollment.
    Fields without a value are ones that the server's contract does not have.
    """

    id: Annotated[EnrollmentId, checked_id(ids.enrollment_id)]
    benefit_product_id: Named
    employee_id: Annotated[EmployeeId, checked_id(ids.employee_id)]
    plan_year_id: Named
    status: OrText[EnrollmentStatus]
    created_at: Instant
    updated_at: OrUnknown[Instant] = None
    coverage_tier: Annotated[OrUnknown[OrText[CoverageTier]], BeforeValidator(_none_for_unspecified)] = None
    coverage_start_date: OrUnknown[Day] = None
    coverage_end_date: OrUnknown[Day] = None
    decision: OrUnknown[Named] = None
    employee_contribution_cents: OrUnknown[Cents] = None
    employer_contribution_cents: OrUnknown[Cents] = None
    enrolled_dependents: Annotated[tuple[EnrolledDependent, ...] | None, BeforeValidator(_dependents)] = None
    selected_plan_id: OrUnknown[Named] = None
    selected_plan_name: OrUnknown[Named] = None
    employer_id: OrUnknown[Annotated[EmployerId, checked_id(ids.employer_id)]] = None
    employer_name: Text = ""
    product_code: OrUnknown[Named] = None
    product_name: Text = ""
    needs_event: YesUnlessFalse = True
    is_in_last_month: NoUnlessTrue = False
    plan_year_end: OrUnknown[Day] = None
    window_start: OrUnknown[Day] = None
    window_end: OrUnknown[Day] = None
    answered_at: OrUnknown[Instant] = None
    category: Annotated[OrUnknown[Named], Field(exclude=True)] = None

    @property
    def may_tell_dependents(self) -> bool:
        """Whether the server says who else is covered, at least of some enrollments."""
        return self.enrolled_dependents is not None or self.product_code is None

    def without_names(self) -> "Enrollment":
        """The same enrollment without the names of its dependents."""
        unnamed = self.enrolled_dependents and tuple(
            dependent.model_copy(update={"first_name": "", "last_name": ""}) for dependent in self.enrolled_dependents
        )
        return self.model_copy(update={"enrolled_dependents": unnamed})


class Member(Identified):
    """The person behind an employee. Qualifying life events belong to the member."""

    id: Annotated[MemberId, checked_id(ids.member_id)]
    first_name: Text = ""
    last_name: Text = ""
    email: OrUnknown[Named] = None

    @property
    def name(self) -> str:
        """First and last name, without stray spaces; one of them may be missing."""
        return _full_name(self.first_name, self.last_name)


class Employee(Identified):
    """A person's employment with an employer. `employer_id`: None if the API does not say which one.

    The API calls `active` `active_in`, early servers `active`; an employee without either counts as active.
    `termination_date` is the last day of the employment.
    """

    id: Annotated[EmployeeId, checked_id(ids.employee_id)]
    employer_id: OrUnknown[Annotated[EmployerId, checked_id(ids.employer_id)]] = None
    employer_name: Text = ""
    member: Member
    active: bool = True
    termination_date: OrUnknown[Day] = None

    @model_validator(mode="before")
    @classmethod
    def _active_by_either_name(cls, answer: object) -> object:
        if not isinstance(answer, dict):
            return answer
        said = (_truth(answer.get(name)) for name in ("active_in", "active"))
        return {**answer, "active": next((truth for truth in said if truth is not None), True)}

    @property
    def name(self) -> str:
        """The member's name."""
        return self.member.name

    @property
    def member_id(self) -> MemberId:
        """The member's id."""
        return self.member.id


class Employer(Identified):
    """A company whose benefits the API key has access to."""

    id: Annotated[EmployerId, checked_id(ids.employer_id)]
    name: Text = ""
    legal_name: Text = ""


class QualifyingLifeEvent(Identified):
    """A change in a person's life that allows a change of benefits within its enrollment window, both days included.

    `member_id`, `employee_id`: None if the API does not say whose event it is. `only_when_approved` says that the
    server refuses a reissue for an event that has not been approved.
    """

    id: Annotated[QleId, checked_id(ids.qle_id)]
    member_id: OrUnknown[Annotated[MemberId, checked_id(ids.member_id)]] = None
    employee_id: OrUnknown[Annotated[EmployeeId, checked_id(ids.employee_id)]] = None
    event_type: Text = ""
    status: OrText[QleStatus]
    event_date: OrUnknown[Day] = None
    enrollment_window_start: OrUnknown[Day] = None
    enrollment_window_end: OrUnknown[Day] = None
    submitted_at: OrUnknown[Instant] = None
    only_when_approved: NoUnlessTrue = False

    @property
    def may_be_used(self) -> bool:
        """Whether a reissue may name it: never once it was denied, and on some servers only once it was approved."""
        return self.status == QleStatus.APPROVED or (self.status != QleStatus.DENIED and not self.only_when_approved)

    @property
    def awaits_review(self) -> bool:
        """Whether it cannot be used yet, but may be once it has been reviewed."""
        return not self.may_be_used and self.status != QleStatus.DENIED


def event_type_key(event_type: str) -> str:
    """A life event's type in the form that is compared: upper and lower case and `_` for a space make no difference."""
    return " ".join(event_type.replace("_", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


class Product(Identified):
    """A kind of benefit (medical, dental, vision) that an enrollment is for."""

    id: Named
    name: Text = ""
    category: OrUnknown[Named] = None


_BOOL = TypeAdapter(bool)


def _truth(value: object) -> bool | None:
    try:
        return _BOOL.validate_python(value)
    except ValidationError:
        return None


def _full_name(first: str, last: str) -> str:
    return " ".join(f"{first} {last}".split())
