"""What the Vitable Connect API knows, as far as the bot needs it: frozen values that survive a trip through JSON.

Unknown fields are dropped. Birth dates, addresses, phones and notes are in the API's answers and deliberately in no
model, so that they can reach neither logs nor database nor Slack.

A value that an enum here does not know stays the text it is (`EnrollmentStatus | str`): a StrEnum compares equal to
its text, so code that asks `status == EnrollmentStatus.PENDING` need not care, and a screen shows what the API said.
"""

from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from benefits.fields import Day, Instant, NullIsEmpty, Text
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId


class EnrollmentStatus(StrEnum):
    """Where an enrollment stands."""

    PENDING = "pending"  #: the employee has not chosen yet
    ENROLLED = "enrolled"  #: the employee has chosen a plan
    WAIVED = "waived"  #: the employee has declined coverage
    INACTIVE = "inactive"  #: closed, for example by a reissue


class CoverageTier(StrEnum):
    """Who is covered."""

    UNSPECIFIED = "Unspecified"
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
OrText = Annotated[_Known | str, Field(union_mode="left_to_right")]
"""A member of the enum where it knows the value, the API's own text where it does not."""


class Answer(BaseModel):
    """What every model of the API shares. Errors never quote the answer: it holds personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Identified(Answer):
    """What can be asked for by its id."""

    id: str


class EnrolledDependent(Answer):
    """Somebody covered together with the employee."""

    dependent_id: str
    first_name: Text = ""
    last_name: Text = ""
    relationship: OrText[Relationship] | None = None

    @property
    def name(self) -> str:
        """First and last name, without stray spaces."""
        return _full_name(self.first_name, self.last_name)


class Enrollment(Identified):
    """An employee's place in a benefit product for a plan year. Contributions are cents a month."""

    id: EnrollmentId
    benefit_product_id: str
    employee_id: EmployeeId
    plan_year_id: str
    status: OrText[EnrollmentStatus]
    created_at: Instant
    updated_at: Instant
    coverage_tier: OrText[CoverageTier] | None = None
    coverage_start_date: Day | None = None
    coverage_end_date: Day | None = None
    decision: str | None = None
    employee_contribution_cents: int | None = None
    employer_contribution_cents: int | None = None
    enrolled_dependents: Annotated[tuple[EnrolledDependent, ...], NullIsEmpty] = ()
    selected_plan_id: str | None = None
    selected_plan_name: str | None = None

    def without_names(self) -> "Enrollment":
        """The same enrollment, its dependents without their names."""
        unnamed = tuple(
            dependent.model_copy(update={"first_name": "", "last_name": ""}) for dependent in self.enrolled_dependents
        )
        return self.model_copy(update={"enrolled_dependents": unnamed})


class Member(Identified):
    """The person behind an employee; qualifying life events hang on the member."""

    id: MemberId
    first_name: Text = ""
    last_name: Text = ""
    email: str | None = None

    @property
    def name(self) -> str:
        """First and last name, without stray spaces; one of them may be missing."""
        return _full_name(self.first_name, self.last_name)


class Employee(Identified):
    """Somebody's employment with an employer.

    `active` is what the API calls `active_in`, and early servers `active`; one that says neither counts as active.
    """

    id: EmployeeId
    employer_id: EmployerId
    member: Member
    active: bool = True
    start_date: Day | None = None
    termination_date: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _active_by_either_name(cls, answer: object) -> object:
        if isinstance(answer, dict) and "active_in" in answer:
            return {**answer, "active": answer["active_in"]}
        return answer

    @property
    def name(self) -> str:
        """The member's name."""
        return self.member.name


class Employer(Identified):
    """A company whose benefits the API key reaches."""

    id: EmployerId
    name: Text = ""
    legal_name: Text = ""


class QualifyingLifeEvent(Identified):
    """A change in somebody's life that allows a change of benefits within its enrollment window, both days included."""

    id: QleId
    member_id: MemberId
    employee_id: EmployeeId | None = None
    event_type: Text = ""
    status: OrText[QleStatus]
    event_date: Day | None = None
    enrollment_window_start: Day | None = None
    enrollment_window_end: Day | None = None


class Product(Identified):
    """A kind of benefit (medical, dental, vision) that an enrollment is for."""

    name: Text = ""
    category: str | None = None


def _full_name(first: str, last: str) -> str:
    return " ".join(f"{first} {last}".split())
