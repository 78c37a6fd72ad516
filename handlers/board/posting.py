"""Posts copies of a request to Slack or updates them there.

The intent is committed before the post, and counts as unconfirmed until Slack has answered. A copy that may have been
posted twice tells so, and `approvals.actions.card_check` accepts clicks on only one of the two.

Copies in one channel follow each other; those in other channels do not wait for them. Each channel's outcomes are
written down together.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.card import CARD, Card, is_posted
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.upkeep.undelivered import Undelivered
from handlers.board.arrivals import Arrivals
from handlers.board.channels import Channels
from handlers.board.copies import Copy
from handlers.board.drawing import Drawing, Shown, Wanted, unseen
from handlers.board.lines import Lines
from handlers.board.records import CardRecords
from handlers.board.refusing import Refusing
from handlers.board.results import PostResult
from handlers.slack.put_off import PutOff
from handlers.slack.troubles import SlackTroubles


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Poster:
    """Posts and redraws copies, and records where they are. `shown` is told what cards show."""

    client: AsyncWebClient
    store: Store
    clock: Clock
    channels: Channels
    shown: Shown = unseen
    lines: Lines = field(default_factory=Lines)
    redraws: PutOff = field(default_factory=lambda: PutOff("chat.update"))
    refusing: Refusing = field(default_factory=Refusing)
    arrivals: Arrivals = field(default_factory=Arrivals)

    @property
    def troubles(self) -> SlackTroubles:
        """Slack's present refusals."""
        return self.channels.troubles

    async def bring(
        self, reissue_request: ReissueRequest, wanted: Sequence[Wanted], cards: dict[str, Card]
    ) -> list[PostResult]:
        """Post the copies that are missing, and redraw those that are behind. `cards` are the copies on record by kind,
        updated here. Returns a result for each copy, in their order."""
        shown_at = {kind: card.touched_at for kind, card in cards.items() if card.ts}
        due = [each for each in wanted if each.is_due(cards.get(each.copy.kind))]
        if not is_posted(cards.get(CARD)):
            await self.arrivals.earlier(reissue_request.id, reissue_request.number)
        results = self._held_up(reissue_request, due, cards)
        due = [each for each in due if each.copy.kind not in results]
        drawing = Drawing(
            client=self.client,
            channels=self.channels,
            lines=self.lines,
            redraws=self.redraws,
            refusing=self.refusing,
            records=CardRecords(self.store, self.clock),
            reissue_request=reissue_request,
            cards=cards,
            claims=await self._claims(reissue_request, due, cards),
            shown=self.shown,
        )
        in_channels = [list(some) for _, some in groupby(sorted(due, key=_channel_of), _channel_of)]
        for brought in await asyncio.gather(*map(drawing.bring, in_channels), return_exceptions=True):
            if isinstance(brought, BaseException):
                raise brought
            results |= brought
        for kind, refusal in ((kind, result.refusal) for kind, result in results.items()):
            if refusal is not None:
                undelivered = Undelivered(self.store, self.clock)
                await undelivered.note(reissue_request, kind, refusal, shown_at.get(kind))
        return [results.get(each.copy.kind, PostResult()) for each in wanted]

    def _held_up(
        self, reissue_request: ReissueRequest, due: Sequence[Wanted], cards: Mapping[str, Card]
    ) -> dict[str, PostResult]:
        """The posts whose turn has not come in their channel, by kind: they are not even claimed. The first one in a
        channel decides for all, so that a thread tells things in their order."""
        waits, results = dict[str, float](), dict[str, PostResult]()
        for copy in (each.copy for each in due):
            if is_posted(cards.get(copy.kind)) or not (copy.under is None or is_posted(cards.get(copy.under))):
                continue
            if copy.channel not in waits:
                waits[copy.channel] = self.lines.wait(copy.channel, copy.place_of(reissue_request))
            if wait := waits[copy.channel]:
                results[copy.kind] = PostResult(again_in=wait)
        return results

    async def _claims(
        self, reissue_request: ReissueRequest, due: Sequence[Wanted], cards: Mapping[str, Card]
    ) -> Mapping[str, Card]:
        """Write down what is about to happen; the claims by kind. A post that has nowhere to go is not claimed."""
        now, kinds = self.clock.now(), {each.copy.kind for each in due}
        posts, named = list[Card](), list[Card]()
        for copy in (each.copy for each in due):
            card = cards.get(copy.kind)
            if card is not None and card.ts is not None:
                named += [card] if copy.named and not card.named else []
            elif copy.under is None or copy.under in kinds or is_posted(cards.get(copy.under)):
                posts.append(_intent(reissue_request, copy, now))
        return await CardRecords(self.store, self.clock).intend(posts, named)


def _intent(reissue_request: ReissueRequest, copy: Copy, now: datetime) -> Card:
    return Card(request_id=reissue_request.id, kind=copy.kind, channel=copy.channel, touched_at=now, named=copy.named)


def _channel_of(wanted: Wanted) -> str:
    return wanted.copy.channel
