"""What the Vitable Connect API knows, as far as the bot needs it: frozen values that survive a trip through JSON.

Few fields are required: those without which a record cannot be told from others or compared. Any other field that is
blank or cannot be read is unknown (None), so that one odd value never hides the record.

Unknown fields are dropped. Birth dates, addresses, phones and notes are in the API's answers and deliberately in no
model, so that they can reach neither logs nor database nor Slack.

A value that an enum here does not know stays the text it is (`EnrollmentStatus | str`): a StrEnum compares equal to
its text, so code that asks `status == EnrollmentStatus.PENDING` need not care, and a screen shows what the API said.
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
from benefits.fields import Cents, Day, Instant, Named, OrUnknown, Text
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId


class EnrollmentStatus(StrEnum):
    """Where an enrollment stands."""

    PENDING = "pending"  #: the employee has not chosen yet
    ENROLLED = "enrolled"  #: the employee has chosen a plan
    WAIVED = "waived"  #: the employee has declined coverage
    INACTIVE = "inactive"  #: closed, for example by a reissue


class CoverageTier(StrEnum):
    """Who is covered. Where a server says `Unspecified`, another says null: both are None here."""

    EMPLOYEE = "EE"
    EMPLOYEE_AND_SPOUSE = "ES"
    EMPLOYEE_AND_CHILDREN = "EC"
    FAMILY = "EF"


class Relationship(StrEnum):
    """What a dependent is to the employee."""

    SPOUSE = "Spouse"
    CHILD = "Child"


class QleStatus(StrEnum):
    """Where a qualifying life event stands in its review."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


_Known = TypeVar("_Known", bound=StrEnum)
OrText = Annotated[_Known | Named, Field(union_mode="left_to_right")]
"""A member of the enum where it knows the value, the API's own text where it does not."""


def _checked(check: Callable[[str], str]) -> AfterValidator:
    """The check of an id, for pydantic. An id of another form could neither be asked for nor offered in Slack."""

    def checked(text: str) -> str:
        try:
            return check(text)
        except InvalidId as error:
            raise ValueError(str(error)) from error

    return AfterValidator(checked)


def _none_for_unspecified(value: object) -> object:
    return None if isinstance(value, str) and value.strip().casefold() in ("", "unspecified") else value


class Answer(BaseModel):
    """What every model of the API shares. Errors never quote the answer: it holds personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Identified(Answer):
    """What can be asked for by its id."""

    id: str


class EnrolledDependent(Answer):
    """Somebody covered together with the employee."""

    dependent_id: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    relationship: OrUnknown[OrText[Relationship]] = None

    @property
    def name(self) -> str:
        """First and last name, without stray spaces."""
        return _full_name(self.first_name, self.last_name)


def _dependents(value: object) -> object:
    """Without a list nothing is known; what stands in a list is a dependent, however little of it can be read."""
    if not isinstance(value, list | tuple):
        return None
    return tuple(one if isinstance(one, dict | EnrolledDependent) else {} for one in value)


class Enrollment(Identified):
    """An employee's place in a benefit product for a plan year. Contributions are cents a month.

    `enrolled_dependents` is None where the API does not say, or cannot be understood; empty where there are none.
    """

    id: Annotated[EnrollmentId, _checked(ids.enrollment_id)]
    benefit_product_id: Named
    employee_id: Annotated[EmployeeId, _checked(ids.employee_id)]
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

    def without_names(self) -> "Enrollment":
        """The same enrollment, its dependents without their names."""
        unnamed = self.enrolled_dependents and tuple(
            dependent.model_copy(update={"first_name": "", "last_name": ""}) for dependent in self.enrolled_dependents
        )
        return self.model_copy(update={"enrolled_dependents": unnamed})


class Member(Identified):
    """The person behind an employee; qualifying life events hang on the member."""

    id: Annotated[MemberId, _checked(ids.member_id)]
    first_name: Text = ""
    last_name: Text = ""
    email: OrUnknown[Named] = None

    @property
    def name(self) -> str:
        """First and last name, without stray spaces; one of them may be missing."""
        return _full_name(self.first_name, self.last_name)


class Employee(Identified):
    """Somebody's employment with an employer; `employer_id` is None where the API does not say whose.

    `active` is what the API calls `active_in`, and early servers `active`; one that says neither counts as active.
    """

    id: Annotated[EmployeeId, _checked(ids.employee_id)]
    employer_id: OrUnknown[Annotated[EmployerId, _checked(ids.employer_id)]] = None
    member: Member
    active: bool = True

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


class Employer(Identified):
    """A company whose benefits the API key reaches."""

    id: Annotated[EmployerId, _checked(ids.employer_id)]
    name: Text = ""
    legal_name: Text = ""


class QualifyingLifeEvent(Identified):
    """A change in somebody's life that allows a change of benefits within its enrollment window, both days included.

    `member_id` and `employee_id` are None where the API does not say whose it is.
    """

    id: Annotated[QleId, _checked(ids.qle_id)]
    member_id: OrUnknown[Annotated[MemberId, _checked(ids.member_id)]] = None
    employee_id: OrUnknown[Annotated[EmployeeId, _checked(ids.employee_id)]] = None
    event_type: Text = ""
    status: OrText[QleStatus]
    event_date: OrUnknown[Day] = None
    enrollment_window_start: OrUnknown[Day] = None
    enrollment_window_end: OrUnknown[Day] = None


class Product(Identified):
    """A kind of benefit (medical, dental, vision) that an enrollment is for."""

    id: Named
    name: Text = ""


_BOOL = TypeAdapter(bool)


def _truth(value: object) -> bool | None:
    try:
        return _BOOL.validate_python(value)
    except ValidationError:
        return None


def _full_name(first: str, last: str) -> str:
    return " ".join(f"{first} {last}".split())
