"""A card: one drawn copy of a request in Slack, and how far it is behind."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals.errors import Refusal

CARD = "card"
"""The kind of the copy in the approvals channel."""

STAND_IN = "approver"
"""How the kind of a copy begins that approvers get by direct message while the channel does not take the card."""

LEFT_BEHIND = "left"
"""How the kind of a message begins that Slack does not let the bot change, and that a newer copy has replaced. It is on
record only because names stand in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """Where a copy is in Slack and which version it shows.

    `kind` is unique per request. `touched_at` (UTC) is when it was last drawn, or claimed: a card without `ts` was
    about to be posted then. `unconfirmed` counts the posts of this copy, apart from the one at `ts`, that Slack may
    have accepted without an answer reaching the bot. A claim already counts the post that it is for, so the number is
    right even if the process dies between post and answer. `named` says whether the message may show names and free
    text: it does so from before the first drawing that has them until a drawing without them is confirmed.
    `shown_group` is a hash of what it shows of the requests that were submitted together with its own, and of approvers
    who are away.
    """

    request_id: UUID
    kind: str
    channel: str
    touched_at: datetime
    ts: str | None = None
    drawn_version: int = 0
    unconfirmed: int = 0
    named: bool = True
    shown_group: str = ""

    @property
    def is_left_behind(self) -> bool:
        """Whether a newer copy has replaced this message, which Slack does not let the bot change."""
        return self.kind.startswith(f"{LEFT_BEHIND}:")

    @property
    def is_to_retire(self) -> bool:
        """Whether it still has facts and buttons, although the card moved to another channel."""
        return self.is_left_behind and self.drawn_version == 0


def is_posted(card: Card | None) -> bool:
    """Whether a copy is in Slack. None is one that is not on record."""
    return card is not None and card.ts is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class NamesLeft:
    """A request with `copies` messages in one channel that may show names."""

    request_id: UUID
    number: int
    copies: int

    @property
    def label(self) -> str:
        """The number in the form that people write, such as R-12."""
        return f"R-{self.number}"


class ReplacedCard(Refusal):
    """Another card has taken the place of this one. `current` is the new card, if it is known."""

    def __init__(self, current: Card | None) -> None:
        super().__init__()
        self.current = current
