"""The board: keeps every copy of a request in Slack current, from the database and nothing else."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from uuid import UUID
from weakref import WeakValueDictionary

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from approvals.lookups.authority import Authority
from approvals.model.card import CARD, Card, is_posted
from approvals.model.request import ReissueRequest
from approvals.ports.storage import Store
from approvals.rules.deadlines import day_at
from approvals.rules.pace import earliest
from handlers.blocks.context import Detail
from handlers.blocks.messages.replacing import replaced_card
from handlers.board.channels import Channels
from handlers.board.copies import Copy, approver_copies, copies_left_behind, copies_of
from handlers.board.drawing import Wanted
from handlers.board.fallback import approvers_for, others_decide, told_before
from handlers.board.posting import Poster
from handlers.board.presentation import Presentation
from handlers.board.results import SLACK_IS_AWAY, PostResult
from handlers.board.snapshot import UNSURE, Snapshot, SnapshotReader
from handlers.slack.client import NO_ANSWER
from handlers.slack.troubles import CLOSED, SlackTroubles

REMEMBERED = 10_000
"""Requests of which the board remembers whether they were submitted with others."""

LONG = 5.0
"""Seconds. Of a new request whose card has to wait longer in line, nothing is drawn before."""

UNSURE_WAIT = 60.0
"""Seconds until the next try then."""


@dataclass(slots=True, weakref_slot=True)
class _Drawing:
    """Allows one drawing of a request at a time in this process; `redrawn` counts the forced ones."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    redrawn: int = 0


@dataclass(frozen=True, slots=True)
class _Member:
    """A request of a group, and whether its card is in Slack."""

    id: UUID
    is_posted: bool


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class SlackBoard:
    """`approvals.ports.outside.Board` over the Web API. `troubles` has Slack's refusals, for readiness."""

    client: AsyncWebClient
    store: Store
    authority: Authority
    presentation: Presentation
    poster: Poster
    snapshots: SnapshotReader
    _drawing: WeakValueDictionary[UUID, _Drawing] = field(default_factory=WeakValueDictionary)
    _groups: LRUCache[UUID, UUID | None] = field(default_factory=lambda: LRUCache(REMEMBERED))
    _doubted: set[UUID] = field(default_factory=set)

    @property
    def troubles(self) -> SlackTroubles:
        """Slack's present refusals."""
        return self.poster.troubles

    @property
    def channels(self) -> Channels:
        """Who can read the channels that cards are in."""
        return self.poster.channels

    async def draw(self, request_id: UUID) -> float | None:
        """Post missing copies and redraw outdated ones; None, or the seconds until the next try.

        The cards of one group show how the others stand. So after a request the other cards of its group are looked at
        too, and before it those with lower numbers are posted. All of that is done again if this process dies: the
        lease of the request that changed runs on until then. What is in doubt is redrawn even if it should be current.
        """
        if later := await self._later(request_id):
            return later
        group_id = await self._group_of(request_id)
        if group_id is None:
            self._doubted.discard(request_id)
            drawing = self._drawing.setdefault(request_id, _Drawing())
            async with drawing.lock:
                return await self._draw(request_id, force=False)
        beside = await self._beside(group_id)
        ids = [member.id for member in beside]
        missing = [member.id for member in beside[: ids.index(request_id)] if not member.is_posted]
        force = request_id in self._doubted
        again_in = earliest(*[await self._draw_member(each, force=force) for each in (*missing, request_id)])
        for other in await self._beside(group_id):
            if other.is_posted and other.id != request_id:
                again_in = earliest(again_in, await self._draw_member(other.id, force=force))
        if again_in is None:
            self._doubted.discard(request_id)
        return again_in

    def looked_at(self, request_id: UUID) -> None:
        """No other card has to wait for this one's any more."""
        self.poster.arrivals.done(request_id)

    def doubt(self, request_ids: Collection[UUID]) -> None:
        """Several processes draw the requests of a group. If one ended between its update and its look at what had
        changed meanwhile, Slack may show less than the record says. Of a request alone, what two of them drew at the
        same time is noticed when the second writes it down."""
        self._doubted.update(request_ids)

    async def _draw_member(self, request_id: UUID, *, force: bool) -> float | None:
        """Draw one request of a group."""
        drawing = self._drawing.setdefault(request_id, _Drawing())
        async with drawing.lock:
            return await self._draw_as_it_stands(request_id, force=force)

    async def _draw_as_it_stands(self, request_id: UUID, *, force: bool) -> float | None:
        """Draw a request; if it or its group changed meanwhile, once more. Of two processes that draw it at the same
        time, the one that knew less may have been the last whose update reached Slack."""
        before = await self._versions(request_id)
        again_in = await self._draw(request_id, force=force)
        while before != (now := await self._versions(request_id)):
            before, again_in = now, await self._draw(request_id, force=True)
        return again_in

    async def _later(self, request_id: UUID) -> float | None:
        """The seconds until the next try if a request that is new to this process, and was submitted alone, has its
        card far back in line; None if it is to be drawn now. Without this, a flood of requests takes twice the time."""
        if request_id in self._groups:
            return None
        async with self.store.reading() as work:
            one = await work.requests.get(request_id)
            card = (await work.cards.of_kind([request_id], CARD)).get(request_id)
        self._groups[request_id] = one.group_id
        if one.group_id is not None or is_posted(card):
            return None
        channel = self.presentation.routes.shown_for(one).approvals_channel
        wait = self.poster.lines.wait(channel, (False, one.number))
        return wait if wait > LONG else None

    async def _group_of(self, request_id: UUID) -> UUID | None:
        """The group of a request, which never changes; None if it was submitted alone."""
        if request_id not in self._groups:
            async with self.store.reading() as work:
                self._groups[request_id] = (await work.requests.get(request_id)).group_id
        return self._groups[request_id]

    async def _beside(self, group_id: UUID) -> list[_Member]:
        """The requests of a group, by number."""
        async with self.store.reading() as work:
            members = await work.requests.of_group(group_id)
            cards = await work.cards.of_kind([each.id for each in members], CARD)
        return [_Member(each.id, is_posted=is_posted(cards.get(each.id))) for each in members]

    async def _versions(self, request_id: UUID) -> list[int]:
        """The versions of all requests in its group, or its own."""
        async with self.store.reading() as work:
            one = await work.requests.get(request_id)
            return [each.version for each in (await work.requests.of_group(one.group_id) if one.group_id else [one])]

    async def redraw(self, request_id: UUID) -> None:
        """Redraw every copy, also the ones that should be current: a person saw an outdated one.

        A hundred people who ask during one redrawing are served together by the next. The driver of the request may be
        in another process, and draw at the same time.
        """
        drawing = self._drawing.setdefault(request_id, _Drawing())
        begun_before = drawing.redrawn
        async with drawing.lock:
            if drawing.redrawn == begun_before:
                drawing.redrawn += 1
                await self._draw_as_it_stands(request_id, force=True)

    async def retire(self, channel: str, ts: str, reissue_request: ReissueRequest, permalink: str | None) -> None:
        """Take facts and buttons from a message that is no longer the card. If Slack does not take that now, the next
        click tries again."""
        drawn = replaced_card(reissue_request, permalink)
        with suppress(*NO_ANSWER):
            await self.client.chat_update(channel=channel, ts=ts, text=drawn.text, blocks=drawn.blocks)

    async def _draw(self, request_id: UUID, *, force: bool) -> float | None:
        try:
            return await self._bring_all(request_id, force=force)
        finally:
            self.looked_at(request_id)

    async def _bring_all(self, request_id: UUID, *, force: bool) -> float | None:
        seen = await self.snapshots.read(request_id)
        if seen is None:
            return SLACK_IS_AWAY
        left = [card for card in seen.cards.values() if card.is_left_behind]
        copies = self._copies(seen)
        copies += copies_left_behind(seen.reissue_request, [each for each in left if not each.is_to_retire])
        copies = [copy for copy in copies if not copy.only_if_posted or is_posted(seen.cards.get(copy.kind))]
        is_unsure = seen.context.requester_refusal == UNSURE
        if is_unsure:
            copies = [copy for copy in copies if copy.is_in_channel]
        brought = await self._bring(seen, copies, force=force)
        if any(each.is_to_retire for each in left) and not any(each.is_away for each in brought):
            brought += await self._bring(seen, await self._retired(seen, left), force=force)
        if not any(each.is_away for each in brought):
            brought += await self._bring(seen, await self._fallback(seen, brought), force=force)
        return earliest(*(each.again_in for each in brought), UNSURE_WAIT if is_unsure else None)

    def _copies(self, seen: Snapshot) -> list[Copy]:
        """Every copy there should be. One that stayed in a channel that is open now, when the card moved, has no more
        than such a channel may show."""
        copies = list(copies_of(seen.reissue_request, seen.attempts, seen.events, seen.context))
        if not seen.open_elsewhere:
            return copies
        little = replace(seen.context, detail=Detail.MINIMAL)
        instead = {each.kind: each for each in copies_of(seen.reissue_request, seen.attempts, seen.events, little)}
        return [
            instead[each.kind] if _is_in(seen.open_elsewhere, seen.cards.get(each.kind)) else each for each in copies
        ]

    async def _retired(self, seen: Snapshot, left: Sequence[Card]) -> list[Copy]:
        """The cards that stayed in other channels, as they look from now on: once the card is posted where it belongs,
        they lead there."""
        card, is_blanked = seen.cards.get(CARD), seen.reissue_request.blanked_at is not None
        if not (is_posted(card) or is_blanked):
            return []
        link = await self._permalink(card)
        return list(copies_left_behind(seen.reissue_request, [each for each in left if each.is_to_retire], link))

    async def _permalink(self, card: Card | None) -> str | None:
        """The address of a copy; None if Slack does not tell it."""
        if card is None or card.ts is None:
            return None
        try:
            return str((await self.client.chat_getPermalink(channel=card.channel, message_ts=card.ts))["permalink"])
        except NO_ANSWER:
            return None

    async def _bring(self, seen: Snapshot, copies: Sequence[Copy], *, force: bool) -> list[PostResult]:
        """Bring the copies up to date; a result for each."""
        wanted = [
            Wanted(
                copy=copy,
                behind=force or _is_behind(copy, seen.cards.get(copy.kind), seen),
                loses_names=_loses_names(copy, seen.cards.get(copy.kind), seen),
            )
            for copy in copies
        ]
        return await self.poster.bring(seen.reissue_request, wanted, seen.cards)

    async def _fallback(self, seen: Snapshot, brought: Sequence[PostResult]) -> list[Copy]:
        """The copies for approvers who already have one; while the channel does not take an open card, for all
        approvers."""
        approvers, gone = told_before(seen.cards.values()), set[str]()
        if self.presentation.routes.are_several:
            gone = await others_decide(self.authority, seen.reissue_request, approvers)
        if seen.reissue_request.status.is_open and brought and brought[0].refusal in CLOSED:
            approvers += await approvers_for(self.authority, seen.reissue_request)
        told = list(dict.fromkeys(approvers))
        copies = approver_copies(seen.reissue_request, seen.attempts, seen.context, told, gone)
        return [copy for copy in copies if not copy.only_if_posted or is_posted(seen.cards.get(copy.kind))]


def _is_in(channels: Collection[str], card: Card | None) -> bool:
    return card is not None and card.channel in channels


def _is_behind(copy: Copy, card: Card | None, seen: Snapshot) -> bool:
    """Whether it shows an older version, another state of its group, other approvers as away, or an open request with
    the "days left" of another day."""
    if card is None or card.drawn_version < seen.reissue_request.version or card.shown_group != copy.shown_group:
        return True
    return seen.reissue_request.status.is_open and day_at(card.touched_at, seen.zone) != seen.context.today


def _loses_names(copy: Copy, card: Card | None, seen: Snapshot) -> bool:
    """Whether it may show names that must not stay: they were removed from the request, or the channel has opened."""
    is_open = _is_in(seen.open_elsewhere, card) or (copy.is_in_channel and seen.place.is_open)
    must_go = seen.reissue_request.blanked_at is not None or is_open
    return card is not None and card.named and not copy.named and must_go
