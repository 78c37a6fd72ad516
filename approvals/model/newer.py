"""A request that a later release of the bot has changed in a way that this release does not understand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class NewerRequest:
    """What this release can read of such a request: enough to say that it exists, and to whom."""

    id: UUID
    number: int
    revision: int
    requester: str
    submitted_at: datetime
    escalated_at: datetime | None
    employer_id: str | None = None
    category: str | None = None

    @property
    def label(self) -> str:
        """The number in the form that people write, such as R-12."""
        return f"R-{self.number}"
