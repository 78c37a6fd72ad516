"""Vitable's records: can the bot read some employees, and the enrollments and life events of one?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from benefits.client import VitableConnect
from benefits.errors import BenefitsError, RateLimited, Unreachable, WrongKey
from benefits.models import Employee, Employer, Enrollment, Identified
from benefits.paging import Listed
from bot.doctor.finding import Finding
from bot.doctor.sample import Kind, Sample
from bot.settings import Settings

WITHIN = 10.0
"""Seconds for the whole check."""

EMPLOYERS, EMPLOYEES = 3, 5
"""How many are tried at most, to find one with an employee, and one with an enrollment."""

ENDS_IT = (WrongKey, RateLimited, Unreachable)
"""Errors that the next call would get as well."""

Asked = TypeVar("Asked")
Record = TypeVar("Record", bound=Identified)


async def examine_records(
    benefits: VitableConnect, employers: Listed[Employer], settings: Settings, within: float = WITHIN
) -> Finding:
    """Read some employees, and the enrollments and life events of one, with the calls that the bot makes at work."""
    look = Look(benefits)
    try:
        async with asyncio.timeout(within):
            await look.at(employers)
    except TimeoutError:
        look.sample.note("records", Unreachable("The benefits API did not answer in time."))
    except ENDS_IT:
        pass  # it was noted
    return look.sample.finding(settings)


@dataclass(frozen=True, slots=True)
class Look:
    """One round of reads. Each counts its records and notes its errors."""

    benefits: VitableConnect
    sample: Sample = field(default_factory=Sample)

    async def at(self, employers: Listed[Employer]) -> None:
        """Read until there is a record of each kind. Raises the errors in ENDS_IT."""
        self.sample.count(Kind.EMPLOYER, employers)
        employees = await self._employees(employers.records[:EMPLOYERS])
        if not employees:
            return
        employee, enrollment = await self._enrolled(employees[:EMPLOYEES])
        await self._asked("one employee", self.benefits.employee(employee.id))
        if enrollment is not None:
            await self._asked("one enrollment", self.benefits.enrollment(enrollment.id))
        await self._listed(Kind.EVENT, self.benefits.events(employee))

    async def _employees(self, employers: Iterable[Employer]) -> tuple[Employee, ...]:
        """The first page of employees, of the first employer that has any."""
        for employer in employers:
            page = _first(self.benefits.employees_of(employer.id))
            if employees := await self._listed(Kind.EMPLOYEE, page):
                return employees
        return ()

    async def _enrolled(self, employees: tuple[Employee, ...]) -> tuple[Employee, Enrollment | None]:
        """The first employee with an enrollment, and the enrollment; otherwise the first employee and None."""
        for employee in employees:
            enrollments = self.benefits.enrollments_of(employee.id)
            for enrollment in await self._listed(Kind.ENROLLMENT, enrollments):
                return employee, enrollment
        return employees[0], None

    async def _listed(self, kind: Kind, call: Awaitable[Listed[Record]]) -> tuple[Record, ...]:
        """The readable records of a list."""
        listed = await self._asked(f"{kind}s", call)
        if listed is None:
            return ()
        self.sample.count(kind, listed)
        return listed.records

    async def _asked(self, what: str, call: Awaitable[Asked]) -> Asked | None:
        """The answer; None for an error after which the reads go on."""
        try:
            return await call
        except BenefitsError as error:
            self.sample.note(what, error)
            if isinstance(error, ENDS_IT):
                raise
            return None


async def _first(pages: AsyncIterator[Listed[Record]]) -> Listed[Record]:
    return await anext(pages, Listed())
