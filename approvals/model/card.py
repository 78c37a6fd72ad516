"""A card: one drawn copy of a request in Slack, and how far it is behind."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals.errors import Refusal

STAND_IN = "approver"
"""How the kind of a copy begins that approvers get by direct message while the channel does not take the card."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """Where a copy is in Slack and which version it shows.

    `kind` is unique per request. `touched_at` (UTC) is when it was last drawn, or claimed: a card without `ts` was
    about to be posted then. `unconfirmed` counts the posts of this copy, apart from the one at `ts`, that Slack may
    have accepted without an answer reaching the bot. A claim already counts the post that it is for, so the number is
    right even if the process dies between post and answer.
    """

    request_id: UUID
    kind: str
    channel: str
    touched_at: datetime
    ts: str | None = None
    drawn_version: int = 0
    unconfirmed: int = 0


class ReplacedCard(Refusal):
    """Another card has taken the place of this one. `current` is the new card, if it is known."""

    def __init__(self, current: Card | None) -> None:
        super().__init__()
        self.current = current
