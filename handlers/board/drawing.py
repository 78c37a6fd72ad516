"""Brings the copies of one request up to date in Slack, channel by channel, also when Slack's answer is lost."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.card import CARD, Card, is_posted
from approvals.model.request import ReissueRequest
from handlers.blocks.messages.replacing import replacing
from handlers.board.channels import Channels, Readers
from handlers.board.copies import Copy
from handlers.board.lines import Lines
from handlers.board.records import CLAIM_MAY_AGE, CardRecords, Change
from handlers.board.refusing import Asked, Refusing
from handlers.board.results import AT_ONCE, AWAY, LOOK_AGAIN, PostResult, is_fresh, refused
from handlers.slack.client import NO_ANSWER, error_code, may_have_been_done, post_message, read, retry_after
from handlers.slack.put_off import PutOff, tell_of_limit
from handlers.slack.troubles import CLOSED, NOT_ANSWERED

GONE = "message_not_found"
KEPT_AS_IT_IS = frozenset({"cant_update_message", "edit_window_closed"})
"""Answers of chat.update about a message that still exists but can no longer be redrawn: it is posted again, unless it
was to be redrawn only because names must go."""

UNREACHABLE = KEPT_AS_IT_IS | CLOSED
"""Answers of chat.update about a message that stayed in another channel when the card moved: it is left as it is. No
click on it counts, and its names are still on record."""

Shown = Callable[[UUID, int], None]
"""Is told that the card of a request shows a version of it."""

log = structlog.get_logger()


def unseen(_request_id: UUID, _version: int) -> None:
    """No one wants to know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A copy there should be. It is `behind` if its message shows something older, and `loses_names` if names stand in
    it that must not stay there."""

    copy: Copy
    behind: bool
    loses_names: bool

    def is_outdated(self, card: Card | None) -> bool:
        """Whether the message on record has to be redrawn as a whole."""
        return card is not None and self.copy.lives and self.behind

    def is_due(self, card: Card | None) -> bool:
        """Whether there is something to do about it."""
        return card is None or card.ts is None or self.is_outdated(card) or self.loses_names


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """One drawing of a request: its copies on record by kind, and the claims for those that are to be posted.
    `redraws` are those that Slack puts off, of all requests. `shown` is told when the card shows this version."""

    client: AsyncWebClient
    channels: Channels
    lines: Lines
    redraws: PutOff
    refusing: Refusing
    records: CardRecords
    reissue_request: ReissueRequest
    cards: dict[str, Card]
    claims: Mapping[str, Card]
    shown: Shown

    async def bring(self, wanted: Sequence[Wanted]) -> dict[str, PostResult]:
        """Bring the copies of one channel, in order, until Slack does not answer; the results by kind.

        If it is cut, by a stop of the process or an error, what Slack has confirmed is still written down, and what was
        not begun can be posted at once. Only the call that was under way is in doubt.
        """
        results, changes, begun = dict[str, PostResult](), list[Change](), 0
        last = PostResult()
        try:
            for each in wanted:
                kind, begun = each.copy.kind, begun + 1
                if last.is_away or (last.holds_up and self._is_next_in_thread(each.copy)):
                    result, change = last, self._unclaimed(kind)
                else:
                    result, change = await self._bring(each)
                results[kind] = result
                last = result if result.is_away or self._is_next_in_thread(each.copy) else last
                changes += [change] if change else []
                if kind == CARD and change is not None and change.seen.ts is None:  # others are posted in its thread
                    now, changes = changes, []
                    results |= await self._note(now)
        except BaseException:
            left = [self._unclaimed(each.copy.kind) for each in wanted[begun:]]
            await self._note([*changes, *filter(None, left)])
            raise
        return results | await self._note(changes)

    async def _note(self, changes: Sequence[Change]) -> dict[str, PostResult]:
        """Write the outcomes down, and delete what another process posted or found in the meantime: this one was paused
        for too long. What another has drawn differently in the meantime is drawn again."""
        noted = await self.records.note(changes)
        results = {kind: PostResult(again_in=AT_ONCE) for kind in noted.in_doubt}
        for card in noted.too_many:
            with suppress(*NO_ANSWER):
                await self.client.chat_delete(channel=card.channel, ts=str(card.ts))
            del self.cards[card.kind]
            results[card.kind] = PostResult(again_in=LOOK_AGAIN)
        return results

    def _unclaimed(self, kind: str, unconfirmed: int = 0) -> Change | None:
        """A claim is given back: nothing was posted, or `unconfirmed` says that something may have been."""
        claim = self.claims.get(kind)
        return None if claim is None else Change(seen=claim, unconfirmed=claim.unconfirmed - 1 + unconfirmed)

    def _is_next_in_thread(self, copy: Copy) -> bool:
        """Whether it still has to be posted in a thread."""
        return copy.under is not None and not is_posted(self.cards.get(copy.kind))

    async def _bring(self, wanted: Wanted) -> tuple[PostResult, Change | None]:
        copy = wanted.copy
        card = self.cards.get(copy.kind)
        if copy.named and copy.is_in_channel and (withheld := await self._withheld(copy, card)):
            return withheld, self._unclaimed(copy.kind)
        if card is None or card.ts is None:
            return await self._post(copy)
        if not card.is_left_behind and (known := self._is_refused(Asked.UPDATE, card.channel)):
            return known, None
        if wait := self.redraws.left():
            return PostResult(again_in=wait), None
        if wanted.is_outdated(card):
            return await self._update(copy, card)
        return await self._take_names_out(copy, card)

    def _is_refused(self, asked: Asked, channel: str) -> PostResult | None:
        """The answer that another copy got in the same conversation a moment ago; None if Slack is to be asked."""
        now, code = self.records.clock.now(), self.refusing.code(asked, channel)
        if code is None or is_fresh(self.reissue_request, now):
            return None
        return refused(self.reissue_request, code, now)

    async def _withheld(self, copy: Copy, card: Card | None) -> PostResult | None:
        """None if the names in a copy may be shown where it is; otherwise when to draw the request again."""
        place = await self.channels.now(card.channel if card and card.ts else copy.channel)
        if place is None:
            return AWAY
        return None if place.readers is Readers.INVITED else PostResult(again_in=AT_ONCE)

    async def _post(self, copy: Copy) -> tuple[PostResult, Change | None]:
        parent, claim = self.cards.get(copy.under) if copy.under else None, self.claims.get(copy.kind)
        if copy.under is not None and not is_posted(parent):
            return PostResult(), self._unclaimed(copy.kind)  # the parent's own result says when to try again
        if claim is None:
            return PostResult(again_in=LOOK_AGAIN), None
        if self.records.clock.now() - claim.touched_at > CLAIM_MAY_AGE:
            return PostResult(again_in=AT_ONCE), self._unclaimed(copy.kind)
        if waits := self._is_refused(Asked.POST, copy.channel) or self._waits_in_line(copy):
            return waits, self._unclaimed(copy.kind)
        return await self._send(copy, claim, parent)

    def _waits_in_line(self, copy: Copy) -> PostResult | None:
        """None if it is this post's turn: then it has to be sent now."""
        wait = self.lines.take(copy.channel, copy.place_of(self.reissue_request))
        return PostResult(again_in=wait) if wait else None

    async def _send(self, copy: Copy, claim: Card, parent: Card | None) -> tuple[PostResult, Change | None]:
        earlier = claim.unconfirmed - 1
        drawn = replacing(copy.drawn) if earlier else copy.drawn
        place = {"channel": copy.channel, "thread_ts": parent.ts if parent else None}
        try:
            channel, ts = await post_message(self.client, **place, text=drawn.text, blocks=drawn.blocks)
        except NO_ANSWER as error:
            result, wait_asked = self._failed(copy, Asked.POST, copy.channel, error), retry_after(error)
            if wait_asked is not None:
                tell_of_limit("chat.postMessage", wait_asked, channel=copy.channel)
                result = PostResult(
                    again_in=self.lines.refused(copy.channel, copy.place_of(self.reissue_request), wait_asked)
                )
            return result, self._unclaimed(copy.kind, int(may_have_been_done(error)))
        finally:
            self.lines.done(copy.channel)
        self._taken(copy, copy.channel)
        posted = replace(claim, channel=channel, ts=ts, unconfirmed=earlier)
        card = self.cards[copy.kind] = self._shows(copy, posted)
        return PostResult(), Change(seen=claim, card=card)

    async def _update(self, copy: Copy, card: Card) -> tuple[PostResult, Change | None]:
        try:
            return PostResult(), await self._redraw(copy, card)
        except NO_ANSWER as error:
            code, is_blanked = error_code(error), self.reissue_request.blanked_at is not None
            if card.is_left_behind and code in UNREACHABLE:
                return self._give_up(card)
            if code in KEPT_AS_IT_IS and is_blanked:
                return await self._delete(copy, card)
            if code == GONE or code in KEPT_AS_IT_IS:
                is_there = code in KEPT_AS_IT_IS
                stays, unconfirmed = is_there and card.named and copy.is_in_channel, card.unconfirmed + is_there
                self.cards[copy.kind] = replace(card, ts=None)  # what belongs into its thread waits for the next one
                return PostResult(again_in=LOOK_AGAIN), Change(seen=card, unconfirmed=unconfirmed, stays=stays)
            return self._failed(copy, Asked.UPDATE, card.channel, error), None

    async def _delete(self, copy: Copy, card: Card) -> tuple[PostResult, Change | None]:
        """Delete a copy whose names must go but that Slack no longer lets the bot redraw. None is posted in its place.

        If Slack refuses this too, the copy counts as unconfirmed from now on: it is still there.
        """
        is_left = False
        try:
            await read(self.client.chat_delete(channel=card.channel, ts=str(card.ts)))
        except NO_ANSWER as error:
            code = error_code(error)
            if code is None:
                return self._failed(copy, Asked.UPDATE, card.channel, error), None
            is_left = code != GONE
        return PostResult(), Change(seen=card, unconfirmed=card.unconfirmed + is_left)

    def _give_up(self, card: Card) -> tuple[PostResult, Change]:
        """Leave a message that stayed behind as it is."""
        log.warning("card_left_behind_cannot_be_retired", channel=card.channel)
        return PostResult(), Change(seen=card, card=replace(card, drawn_version=self.reissue_request.version))

    async def _take_names_out(self, copy: Copy, card: Card) -> tuple[PostResult, Change | None]:
        """Redraw a copy that is current but for names that must go. It is never posted again for that."""
        try:
            return PostResult(), await self._redraw(copy, card)
        except NO_ANSWER as error:
            code = error_code(error)
            if code == GONE:
                gone = replace(card, named=False, touched_at=self.records.clock.now())
                return PostResult(), Change(seen=card, card=gone)
            if code in KEPT_AS_IT_IS and self.reissue_request.blanked_at is not None:
                return await self._delete(copy, card)
            if code in KEPT_AS_IT_IS:
                log.warning("names_cannot_be_taken_out", kind=copy.kind, channel=card.channel, error=code)
                return PostResult(refusal=code), None
            return self._failed(copy, Asked.UPDATE, card.channel, error), None

    async def _redraw(self, copy: Copy, card: Card) -> Change:
        """Update a message; what it shows now. Raises one of NO_ANSWER."""
        drawn, ts = replacing(copy.drawn) if card.unconfirmed else copy.drawn, str(card.ts)
        call = self.client.chat_update(channel=card.channel, ts=ts, text=drawn.text, blocks=drawn.blocks)
        try:
            await read(call)
        except NO_ANSWER as error:
            self.redraws.note(error)
            raise
        self._taken(copy, card.channel)
        return Change(seen=card, card=replace(self._shows(copy, card), named=copy.named))

    def _shows(self, copy: Copy, card: Card) -> Card:
        """The record of a message that Slack has just taken."""
        now, version = self.records.clock.now(), self.reissue_request.version
        if copy.kind == CARD:
            self.shown(self.reissue_request.id, version)
        return replace(card, touched_at=now, drawn_version=version, shown_group=copy.shown_group)

    def _trouble_of(self, copy: Copy) -> str:
        return self.channels.trouble_of(copy.family, copy.channel) if copy.is_in_channel else copy.family

    def _taken(self, copy: Copy, channel: str) -> None:
        """Slack took a message of this kind there."""
        self.channels.troubles.clear(self._trouble_of(copy))
        self.refusing.clear(channel)

    def _failed(self, copy: Copy, asked: Asked, channel: str, error: Exception) -> PostResult:
        """How long to wait after Slack refused or did not answer."""
        wait = retry_after(error)
        if wait is not None:
            return PostResult(again_in=wait)
        code = error_code(error)
        if code is None:
            self.channels.troubles.note(self._trouble_of(copy), NOT_ANSWERED)
            return AWAY
        self.channels.troubles.note(self._trouble_of(copy), code)
        self.refusing.note(asked, channel, code)
        log.error("slack_refuses_card", kind=copy.kind, channel=copy.channel, error=code)
        return refused(self.reissue_request, code, self.records.clock.now())
