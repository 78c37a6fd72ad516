"""Links to cards. A message always keeps its link, so each is asked for once."""

import asyncio
from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.card import CARD, Card
from approvals.ports.storage import Store
from approvals.rules.budgets import TimeBudgets
from handlers.slack.client import NO_ANSWER

REMEMBERED = 5_000
"""Links that are remembered at most."""

Found = TypeVar("Found")


@dataclass(frozen=True, eq=False, repr=False)
class CardLinks:
    """The links to the cards in the approvals channel (chat.getPermalink)."""

    client: AsyncWebClient
    store: Store
    budgets: TimeBudgets
    _known: LRUCache[tuple[str, str], str] = field(default_factory=lambda: LRUCache(REMEMBERED))

    async def to(self, request_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """By request, where its card is in the channel and Slack says where."""
        async with self.store.reading() as work:
            cards = await work.cards.of_kind(request_ids, CARD)
        posted = list(cards.values())
        found = await asyncio.gather(*map(self._of, posted))
        return {card.request_id: link for card, link in zip(posted, found, strict=True) if link}

    async def at_once(self, request_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """As `to`, within the time that an answer has; none where Slack takes longer."""
        return await _within(self.budgets.links, self.to(request_ids)) or {}

    async def for_sentence(self, request_id: UUID) -> str | None:
        """The link to the card of one request, within the time that a sentence has."""
        links = await _within(self.budgets.link, self.to([request_id])) or {}
        return links.get(request_id)

    async def of_copy(self, copy: Card | None) -> str | None:
        """The link to a copy, if there is one, within the time that a sentence has."""
        return await _within(self.budgets.link, self._of(copy)) if copy else None

    async def _of(self, copy: Card) -> str | None:
        if copy.ts is None:
            return None
        place = (copy.channel, copy.ts)
        link = self._known.get(place)
        if link is None:
            try:
                answer = await self.client.chat_getPermalink(channel=copy.channel, message_ts=copy.ts)
            except NO_ANSWER:
                return None
            link = self._known[place] = str(answer["permalink"])
        return link


async def _within(seconds: float, finding: Awaitable[Found]) -> Found | None:
    try:
        async with asyncio.timeout(seconds):
            return await finding
    except TimeoutError:
        return None
