"""What Vitable refused or did not answer of late when people or the bot read something, for readiness and metrics."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from approvals.model.trouble import Trouble
from approvals.ports.outside import Clock
from benefits.errors import BenefitsError, InvalidId, NotFound

LASTS = timedelta(minutes=5)
"""For so long a call that failed is a trouble, unless one of its kind works before."""


@dataclass(frozen=True, slots=True)
class ApiTroubles:
    """The kinds of calls that failed last time, each with the reason and the time. Of this process alone."""

    clock: Clock
    noted: dict[str, tuple[Trouble, datetime]] = field(default_factory=dict)

    def heard(self, call: str, error: BenefitsError | None) -> None:
        """A call of this kind ended. That there is no such record is an answer as good as any."""
        if error is None or isinstance(error, NotFound | InvalidId):
            self.noted.pop(call, None)
        else:
            self.noted[call] = (Trouble.of(error), self.clock.now())

    def current(self) -> dict[str, Trouble]:
        """The present troubles by kind of call."""
        since = self.clock.now() - LASTS
        return {call: trouble for call, (trouble, at) in self.noted.items() if at > since}
