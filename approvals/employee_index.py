"""The employee index: a copy of names, e-mails and ids, since the API has no text search."""

from dataclasses import dataclass

from approvals.employee_entry import EmployeeEntry
from approvals.ports import Benefits
from approvals.repositories import Store
from benefits.ids import EmployeeId
from benefits.models import Employer


@dataclass(frozen=True, slots=True)
class IndexedEmails:
    """`approvals.ports.Emails` by the index."""

    store: Store

    async def of(self, employee_id: EmployeeId) -> str | None:
        """An employee's; None where the index has none."""
        async with self.store.reading() as work:
            return await work.employees.email_of(employee_id)


@dataclass(frozen=True, slots=True)
class EmployeeIndex:
    """Keeps the index in the database like the API, employer by employer."""

    store: Store
    benefits: Benefits

    async def refresh(self) -> int:
        """Read every employee anew; returns how many there are. Raises BenefitsError, StoreError."""
        employers = await self.benefits.employers()
        counts = [await self._refresh_employer(employer) for employer in employers]
        async with self.store.writing() as work:
            await work.employees.keep_only([employer.id for employer in employers])
            await work.commit()
        return sum(counts)

    async def _refresh_employer(self, employer: Employer) -> int:
        entries = [
            EmployeeEntry.of(employee, employer.name or employer.legal_name)
            async for page in self.benefits.employees_of(employer.id)
            for employee in page
        ]
        async with self.store.writing() as work:
            await work.employees.replace(employer.id, entries)
            await work.commit()
        return len(entries)
