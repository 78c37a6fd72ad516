"""Vitable's records: can the bot understand an employer's employees, and what belongs to one of them?"""

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
"""Seconds for all of it."""

EMPLOYERS, EMPLOYEES = 3, 5
"""At most so many are tried, until one has an employee, and one an enrollment."""

ENDS_IT = (WrongKey, RateLimited, Unreachable)
"""Errors that the next call would meet as well."""

Asked = TypeVar("Asked")
Record = TypeVar("Record", bound=Identified)


async def examine_records(
    benefits: VitableConnect, employers: Listed[Employer], settings: Settings, within: float = WITHIN
) -> Finding:
    """Read the first employees, and of one of them the enrollments and life events, by the calls of the bot at work."""
    look = Look(benefits)
    try:
        async with asyncio.timeout(within):
            await look.at(employers)
    except TimeoutError:
        look.sample.note("records", Unreachable("The benefits API did not answer in time."))
    except ENDS_IT:
        pass  # it is noted
    return look.sample.finding(settings)


@dataclass(frozen=True, slots=True)
class Look:
    """One look: each read counts what it brings, and notes what goes wrong."""

    benefits: VitableConnect
    sample: Sample = field(default_factory=Sample)

    async def at(self, employers: Listed[Employer]) -> None:
        """Read on until there is something of each kind. Raises what ENDS_IT."""
        self.sample.count(Kind.EMPLOYER, employers)
        employees = await self._employees(employers.records[:EMPLOYERS])
        if not employees:
            return
        employee, enrollment = await self._enrolled(employees[:EMPLOYEES])
        await self._asked("one employee", self.benefits.employee(employee.id))
        if enrollment is not None:
            await self._asked("one enrollment", self.benefits.enrollment(enrollment.id))
        await self._listed(Kind.EVENT, self.benefits.qualifying_life_events_of(employee.member.id))

    async def _employees(self, employers: Iterable[Employer]) -> tuple[Employee, ...]:
        """The first page of the first employer who has any."""
        for employer in employers:
            page = _first(self.benefits.employees_of(employer.id))
            if employees := await self._listed(Kind.EMPLOYEE, page):
                return employees
        return ()

    async def _enrolled(self, employees: tuple[Employee, ...]) -> tuple[Employee, Enrollment | None]:
        """The first who has an enrollment, with it; else the first, without one."""
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
        """The answer; None where it is an error that does not end the look."""
        try:
            return await call
        except BenefitsError as error:
            self.sample.note(what, error)
            if isinstance(error, ENDS_IT):
                raise
            return None


async def _first(pages: AsyncIterator[Listed[Record]]) -> Listed[Record]:
    return await anext(pages, Listed())
