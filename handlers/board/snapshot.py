"""Reads all that a drawing of a request depends on: the database, and what Slack says about channel and people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from uuid import UUID

from approvals.errors import AuthorityUnreadable
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.presence import Presence
from approvals.model.attempt import Attempt
from approvals.model.away import AwayApprover
from approvals.model.card import CARD, Card, is_posted
from approvals.model.conversation import Conversation
from approvals.model.event import Event, EventKind
from approvals.model.group import SETTLING, Group
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.rules.deadlines import day_at
from approvals.rules.policy import Policy, is_group
from handlers.blocks.context import CardContext, Together
from handlers.board.arrivals import Arrivals
from handlers.board.channels import Channels, Place
from handlers.board.copies import IN_CHANNEL, family_of
from handlers.board.links import CardLinks
from handlers.board.presentation import Presentation

UNSURE = "AuthorityUnreadable"
"""In place of a refusal while Slack does not say what the requester may: their messages are not drawn then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Everything that a drawing depends on. `cards` are the copies on record by kind, updated while drawing. `place` is
    the channel that the card is in, `open_elsewhere` are open channels that it was in, and
    `zone` is the requester's."""

    reissue_request: ReissueRequest
    attempts: Sequence[Attempt]
    events: Sequence[Event]
    cards: dict[str, Card]
    place: Place
    open_elsewhere: frozenset[str]
    zone: tzinfo
    context: CardContext


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SnapshotReader:
    """Reads requests as they stand. `arrivals` is told which of them are posted, and which are new."""

    store: Store
    authority: Authority
    calendars: Calendars
    presence: Presence
    clock: Clock
    presentation: Presentation
    channels: Channels
    links: CardLinks
    arrivals: Arrivals

    async def read(self, request_id: UUID) -> Snapshot | None:
        """A request, its copies and its group in one transaction, and then what Slack says.

        None when Slack does not say who can read the channel, or where the requester is and so which day it is.
        """
        async with self.store.reading() as work:
            reissue_request = await work.requests.get(request_id)
            attempts = await work.attempts.of(request_id)
            events = await work.events.of(request_id)
            cards = {card.kind: card for card in await work.cards.of(request_id)}
            if is_posted(cards.get(CARD)):
                self.arrivals.done(request_id)
            else:
                self.arrivals.is_new(request_id, reissue_request.number)
            conversation = Conversation.of(await work.remarks.of(request_id), events)
            together = await self._together(work, reissue_request)
        place = await self._place_of(cards, self.presentation.routes.shown_for(reissue_request))
        if place is None:
            return None
        try:
            zone = await self.calendars.zone_of(reissue_request.requester)
            likeness = await self.authority.likeness_of_requester(reissue_request)
        except AuthorityUnreadable:
            return None
        today = day_at(self.clock.now(), zone)
        context = self.presentation.context(
            place.detail,
            today,
            reissue_request,
            conversation,
            events=events,
            is_matched=likeness.is_checked,
            requester_refusal=await self._requester_refusal(reissue_request),
            away=await self._away(reissue_request),
        )
        return Snapshot(
            reissue_request=self.presentation.routes.as_promised(reissue_request),
            attempts=attempts,
            events=events,
            cards=cards,
            place=place,
            open_elsewhere=await self._open_elsewhere(place, cards.values()),
            zone=zone,
            context=replace(
                context,
                approvals_channel=place.id,
                together=await self._linked(together, request_id),
                earlier_cards=await self._earlier_cards(events, cards),
            ),
        )

    async def _together(self, work: UnitOfWork, reissue_request: ReissueRequest) -> Together | None:
        """The group of a request, and once it is settled the line with which that happened. A card never tells of
        requests that another route has."""
        if reissue_request.group_id is None:
            return None
        members = await work.requests.of_group(reissue_request.group_id)
        group = Group.of(self.presentation.routes.beside(reissue_request, members))
        if group is None or not group.is_settled:
            return None if group is None else Together(group)
        lines = [event for each in group.members for event in await work.events.of(each.id)]
        return Together(group, settled_by=max((event.seq for event in lines if event.kind in SETTLING), default=None))

    async def _linked(self, together: Together | None, request_id: UUID) -> Together | None:
        """With links to the other cards, where they are posted."""
        if together is None:
            return None
        others = [each.id for each in together.group.members if each.id != request_id]
        return replace(together, links=await self.links.to(others))

    async def _earlier_cards(self, events: Sequence[Event], cards: Mapping[str, Card]) -> Mapping[str, str]:
        """Links to the cards that stayed in other channels when the card moved, by channel, where Slack tells them."""
        moved_from = {event.codes.get("from") for event in events if event.kind is EventKind.MOVED}
        left = [card for card in cards.values() if card.is_left_behind and card.channel in moved_from]
        latest_last = sorted(left, key=lambda card: card.ts or "")
        found = {card.channel: await self.links.of_copy(card) for card in latest_last}
        return {channel: to_card for channel, to_card in found.items() if to_card}

    async def _away(self, reissue_request: ReissueRequest) -> tuple[AwayApprover, ...]:
        """Which of the approvers who are listed by user id are away, while anyone has something to decide."""
        if not reissue_request.status.is_open:
            return ()
        policy = self.presentation.routes.shown_for(reissue_request)
        asked = dict.fromkeys((*policy.approvers_of(reissue_request), *policy.escalation_approvers))
        return await self.presence.among(each for each in asked if not is_group(each))

    async def _requester_refusal(self, reissue_request: ReissueRequest) -> str | None:
        """Why the requester may no longer read all of a request; None if they may."""
        try:
            return await self.authority.refusal_of_requester(reissue_request)
        except AuthorityUnreadable:
            return UNSURE

    async def _place_of(self, cards: dict[str, Card], policy: Policy) -> Place | None:
        """The channel that the card is in, or will be; the records are changed if Slack has given it another id.

        After a change of APPROVALS_CHANNEL, a request stays where its card is; after a change of a route's channel,
        `approvals.upkeep.moving` takes the old card off the records, so that it is posted where it belongs.
        """
        card = cards.get(CARD)
        channel = card.channel if card and card.ts else policy.approvals_channel
        place = await self.channels.now(channel)
        if place is not None and place.id != channel:
            async with self.store.writing() as work:
                await work.cards.moved(channel, place.id)
                await work.commit()
            moved = {kind: replace(one, channel=place.id) for kind, one in cards.items() if one.channel == channel}
            cards.update(moved)
        return place

    async def _open_elsewhere(self, place: Place, cards: Collection[Card]) -> frozenset[str]:
        """The open channels with copies that stayed there with names when the card moved. Nearly always none."""
        others = {card.channel for card in cards if card.named and card.ts and family_of(card.kind) in IN_CHANNEL}
        found = [await self.channels.now(channel) for channel in sorted(others - {place.id})]
        return frozenset(each.id for each in found if each is not None and each.is_open)
