"""One line of the employee index: what the typeahead needs to find and tell people apart, and nothing else."""

from dataclasses import dataclass
from typing import Self

from benefits.ids import EmployeeId, EmployerId, MemberId
from benefits.models import Employee, Employer


@dataclass(frozen=True, kw_only=True, slots=True)
class EmployeeEntry:
    """An employee as the typeahead shows them.

    `employer_id` is "" where the API does not say whose employee it is. `missed` counts the refreshes in a row in which
    the API did not list them.
    """

    id: EmployeeId
    member_id: MemberId
    name: str
    email: str | None
    employer_id: EmployerId
    employer_name: str
    active: bool
    missed: int = 0

    @classmethod
    def of(cls, employee: Employee, employer: Employer | None = None) -> Self:
        """The entry for an employee as the API knows them; `employer` is the one in whose list they stand."""
        return cls(
            id=employee.id,
            member_id=employee.member.id,
            name=employee.name,
            email=employee.member.email,
            employer_id=employer.id if employer else employee.employer_id or EmployerId(""),
            employer_name=(employer.name or employer.legal_name) if employer else "",
            active=employee.active,
        )
