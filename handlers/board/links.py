"""Links to cards. A message keeps its link for good, so each is asked for once."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from approvals.model.card import Card
from approvals.ports.storage import Store
from approvals.rules.budgets import TimeBudgets
from handlers.board.cards import SlackBoard
from handlers.board.copies import CARD

REMEMBERED = 5_000
"""Links that are remembered: after as many they are asked for anew."""


@dataclass(frozen=True, slots=True)
class CardLinks:
    """The links to the cards in the approvals channel."""

    store: Store
    board: SlackBoard
    budgets: TimeBudgets
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    async def to(self, request_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """By request, where the card stands in the channel and Slack says where (chat.getPermalink)."""
        async with self.store.reading() as work:
            cards = await work.cards.of_kind(request_ids, CARD)
        posted = [card for card in cards.values() if card.ts]
        found = await asyncio.gather(*map(self._to, posted))
        return {card.request_id: link for card, link in zip(posted, found, strict=True) if link}

    async def at_once(self, request_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """As `to`, within the time that an answer has; none where Slack takes longer."""
        try:
            async with asyncio.timeout(self.budgets.links):
                return await self.to(request_ids)
        except TimeoutError:
            return {}

    async def _to(self, card: Card) -> str | None:
        place = (card.channel, str(card.ts))
        known = self._known.get(place)
        if known is None and (known := await self.board.permalink_of(card)) is not None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[place] = known
        return known
