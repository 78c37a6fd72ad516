"""One line of the employee index: only what the typeahead needs to find people and to tell them apart."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from benefits.ids import EmployeeId, EmployerId, MemberId
from benefits.models import Employee, Employer


@dataclass(frozen=True, kw_only=True, slots=True)
class EmployeeEntry:
    """An employee as the typeahead shows them.

    `employer_id` is "" if the API does not say who the employer is. `left_on` is the last day of a person who is no
    longer active, if that is known. `missed` is the number of refreshes in a row that did not find them in the API's
    lists.
    """

    id: EmployeeId
    member_id: MemberId
    name: str
    email: str | None
    employer_id: EmployerId
    employer_name: str
    active: bool
    left_on: date | None = None
    missed: int = 0

    @classmethod
    def of(cls, employee: Employee, employer: Employer | None = None) -> Self:
        """The entry for an employee of the API; `employer` is the employer whose list has them."""
        return cls(
            id=employee.id,
            member_id=employee.member.id,
            name=employee.name,
            email=employee.member.email,
            employer_id=employer.id if employer else employee.employer_id or EmployerId(""),
            employer_name=(employer.name or employer.legal_name) if employer else employee.employer_name,
            active=employee.active,
            left_on=None if employee.active else employee.termination_date,
        )
