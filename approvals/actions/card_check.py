"""Which message in Slack is the card, and which only looks like it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from approvals.actions.action import Actions
from approvals.lookups.authority import Actor
from approvals.model.card import CARD, Card, ReplacedCard
from approvals.model.event import EventKind


@dataclass(frozen=True, slots=True)
class Place:
    """A message that was clicked. `could_be` says whether a copy of a given kind can be in such a place."""

    channel: str
    ts: str
    could_be: Callable[[str], bool]


@dataclass(frozen=True, eq=False, repr=False)
class CardCheck:
    """The use case before every click on a message.

    A post that Slack accepted but never confirmed may still be there next to its replacement. Only one is kept true.
    """

    actions: Actions

    async def check(self, actor: Actor, request_id: UUID, place: Place, wanted: EventKind | None) -> Card:
        """Let the click pass if the message is a copy on record, or the lost post of one, which is then put on record.
        Returns that copy.

        Otherwise raises ReplacedCard, after writing the refusal down if the click `wanted` something for the audit.
        Raises UnknownRequest.
        """
        async with self.actions.store.reading() as work:
            cards = await work.cards.of(request_id)
        at_place = (card for card in cards if (card.channel, card.ts) == (place.channel, place.ts))
        if clicked := next((card for card in at_place if not card.is_left_behind), None):
            return clicked
        # An unconfirmed direct message has the person on record as its channel, not the conversation.
        here = [card for card in cards if card.channel in (place.channel, actor.user_id) and place.could_be(card.kind)]
        lost = next((card for card in here if card.ts is None and card.unconfirmed), None)
        is_left = any(card.is_left_behind and (card.channel, card.ts) == (place.channel, place.ts) for card in cards)
        if lost is None or is_left:
            moved = [card for card in cards if card.kind == CARD and is_left]
            await self._refuse(actor, request_id, next((card for card in (*moved, *here) if card.ts), None), wanted)
        if await self._adopt(lost, place):
            return lost
        return await self.check(actor, request_id, place, wanted)  # posted or found in the meantime

    async def _adopt(self, lost: Card, place: Place) -> bool:
        async with self.actions.store.writing() as work:
            adopted = await work.cards.adopt(lost, place.channel, place.ts)
            await work.commit()
        return adopted

    async def _refuse(self, actor: Actor, request_id: UUID, current: Card | None, wanted: EventKind | None) -> NoReturn:
        seen = await self.actions.read(request_id)
        if wanted is None:
            raise ReplacedCard(current)
        async with self.actions.refusals_written(actor, seen, wanted):
            raise ReplacedCard(current)
