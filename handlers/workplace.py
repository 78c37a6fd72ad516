"""What every drawing has to know of the workspace it is drawn for."""

from dataclasses import dataclass
from datetime import date

from approvals.policy import Policy
from approvals.ports import Clock
from handlers.blocks.context import CardContext, Detail


@dataclass(frozen=True, slots=True)
class Workplace:
    """One workspace. `server` names a benefits server that is not production, and is shown on every card."""

    policy: Policy
    server: str | None
    clock: Clock

    @property
    def today(self) -> date:
        """The current day (UTC)."""
        return self.clock.now().date()

    def context(self, detail: Detail, today: date) -> CardContext:
        """What a card needs beside its request; `today` is the date where its requester is."""
        return CardContext(
            detail=detail,
            server=self.server,
            approvers=self.policy.approvers,
            today=today,
            approvals_channel=self.policy.approvals_channel,
        )
