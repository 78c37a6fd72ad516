"""Vitable's records: can the bot understand an employer's employees, and what belongs to one of them?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from benefits.client import VitableConnect
from benefits.errors import BenefitsError, InvalidId, RateLimited, Unreachable, UnreadableAnswer, WrongKey
from benefits.ids import EmployeeId, EnrollmentId
from benefits.models import Employee, Employer, Enrollment, Identified
from benefits.paging import Listed
from bot.doctor.finding import Finding
from bot.doctor.sample import Kind, Sample
from bot.settings import Settings

WITHIN = 10.0
"""Seconds for all of it."""

EMPLOYERS, EMPLOYEES = 3, 5
"""At most so many are tried, until one has an employee, and one an enrollment."""

ASKED_AGAIN = 3
"""Unreadable records of a list that are asked for one by one: their errors name the fields at fault."""

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
            if employees := await self._listed(Kind.EMPLOYEE, page, self._employee):
                return employees
        return ()

    async def _enrolled(self, employees: tuple[Employee, ...]) -> tuple[Employee, Enrollment | None]:
        """The first who has an enrollment, with it; else the first, without one."""
        for employee in employees:
            enrollments = self.benefits.enrollments_of(employee.id)
            for enrollment in await self._listed(Kind.ENROLLMENT, enrollments, self._enrollment):
                return employee, enrollment
        return employees[0], None

    async def _employee(self, record_id: str) -> object:
        return await self.benefits.employee(EmployeeId(record_id))

    async def _enrollment(self, record_id: str) -> object:
        return await self.benefits.enrollment(EnrollmentId(record_id))

    async def _listed(
        self,
        kind: Kind,
        call: Awaitable[Listed[Record]],
        one: Callable[[str], Awaitable[object]] | None = None,
    ) -> tuple[Record, ...]:
        """The readable records of a list; `one` reads a single record by its id."""
        listed = await self._asked(f"{kind}s", call)
        if listed is None:
            return ()
        fields: set[str] = set()
        if one is not None:
            for record_id in listed.unreadable[:ASKED_AGAIN]:
                fields.update(await _at_fault(one, record_id))
        self.sample.count(kind, listed, fields)
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


async def _at_fault(one: Callable[[str], Awaitable[object]], record_id: str) -> tuple[str, ...]:
    """The fields of a record that cannot be read; one whose id cannot be read either has "" for it."""
    try:
        await one(record_id)
    except InvalidId:
        return ("id",)
    except UnreadableAnswer as error:
        return error.fields
    except BenefitsError:
        return ()
    return ()
