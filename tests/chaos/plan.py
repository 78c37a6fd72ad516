"""What one series is to be: on which database, how many replicas, how much work, how much harm."""

from dataclasses import dataclass
from typing import Literal

from benefits.contract import Contract

Database = Literal["sqlite", "postgresql"]

TIMEOUT, SETTLE = 1.0, 8.0
"""Seconds: the bot's patience with the benefits API, and until "nothing new" may count there."""

LATE_EFFECT = 1.3
"""Seconds until a POST takes effect for whose answer the bot did not wait."""

LATEST_EFFECT = 5.0
"""Seconds until one does whose sender is killed: it is lost for the bot one second later, no sooner. With the second
that a claim may be old and what a busy machine adds, it is below `SETTLE`: the API must keep to that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One series. `kills` counts processes; `lives` is how long people care for a request, in seconds.

    With `hurried`, leases end as soon as the last kill is done, rather than a minute after they began: what a dead
    replica had in hand is taken over at once, which is all that a short series needs to differ in. `broken` runs the
    build of `tests.chaos.broken`, which must be found out. `copies` spares the processes their imports.
    """

    database: Database
    contract: Contract = Contract.DOCUMENTED
    replicas: int = 1
    requests: int = 30
    kills: int = 6
    seed: int = 1
    at_once: int = 24
    lives: float = 300.0
    hurried: bool = False
    broken: bool = False
    copies: bool = False

    @property
    def name(self) -> str:
        """How the series is called in the table."""
        return f"{'SQLite' if self.database == 'sqlite' else 'PostgreSQL'} x {self.replicas}, {self.contract.value}"
