"""What Vitable refused or did not answer of late, reads and reissue calls alike, for readiness and metrics."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from approvals.model.trouble import Trouble
from approvals.ports.outside import Clock
from benefits.errors import BenefitsError, InvalidId, NotFound
from benefits.outcome import Outcome, OutcomeKind

REISSUE = "enrollments/reissue"
"""The kind of the reissue call, in the form that reads have: the path without the version and the ids."""

LEAST_REFUSAL = 400

REFUSALS = {401: Trouble.WRONG_KEY, 403: Trouble.NO_ACCESS}
"""Refusals of a reissue call that are about the bot's key."""

LASTS = timedelta(minutes=5)
"""For so long a call that failed is a trouble, unless one of its kind works before."""


@dataclass(frozen=True, eq=False, repr=False)
class ApiTroubles:
    """The kinds of calls that failed last time, each with the reason and the time. Of this process alone."""

    clock: Clock
    noted: dict[str, tuple[Trouble, datetime]] = field(default_factory=dict)

    def heard(self, call: str, error: BenefitsError | None) -> None:
        """A call of this kind ended. That there is no such record is an answer as good as any."""
        self._note(call, None if error is None or isinstance(error, NotFound | InvalidId) else Trouble.of(error))

    def reissued(self, outcome: Outcome) -> None:
        """A reissue call ended. That the API refuses a reissue for a reason of its own is an answer as good as any."""
        self._note(REISSUE, _trouble_in(outcome))

    def _note(self, call: str, trouble: Trouble | None) -> None:
        if trouble is None:
            self.noted.pop(call, None)
        else:
            self.noted[call] = (trouble, self.clock.now())

    def current(self) -> dict[str, Trouble]:
        """The present troubles by kind of call."""
        since = self.clock.now() - LASTS
        return {call: trouble for call, (trouble, at) in self.noted.items() if at > since}


def _trouble_in(outcome: Outcome) -> Trouble | None:
    status = outcome.status_code or 0
    match outcome.kind:
        case OutcomeKind.REISSUED | OutcomeKind.CONFLICT:
            return None
        case OutcomeKind.REFUSED:
            return REFUSALS.get(status)
        case OutcomeKind.NOT_PROCESSED:
            return Trouble.RATE_LIMITED
        case OutcomeKind.UNKNOWN if status >= LEAST_REFUSAL:
            return Trouble.SERVER_ERROR
        case OutcomeKind.REISSUED_UNREADABLE | OutcomeKind.UNKNOWN if status:
            return Trouble.UNREADABLE
        case _:
            return Trouble.NO_ANSWER
