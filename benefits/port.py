"""What the bot asks of the benefits API, in the words of people. Each contract answers it in its own way.

Nothing above this room knows which contract is spoken.
"""

from dataclasses import dataclass
from typing import Protocol

from benefits.contract import Contract
from benefits.errors import NotFound, UnreadableAnswer
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId
from benefits.models import Employee, Enrollment, Product, QualifyingLifeEvent
from benefits.outcome import Outcome
from benefits.paging import Listed
from benefits.reissue import Reissue


class Whose(Protocol):
    """An employment and the person behind it: enrollments belong to the one, life events to the other."""

    @property
    def id(self) -> EmployeeId:
        """The employee's id."""
        ...

    @property
    def member_id(self) -> MemberId:
        """The person's id."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What there is to choose from for one employee. `chosen` is the enrollment whose id was given, if it was one."""

    employee: Employee
    enrollments: Listed[Enrollment]
    events: Listed[QualifyingLifeEvent]
    chosen: EnrollmentId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """An enrollment as it is now, and all that its employee has, for comparison.

    `enrollment` is None if it is not among what the list tells: a server may leave out what is closed.
    """

    enrollment: Enrollment | None
    listed: Listed[Enrollment]

    @property
    def known(self) -> Enrollment:
        """The enrollment. Raises NotFound if there is none, UnreadableAnswer if it may be an unreadable record."""
        if self.enrollment is None:
            raise NotFound if self.listed.is_whole else UnreadableAnswer("The enrollment cannot be read.")
        return self.enrollment


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The employments that a search found, one for each employer. `more` says that there are people beyond them, or
    too many to read in time, and `left_out` how many among them could not be read."""

    employees: tuple[Employee, ...] = ()
    more: bool = False
    left_out: int = 0


class PeopleSearch(Protocol):
    """A server that finds people by text, so that no index of employees is needed."""

    async def find_people(self, text: str, *, within: float | None = None) -> Found:
        """Employees whose name, e-mail address or phone number has the text, people who left last; whole answers are
        remembered for 30 s.

        `within` is the time limit in seconds. Raises BenefitsError.
        """
        ...


class Benefits(Protocol):
    """The benefits API. Reads raise a BenefitsError and are never repeated here.

    `within` is a shorter limit for the whole read with all its pages, in seconds.
    """

    contract: Contract

    @property
    def search(self) -> PeopleSearch | None:
        """Finds people by text; None where the server cannot, and an index has to."""
        ...

    async def employee(self, employee_id: EmployeeId, *, within: float | None = None) -> Employee:
        """One employee, by their id."""
        ...

    async def employee_behind(self, enrollment_id: EnrollmentId) -> EmployeeId:
        """Whose enrollment this is."""
        ...

    async def offer(self, typed_id: str) -> Offer:
        """What there is to choose from, given an employee's id or one of their enrollments'. Raises InvalidId."""
        ...

    async def enrollment(self, enrollment_id: EnrollmentId, of: Whose, *, within: float | None = None) -> Enrollment:
        """One enrollment with its coverage and costs: also the summary after a reissue."""
        ...

    async def position(self, enrollment_id: EnrollmentId, of: Whose) -> Position:
        """An enrollment and all of the employee's: the baseline of an attempt, and what reading back compares."""
        ...

    async def events(self, of: Whose, *, within: float | None = None) -> Listed[QualifyingLifeEvent]:
        """A person's life events, in every state of review."""
        ...

    async def event(self, qle_id: QleId, of: Whose, *, within: float | None = None) -> QualifyingLifeEvent:
        """One life event of a person. Raises NotFound if they have none with this id."""
        ...

    async def products(self, *, within: float | None = None) -> dict[str, Product]:
        """Benefit products by id, where enrollments do not tell about them. A cheap call that also tries the key."""
        ...

    async def employer_names(self, *, within: float | None = None) -> dict[EmployerId, str]:
        """Names of all employers that the key reaches, by id; "" for one without a name."""
        ...

    async def reissue(self, call: Reissue) -> Outcome:
        """Close an enrollment and open another, **not** idempotent; see `benefits.reissue.Reissuer`."""
        ...

    async def spoken(self) -> Contract | None:
        """The contract that the server speaks, found out without writing anything; None if its answers do not tell."""
        ...
