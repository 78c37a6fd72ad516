"""Decides what a refresh changes in the employee index, without a database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from approvals.model.employee_entry import EmployeeEntry
from approvals.ports.index_storage import IndexedRow
from benefits.ids import EmployeeId, EmployerId

MISSES = 2
"""An employee must be missing in this many refreshes in a row: a list that changes while it is read can skip one."""

Item = TypeVar("Item")


def changed(entries: Iterable[EmployeeEntry], known: Mapping[EmployeeId, EmployeeEntry]) -> Sequence[EmployeeEntry]:
    """The entries that differ from the index. An entry that was counted as missed differs too."""
    return [entry for entry in entries if entry != known.get(entry.id)]


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in batches of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """Lines to change: `missed` get one more miss, `gone` were missed too often, `back` were seen again."""

    missed: Sequence[EmployeeId]
    gone: Sequence[EmployeeId]
    back: Sequence[EmployeeId]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenEmployees:
    """What a refresh has seen.

    `employees` has the ids of all listed employees, `whole` the employers whose list was read to its end. `listed` has
    all employers of the API; None if the list of employers was not read to its end.
    """

    employees: AbstractSet[str]
    whole: AbstractSet[str]
    listed: AbstractSet[str] | None

    def judged(self, rows: Iterable[IndexedRow]) -> Judged:
        """Sorts these lines of the index by what must change."""
        missed: list[EmployeeId] = []
        gone: list[EmployeeId] = []
        back: list[EmployeeId] = []
        for row in rows:
            if row.id in self.employees:
                back += [row.id] if row.missed else []
            elif self._would_have_listed(row.employer_id):
                (gone if row.missed + 1 >= MISSES else missed).append(row.id)
        return Judged(missed=missed, gone=gone, back=back)

    def _would_have_listed(self, employer_id: EmployerId) -> bool:
        """Whether an employee of this employer would have been seen if the API still had them."""
        is_gone = self.listed is not None and employer_id not in self.listed
        return is_gone or employer_id in self.whole
