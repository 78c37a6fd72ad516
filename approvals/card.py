"""A card: one drawn copy of a request in Slack, and how far it is behind."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """Where a copy stands and which version it shows.

    `kind` is unique per request. `touched_at` (UTC) is when it was last drawn, or claimed: a card without `ts` was
    about to be posted then. The intent is written down before the post, so that a lost answer does not go unnoticed:
    `unconfirmed` counts earlier posts of this copy that Slack may have accepted.
    """

    request_id: UUID
    kind: str
    channel: str
    touched_at: datetime
    ts: str | None = None
    drawn_version: int = 0
    unconfirmed: int = 0
