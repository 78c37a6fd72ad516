"""One round of reads for a sample: each is counted, or its error noted, and the next is made unless it is in vain."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from benefits.errors import BenefitsError, RateLimited, Unreachable, WrongKey
from benefits.models import Employee, Enrollment, Identified
from benefits.paging import Listed
from bot.doctor.finding import Finding
from bot.doctor.sample import Kind, Sample
from bot.settings import Settings

WITHIN = 10.0
"""Seconds for the whole check."""

EMPLOYEES = 5
"""How many are tried at most, to find one with an enrollment."""

ENDS_IT = (WrongKey, RateLimited, Unreachable)
"""Errors that the next call would get as well."""

Asked = TypeVar("Asked")
Record = TypeVar("Record", bound=Identified)


@dataclass(frozen=True, slots=True)
class Reads:
    """One round of reads. Each counts its records and notes its errors; those in ENDS_IT are raised too."""

    sample: Sample = field(default_factory=Sample)

    async def finding(self, reading: Awaitable[None], settings: Settings, within: float = WITHIN) -> Finding:
        """What `reading` showed, which makes its calls with `listed`, `enrolled` and `asked`."""
        try:
            async with asyncio.timeout(within):
                await reading
        except TimeoutError:
            self.sample.note("records", Unreachable("The benefits API did not answer in time."))
        except ENDS_IT:
            pass  # it was noted
        return self.sample.finding(settings)

    async def enrolled(
        self, employees: tuple[Employee, ...], enrollments_of: Callable[[Employee], Awaitable[Listed[Enrollment]]]
    ) -> tuple[Employee, Enrollment | None]:
        """The first employee with an enrollment, and the enrollment; otherwise the first employee and None."""
        for employee in employees[:EMPLOYEES]:
            for enrollment in await self.listed(Kind.ENROLLMENT, enrollments_of(employee)):
                return employee, enrollment
        return employees[0], None

    async def listed(self, kind: Kind, call: Awaitable[Listed[Record]]) -> tuple[Record, ...]:
        """The readable records of a list."""
        listed = await self.asked(f"{kind}s", call)
        if listed is None:
            return ()
        self.sample.count(kind, listed)
        return listed.records

    async def asked(self, what: str, call: Awaitable[Asked]) -> Asked | None:
        """The answer; None for an error after which the reads go on."""
        try:
            return await call
        except BenefitsError as error:
            self.sample.note(what, error)
            if isinstance(error, ENDS_IT):
                raise
            return None
