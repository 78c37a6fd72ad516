"""The board: keeps every copy of a request in Slack current, from the database and nothing else."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from uuid import UUID
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from approvals.errors import AuthorityUnreadable
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.model.attempt import Attempt
from approvals.model.card import Card
from approvals.model.conversation import Conversation
from approvals.model.event import Event
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock, Directory
from approvals.ports.storage import Store
from approvals.rules.deadlines import day_at
from approvals.rules.pace import earliest
from handlers.blocks.context import CardContext, Detail
from handlers.blocks.messages.replacing import replaced_card
from handlers.board.copies import Copy, approver_copies, copies_of
from handlers.board.fallback import approvers_for, told_before
from handlers.board.posting import SLACK_IS_AWAY, Poster, PostResult
from handlers.board.presentation import Presentation
from handlers.slack.client import NO_ANSWER, error_code
from handlers.slack.troubles import CLOSED, NOT_ANSWERED, SlackTroubles

CHANNEL = "channel"
"""The name in troubles for a channel that cannot be read."""


@dataclass(slots=True, weakref_slot=True)
class _Drawing:
    """Allows one drawing of a request at a time in this process; `redrawn` counts the forced ones."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    redrawn: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Snapshot:
    """Everything that a drawing depends on. `cards` are the copies on record by kind, updated while drawing. `zone` is
    the requester's."""

    reissue_request: ReissueRequest
    attempts: Sequence[Attempt]
    events: Sequence[Event]
    cards: dict[str, Card]
    zone: tzinfo
    context: CardContext


@dataclass(kw_only=True, slots=True)
class SlackBoard:
    """`approvals.ports.outside.Board` over the Web API. `troubles` has Slack's refusals, for readiness."""

    client: AsyncWebClient
    store: Store
    directory: Directory
    authority: Authority
    calendars: Calendars
    clock: Clock
    presentation: Presentation
    poster: Poster
    _drawing: WeakValueDictionary[UUID, _Drawing] = field(default_factory=WeakValueDictionary)

    @property
    def troubles(self) -> SlackTroubles:
        """Slack's present refusals."""
        return self.poster.troubles

    async def draw(self, request_id: UUID) -> float | None:
        """Post missing copies and redraw outdated ones; None, or the seconds until the next try."""
        drawing = self._drawing.setdefault(request_id, _Drawing())
        async with drawing.lock:
            return await self._draw(request_id, force=False)

    async def redraw(self, request_id: UUID) -> None:
        """Redraw every copy, also the ones that should be current: a person saw an outdated one.

        A hundred people who ask during one redrawing are served together by the next.
        """
        drawing = self._drawing.setdefault(request_id, _Drawing())
        begun_before = drawing.redrawn
        async with drawing.lock:
            if drawing.redrawn == begun_before:
                drawing.redrawn += 1
                await self._draw(request_id, force=True)

    async def retire(self, channel: str, ts: str, reissue_request: ReissueRequest, permalink: str | None) -> None:
        """Take facts and buttons from a message that is no longer the card. If Slack does not take that now, the next
        click tries again."""
        drawn = replaced_card(reissue_request, permalink)
        with suppress(*NO_ANSWER):
            await self.client.chat_update(channel=channel, ts=ts, text=drawn.text, blocks=drawn.blocks)

    async def _draw(self, request_id: UUID, *, force: bool) -> float | None:
        detail = await self._detail()
        seen = None if detail is None else await self._see(request_id, detail)
        if seen is None:
            return SLACK_IS_AWAY
        copies = list(copies_of(seen.reissue_request, seen.attempts, seen.events, seen.context))
        copies = [copy for copy in copies if not copy.only_if_posted or _is_posted(seen.cards.get(copy.kind))]
        brought = await self._bring(seen, copies, force=force)
        if not any(each.is_away for each in brought):
            brought += await self._bring(seen, await self._fallback(seen, brought), force=force)
        return earliest(*(each.again_in for each in brought))

    async def _see(self, request_id: UUID, detail: Detail) -> _Snapshot | None:
        """None when Slack does not say where the requester is, and so which day it is for them."""
        async with self.store.reading() as work:
            reissue_request = await work.requests.get(request_id)
            attempts = await work.attempts.of(request_id)
            events = await work.events.of(request_id)
            cards = await work.cards.of(request_id)
            conversation = Conversation.of(await work.remarks.of(request_id), events)
        try:
            zone = await self.calendars.zone_of(reissue_request.requester)
            likeness = await self.authority.likeness_of_requester(reissue_request)
        except AuthorityUnreadable:
            return None
        today = day_at(self.clock.now(), zone)
        return _Snapshot(
            reissue_request=reissue_request,
            attempts=attempts,
            events=events,
            cards={card.kind: card for card in cards},
            zone=zone,
            context=self.presentation.context(
                detail, today, reissue_request, conversation, events=events, is_matched=likeness.is_checked
            ),
        )

    async def _bring(self, seen: _Snapshot, copies: Sequence[Copy], *, force: bool) -> list[PostResult]:
        """Update the copies in order, until Slack does not answer."""
        brought: list[PostResult] = []
        for copy in copies:
            behind = force or _is_behind(seen.cards.get(copy.kind), seen)
            brought.append(await self.poster.bring(seen.reissue_request, copy, seen.cards, behind=behind))
            if brought[-1].is_away:
                break
        return brought

    async def _fallback(self, seen: _Snapshot, brought: Sequence[PostResult]) -> list[Copy]:
        """The copies for approvers who already have one; while the channel does not take an open card, for all
        approvers."""
        approvers = told_before(seen.cards.values())
        if seen.reissue_request.status.is_open and brought and brought[0].refusal in CLOSED:
            approvers += await approvers_for(self.authority, seen.reissue_request)
        return list(approver_copies(seen.reissue_request, seen.attempts, seen.context, list(dict.fromkeys(approvers))))

    async def _detail(self) -> Detail | None:
        """Full detail only where all readers are colleagues who were let in; None when Slack does not answer."""
        if self.presentation.card_detail is Detail.MINIMAL:
            return Detail.MINIMAL
        try:
            channel = await self.directory.channel(self.presentation.policy.approvals_channel)
        except AuthorityUnreadable as error:
            code = error_code(error.__cause__)
            self.troubles.note(CHANNEL, code or NOT_ANSWERED)
            return Detail.MINIMAL if code else None
        self.troubles.clear(CHANNEL)
        return Detail.FULL if channel.is_private and not channel.is_shared else Detail.MINIMAL


def _is_posted(card: Card | None) -> bool:
    return card is not None and card.ts is not None


def _is_behind(card: Card | None, seen: _Snapshot) -> bool:
    """Whether it shows an older version, or an open request with the "days left" of another day."""
    if card is None or card.drawn_version < seen.reissue_request.version:
        return True
    return seen.reissue_request.status.is_open and day_at(card.touched_at, seen.zone) != seen.context.today
