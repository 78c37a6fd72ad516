"""The board: brings every copy of a request in Slack up to date, from the database and nothing else."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from approvals.card import Card
from approvals.errors import AuthorityUnreadable
from approvals.pace import earliest
from approvals.ports import Clock, Directory, Store
from approvals.request import ReissueRequest
from handlers.blocks.context import Detail
from handlers.copies import Copy, copies_of
from handlers.slack_client import NO_ANSWER, error_code
from handlers.workplace import Workplace

CLAIM_LASTS = timedelta(seconds=20)
"""After this long a post that was about to be sent is taken for lost, and sent again."""

LOOK_AGAIN = 2.0
"""Seconds until the next look when somebody else is posting the same copy."""

SLACK_IS_AWAY = 5.0
"""Seconds until the next try when Slack did not answer."""

SLACK_REFUSES = 60.0
"""Seconds until the next try when Slack refuses for a reason that a person has to remove."""

GONE = frozenset({"message_not_found", "cant_update_message", "is_inactive", "edit_window_closed"})
"""What chat.update says of a message that can no longer be redrawn: it is posted anew."""

log = structlog.get_logger()


@dataclass(slots=True, weakref_slot=True)
class _Drawing:
    """One drawing of a request at a time in this process; `redrawn` counts those that were forced."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    redrawn: int = 0


@dataclass(kw_only=True, slots=True)
class SlackBoard:
    """`approvals.ports.Board` over the Web API. `troubles` says what Slack refuses, for readiness."""

    client: AsyncWebClient
    store: Store
    directory: Directory
    clock: Clock
    workplace: Workplace
    troubles: dict[str, str] = field(default_factory=dict)
    _drawing: WeakValueDictionary[UUID, _Drawing] = field(default_factory=WeakValueDictionary)

    async def draw(self, request_id: UUID) -> float | None:
        """Post what is missing and redraw what is behind; None, or the seconds until the next try."""
        drawing = self._drawing.setdefault(request_id, _Drawing())
        async with drawing.lock:
            return await self._draw(request_id, force=False)

    async def redraw(self, request_id: UUID) -> None:
        """Redraw every copy, whatever they are thought to show: somebody saw an outdated one.

        A hundred people who ask while one redrawing is under way are served together by the next.
        """
        drawing = self._drawing.setdefault(request_id, _Drawing())
        begun_before = drawing.redrawn
        async with drawing.lock:
            if drawing.redrawn == begun_before:
                drawing.redrawn += 1
                await self._draw(request_id, force=True)

    async def permalink(self, request_id: UUID) -> str | None:
        """A link to the card in the approvals channel, if it is there and Slack answers."""
        async with self.store.reading() as work:
            cards = {card.kind: card for card in await work.cards.of(request_id)}
        card = cards.get("card")
        if card is None or card.ts is None:
            return None
        try:
            answer = await self.client.chat_getPermalink(channel=card.channel, message_ts=card.ts)
        except NO_ANSWER:
            return None
        return str(answer["permalink"])

    async def _draw(self, request_id: UUID, *, force: bool) -> float | None:
        detail = await self._detail()
        if detail is None:
            return SLACK_IS_AWAY
        reissue_request, copies, cards = await self._wanted(request_id, detail)
        delays = []
        for copy in copies:
            card = cards.get(copy.kind)
            if card is None or card.ts is None:
                delays.append(await self._post(reissue_request, copy, cards))
            elif copy.lives and (force or self._is_behind(card, reissue_request)):
                delays.append(await self._update(reissue_request, copy, card))
        return earliest(*delays)

    async def _wanted(self, request_id: UUID, detail: Detail) -> tuple[ReissueRequest, Sequence[Copy], dict[str, Card]]:
        async with self.store.reading() as work:
            reissue_request = await work.requests.get(request_id)
            attempts = await work.attempts.of(request_id)
            events = await work.events.of(request_id)
            cards = {card.kind: card for card in await work.cards.of(request_id)}
        context = self.workplace.context(detail)
        return reissue_request, list(copies_of(reissue_request, attempts, events, context)), cards

    async def _detail(self) -> Detail | None:
        """Everything only where nobody but colleagues who were let in can read it; None when Slack does not answer."""
        try:
            channel = await self.directory.channel(self.workplace.policy.approvals_channel)
        except AuthorityUnreadable as error:
            return Detail.MINIMAL if error_code(error.__cause__) else None
        return Detail.FULL if channel.is_private and not channel.is_shared else Detail.MINIMAL

    def _is_behind(self, card: Card, reissue_request: ReissueRequest) -> bool:
        """An older version, or an open request whose "days left" are yesterday's."""
        if card.drawn_version < reissue_request.version:
            return True
        return reissue_request.status.is_open and card.touched_at.date() < self.clock.now().date()

    async def _post(self, reissue_request: ReissueRequest, copy: Copy, cards: dict[str, Card]) -> float | None:
        thread_ts = None
        if copy.under is not None:
            parent = cards.get(copy.under)
            if parent is None or parent.ts is None:
                return None  # whatever keeps the parent away says when to come back
            thread_ts = parent.ts
        now = self.clock.now()
        intent = Card(request_id=reissue_request.id, kind=copy.kind, channel=copy.channel, touched_at=now)
        if not await self._claim(intent, now):
            return LOOK_AGAIN
        try:
            answer = await self.client.chat_postMessage(
                channel=copy.channel,
                thread_ts=thread_ts,
                text=copy.drawn.text,
                blocks=copy.drawn.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if error.response.status_code >= 500:
                return CLAIM_LASTS.total_seconds()
            await self._forget(intent)
            return self._refused(copy, error)
        except NO_ANSWER:
            return CLAIM_LASTS.total_seconds()
        cards[copy.kind] = await self._drawn(intent, reissue_request, str(answer["channel"]), str(answer["ts"]))
        self.troubles.pop(copy.kind.partition(":")[0], None)
        return None

    async def _update(self, reissue_request: ReissueRequest, copy: Copy, card: Card) -> float | None:
        try:
            await self.client.chat_update(
                channel=card.channel, ts=str(card.ts), text=copy.drawn.text, blocks=copy.drawn.blocks
            )
        except SlackApiError as error:
            if error_code(error) in GONE:
                await self._forget(card)
                return LOOK_AGAIN
            return self._refused(copy, error)
        except NO_ANSWER:
            return SLACK_IS_AWAY
        await self._drawn(card, reissue_request, card.channel, str(card.ts))
        return None

    def _refused(self, copy: Copy, error: SlackApiError) -> float:
        """How long to wait after Slack said no."""
        status, headers = error.response.status_code, error.response.headers
        if status == 429:
            return float(headers.get("Retry-After", 1))
        if status >= 500:
            return SLACK_IS_AWAY
        code = error_code(error) or f"HTTP {status}"
        self.troubles[copy.kind.partition(":")[0]] = code
        log.error("slack_refuses_card", kind=copy.kind, channel=copy.channel, error=code)
        return SLACK_REFUSES

    async def _claim(self, intent: Card, now: datetime) -> bool:
        async with self.store.writing() as work:
            claimed = await work.cards.claim(intent, now - CLAIM_LASTS)
            await work.commit()
        return claimed

    async def _forget(self, card: Card) -> None:
        async with self.store.writing() as work:
            await work.cards.forget(card.request_id, card.kind)
            await work.commit()

    async def _drawn(self, card: Card, reissue_request: ReissueRequest, channel: str, ts: str) -> Card:
        drawn = Card(
            request_id=card.request_id,
            kind=card.kind,
            channel=channel,
            touched_at=self.clock.now(),
            ts=ts,
            drawn_version=reissue_request.version,
        )
        async with self.store.writing() as work:
            await work.cards.drawn(drawn)
            await work.commit()
        return drawn
