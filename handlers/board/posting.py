"""Posts one copy of a request to Slack or updates it there, also when Slack's answer is lost.

The intent is committed before the post, and counts as unconfirmed until Slack has answered. A copy that may have been
posted twice tells so, and `approvals.actions.card_check` accepts clicks on only one of the two.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.card import Card
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.upkeep.undelivered import Undelivered
from handlers.blocks.messages.replacing import replacing
from handlers.board.channels import Channels, Readers
from handlers.board.copies import Copy
from handlers.slack.client import NO_ANSWER, error_code, may_have_been_done, post_message, read, retry_after
from handlers.slack.troubles import CLOSED, NOT_ANSWERED, SlackTroubles

CLAIM_LASTS = timedelta(seconds=20)
"""After this long a post that was about to be sent counts as lost, and is sent again."""

LOOK_AGAIN = 2.0
"""Seconds until the next look when another process is posting the same copy."""

SLACK_IS_AWAY = 3.0
"""Seconds until the next try when Slack did not answer. With the 5 s of a call that began before Slack was back, cards
are current within 10 s of its return."""

SLACK_REFUSES = 60.0
"""Seconds until the next try when Slack refuses for a reason that a person must remove."""

AT_ONCE = 0.0
"""Seconds until the next try when a channel has opened during a drawing."""

GONE = "message_not_found"
KEPT_AS_IT_IS = frozenset({"cant_update_message", "edit_window_closed"})
"""Answers of chat.update about a message that still exists but can no longer be redrawn: it is posted again, unless it
was to be redrawn only because names must go."""

UNREACHABLE = KEPT_AS_IT_IS | CLOSED
"""Answers of chat.update about a message that stayed in another channel when the card moved: it is left as it is. No
click on it counts, and its names are still on record."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class PostResult:
    """The result for one copy: seconds until the next try (None: it is current), why Slack refused it, and whether
    Slack did not answer at all, so that other copies need not be tried."""

    again_in: float | None = None
    refusal: str | None = None
    is_away: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Poster:
    """Posts and redraws copies, and records where they are."""

    client: AsyncWebClient
    store: Store
    clock: Clock
    channels: Channels

    @property
    def troubles(self) -> SlackTroubles:
        """Slack's present refusals."""
        return self.channels.troubles

    async def bring(
        self, reissue_request: ReissueRequest, copy: Copy, cards: dict[str, Card], *, behind: bool, loses_names: bool
    ) -> PostResult:
        """Post a missing copy; redraw one that is `behind`, or that `loses_names` because they must not stay there.

        `cards` are the copies on record, updated here.
        """
        card = cards.get(copy.kind)
        is_missing, is_outdated = card is None or card.ts is None, copy.lives and behind
        if not (is_missing or is_outdated or loses_names):
            return PostResult()
        if copy.named and copy.is_in_channel and (withheld := await self._withheld(copy, card)):
            return withheld
        if card is None or card.ts is None:
            brought, shown_at = await self._post(reissue_request, copy, cards), None
        elif is_outdated:
            brought, shown_at = await self._update(reissue_request, copy, card), card.touched_at
        else:
            brought, shown_at = await self._take_names_out(reissue_request, copy, card), card.touched_at
        if brought.refusal is not None:
            undelivered = Undelivered(self.store, self.clock)
            await undelivered.note(reissue_request, copy.kind, brought.refusal, shown_at)
        return brought

    async def _withheld(self, copy: Copy, card: Card | None) -> PostResult | None:
        """None if the names in a copy may be shown where it is; otherwise when to draw the request again."""
        place = await self.channels.now(card.channel if card and card.ts else copy.channel)
        if place is None:
            return PostResult(again_in=SLACK_IS_AWAY, is_away=True)
        return None if place.readers is Readers.INVITED else PostResult(again_in=AT_ONCE)

    async def _post(self, reissue_request: ReissueRequest, copy: Copy, cards: dict[str, Card]) -> PostResult:
        parent = cards.get(copy.under) if copy.under else None
        if copy.under is not None and (parent is None or parent.ts is None):
            return PostResult()  # the parent's own result says when to try again
        claimed = await self._claim(reissue_request, copy)
        if claimed is None:
            return PostResult(again_in=LOOK_AGAIN)
        earlier = claimed.unconfirmed - 1
        drawn = replacing(copy.drawn) if earlier else copy.drawn
        place = {"channel": copy.channel, "thread_ts": parent.ts if parent else None}
        try:
            channel, ts = await post_message(self.client, **place, text=drawn.text, blocks=drawn.blocks)
        except NO_ANSWER as error:
            await self._forget(claimed, claimed.unconfirmed if may_have_been_done(error) else earlier)
            return self._failed(copy, error)
        self.troubles.clear(self._trouble_of(copy))
        now, version = self.clock.now(), reissue_request.version
        card = replace(claimed, channel=channel, ts=ts, touched_at=now, drawn_version=version, unconfirmed=earlier)
        card = replace(card, shown_group=copy.shown_group)
        if not await self._is_noted(claimed, card):
            await self._take_back(card)
            return PostResult(again_in=LOOK_AGAIN)
        cards[copy.kind] = card
        return PostResult()

    async def _update(self, reissue_request: ReissueRequest, copy: Copy, card: Card) -> PostResult:
        if copy.named and not card.named:
            async with self.store.writing() as work:
                await work.cards.will_name(card)
                await work.commit()
        try:
            await self._redraw(reissue_request, copy, card)
        except NO_ANSWER as error:
            code = error_code(error)
            if card.is_left_behind and code in UNREACHABLE:
                return await self._give_up(reissue_request, card)
            if code in KEPT_AS_IT_IS and reissue_request.blanked_at is not None:
                return await self._delete(copy, card)
            if code == GONE or code in KEPT_AS_IT_IS:
                await self._replace_later(copy, card, still_there=code in KEPT_AS_IT_IS)
                return PostResult(again_in=LOOK_AGAIN)
            return self._failed(copy, error)
        return PostResult()

    async def _delete(self, copy: Copy, card: Card) -> PostResult:
        """Delete a copy whose names must go but that Slack no longer lets the bot redraw. None is posted in its place.

        If Slack refuses this too, the copy counts as unconfirmed from now on: it is still there.
        """
        is_left = False
        try:
            await read(self.client.chat_delete(channel=card.channel, ts=str(card.ts)))
        except NO_ANSWER as error:
            code = error_code(error)
            if code is None:
                return self._failed(copy, error)
            is_left = code != GONE
        await self._forget(card, card.unconfirmed + is_left)
        return PostResult()

    async def _give_up(self, reissue_request: ReissueRequest, card: Card) -> PostResult:
        """Leave a message that stayed behind as it is."""
        log.warning("card_left_behind_cannot_be_retired", channel=card.channel)
        await self._note_drawn(card, replace(card, drawn_version=reissue_request.version))
        return PostResult()

    async def _take_names_out(self, reissue_request: ReissueRequest, copy: Copy, card: Card) -> PostResult:
        """Redraw a copy that is current but for names that must go. It is never posted again for that."""
        try:
            await self._redraw(reissue_request, copy, card)
        except NO_ANSWER as error:
            code = error_code(error)
            if code == GONE:
                await self._note_drawn(card, replace(card, named=False, touched_at=self.clock.now()))
                return PostResult()
            if code in KEPT_AS_IT_IS and reissue_request.blanked_at is not None:
                return await self._delete(copy, card)
            if code in KEPT_AS_IT_IS:
                log.warning("names_cannot_be_taken_out", kind=copy.kind, channel=card.channel, error=code)
                return PostResult(refusal=code)
            return self._failed(copy, error)
        return PostResult()

    async def _redraw(self, reissue_request: ReissueRequest, copy: Copy, card: Card) -> None:
        """Update a message, and note what it shows now. Raises one of NO_ANSWER."""
        drawn = replacing(copy.drawn) if card.unconfirmed else copy.drawn
        call = self.client.chat_update(channel=card.channel, ts=str(card.ts), text=drawn.text, blocks=drawn.blocks)
        await read(call)
        self.troubles.clear(self._trouble_of(copy))
        now, version = self.clock.now(), reissue_request.version
        drawn_card = replace(card, touched_at=now, drawn_version=version, named=copy.named)
        await self._note_drawn(card, replace(drawn_card, shown_group=copy.shown_group))

    def _trouble_of(self, copy: Copy) -> str:
        return self.channels.trouble_of(copy.family, copy.channel) if copy.is_in_channel else copy.family

    def _failed(self, copy: Copy, error: Exception) -> PostResult:
        """How long to wait after Slack refused or did not answer."""
        wait = retry_after(error)
        if wait is not None:
            return PostResult(again_in=wait)
        code = error_code(error)
        if code is None:
            self.troubles.note(self._trouble_of(copy), NOT_ANSWERED)
            return PostResult(again_in=SLACK_IS_AWAY, is_away=True)
        self.troubles.note(self._trouble_of(copy), code)
        log.error("slack_refuses_card", kind=copy.kind, channel=copy.channel, error=code)
        return PostResult(again_in=SLACK_REFUSES, refusal=code)

    async def _claim(self, reissue_request: ReissueRequest, copy: Copy) -> Card | None:
        now = self.clock.now()
        intent = Card(
            request_id=reissue_request.id, kind=copy.kind, channel=copy.channel, touched_at=now, named=copy.named
        )
        async with self.store.writing() as work:
            claimed = await work.cards.claim(intent, now - CLAIM_LASTS)
            await work.commit()
        return claimed

    async def _forget(self, seen: Card, unconfirmed: int) -> None:
        async with self.store.writing() as work:
            await work.cards.forget(seen, unconfirmed)
            await work.commit()

    async def _replace_later(self, copy: Copy, card: Card, *, still_there: bool) -> None:
        """Have a copy posted again; if the message is still there with names, keep it on record too."""
        async with self.store.writing() as work:
            if still_there and card.named and copy.is_in_channel:
                await work.cards.leave_behind(card)
            await work.cards.forget(card, card.unconfirmed + still_there)
            await work.commit()

    async def _note_drawn(self, seen: Card, card: Card) -> None:
        async with self.store.writing() as work:
            await work.cards.drawn(seen, card)
            await work.commit()

    async def _is_noted(self, claimed: Card, card: Card) -> bool:
        async with self.store.writing() as work:
            noted = await work.cards.posted(claimed, card)
            await work.commit()
        return noted

    async def _take_back(self, card: Card) -> None:
        """Delete a copy that another process posted or found in the meantime: this process was paused for too long."""
        with suppress(*NO_ANSWER):
            await self.client.chat_delete(channel=card.channel, ts=str(card.ts))
