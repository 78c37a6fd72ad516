"""One line of the employee index: what the typeahead needs to find and tell people apart, and nothing else."""

from dataclasses import dataclass

from benefits.ids import EmployeeId, EmployerId, MemberId


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
