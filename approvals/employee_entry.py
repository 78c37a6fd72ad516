"""One line of the employee index: what the typeahead needs to find and tell people apart, and nothing else."""

from dataclasses import dataclass
from typing import Self

from benefits.ids import EmployeeId, EmployerId, MemberId
from benefits.models import Employee


@dataclass(frozen=True, kw_only=True, slots=True)
class EmployeeEntry:
    """An employee as the typeahead shows them."""

    id: EmployeeId
    member_id: MemberId
    name: str
    email: str | None
    employer_id: EmployerId
    employer_name: str
    active: bool

    @classmethod
    def of(cls, employee: Employee, employer_name: str = "") -> Self:
        """The entry for an employee as the API knows them."""
        return cls(
            id=employee.id,
            member_id=employee.member.id,
            name=employee.name,
            email=employee.member.email,
            employer_id=employee.employer_id,
            employer_name=employer_name,
            active=employee.active,
        )
