"""What is on record about the copies of a request, written for several of them in one transaction.

What is about to be posted is written down before Slack is asked, and what came of it afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from approvals.model.card import Card
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork

CLAIM_LASTS = timedelta(seconds=20)
"""After this long a post that was about to be sent counts as lost, and is sent again."""

CLAIM_MAY_AGE = timedelta(seconds=14)
"""A post that did not begin by then is not sent with this claim: its call, of five seconds at most, must end before
another process may take it over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What came of one copy. `seen` is its record from before: the claim, if it was to be posted.

    `card` is its record from now on. None means that it has to be posted again: `unconfirmed` is the number of posts of
    it that may be in Slack, and `stays` says that the message which was `seen` is still there with names.
    """

    seen: Card
    card: Card | None = None
    unconfirmed: int = 0
    stays: bool = False


@dataclass(slots=True)
class Noted:
    """What turned out while changes were written down: posts that another process has sent or found meanwhile, which
    are one too many; and messages, by kind, that another process has drawn differently meanwhile. Which of the two
    drawings Slack shows is not known."""

    too_many: list[Card] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)


@dataclass(frozen=True, eq=False, repr=False)
class CardRecords:
    """Writes down what is intended with copies, and what came of it. Raises StoreUnavailable."""

    store: Store
    clock: Clock

    async def intend(self, posts: Sequence[Card], named: Sequence[Card]) -> Mapping[str, Card]:
        """Claim the `posts` that may be sent now, and note that names are about to be shown in the messages `named`.

        Returns the claims by the kind of the copy. A post that another process is sending is not among them.
        """
        if not posts and not named:
            return {}
        async with self.store.writing() as work:
            for card in named:
                await work.cards.will_name(card)
            stale_before = self.clock.now() - CLAIM_LASTS
            claims = [await work.cards.claim(each, stale_before) for each in posts]
            await work.commit()
        return {claim.kind: claim for claim in claims if claim is not None}

    async def note(self, changes: Sequence[Change]) -> Noted:
        """Write down what came of some copies. What is in doubt is drawn again, also if no one else looks at it."""
        noted = Noted()
        if changes:
            async with self.store.writing() as work:
                for each in changes:
                    await _note(work, each, noted)
                if noted.in_doubt:
                    work.drive(changes[0].seen.request_id)
                await work.commit()
        return noted


async def _note(work: UnitOfWork, change: Change, noted: Noted) -> None:
    seen, card = change.seen, change.card
    if card is None:
        if change.stays:
            await work.cards.leave_behind(seen)
        await work.cards.forget(seen, change.unconfirmed)
    elif seen.ts is None:
        noted.too_many += [] if await work.cards.posted(seen, card) else [card]
    else:
        noted.in_doubt += [] if await work.cards.drawn(seen, card) else [card.kind]
