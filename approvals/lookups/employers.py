"""The employers that the API key reaches: of several, two may have employees of the same name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from approvals.lookups.single_flight import SingleFlight
from approvals.ports.outside import Clock
from benefits.errors import BenefitsError
from benefits.ids import EmployerId
from benefits.models import Employee
from benefits.port import Benefits

REMEMBERED = timedelta(hours=1)
"""How long the names are remembered."""

AWAY = timedelta(minutes=1)
"""How long the API is not asked again after it did not tell them: each form would wait for it."""


@dataclass(slots=True, eq=False, repr=False)
class Employers:
    """Employers' names by id, as last read. While they are not known, there may be several."""

    benefits: Benefits
    clock: Clock
    known: Mapping[EmployerId, str] = field(default_factory=dict)
    _good_until: datetime | None = None
    _flight: SingleFlight = field(default_factory=SingleFlight)

    async def read(self, within: float) -> None:
        """Read the names if they are not known, or no longer; old ones stay if that fails. `within` is in seconds."""
        if self._good_until is None or self._good_until <= self.clock.now():
            await self._flight.ask(within, lambda: self._read(within))

    @property
    def are_several(self) -> bool:
        """Whether an employee's name needs the employer beside it."""
        return len(self.known) != 1

    def name_of(self, employee: Employee) -> str:
        """The employer to show beside an employee's name; "" if there is only one employer, or it is not told."""
        if not self.are_several:
            return ""
        return self.known.get(employee.employer_id or EmployerId("")) or employee.employer_name

    async def _read(self, within: float) -> None:
        now = self.clock.now()
        try:
            self.known = await self.benefits.employer_names(within=within)
        except BenefitsError:
            self._good_until = now + AWAY
        else:
            self._good_until = now + REMEMBERED
