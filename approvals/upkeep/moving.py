"""Moves the cards of open requests to the channel of their route, after a start with another file of routes.

One transaction takes the old card off the records, writes the audit line and has the request driven. The driver then
posts the card in the new channel and retires the old one. Whenever the process ends in between, the old card is no
longer one whose clicks count, and the new one is posted once. Only a start moves cards: otherwise two releases that
run side by side for a while, each with its own file, would move them to and fro.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from approvals.errors import AuthorityUnreadable, NewerRecord
from approvals.model.attempt import AttemptState
from approvals.model.card import CARD
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import OPEN
from approvals.ports.outside import Clock, Directory
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import Line, save_and_drive
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class CardMover:
    """Looks at each open request until its card is where it belongs. `unrouted` are the labels of those without a
    route: their cards stay."""

    store: Store
    routes: Routes
    directory: Directory
    clock: Clock
    unrouted: list[str] = field(default_factory=list)
    _left: Sequence[UUID] | None = None

    async def move(self) -> bool:
        """Move the cards that can be moved now; False if some must be looked at again later."""
        if self._left is None:
            self._left = await self._open()
        self._left = [request_id for request_id in self._left if not await self._is_settled(request_id)]
        return not self._left

    async def _open(self) -> Sequence[UUID]:
        async with self.store.reading() as work:
            return [each for status in sorted(OPEN) for each in await work.requests.in_status(status)]

    async def _is_settled(self, request_id: UUID) -> bool:
        """Whether nothing more is to be done about the card of a request."""
        async with self.store.reading() as work:
            try:
                seen = await work.requests.get(request_id)
            except NewerRecord:
                return True
            card = (await work.cards.of_kind([request_id], CARD)).get(request_id)
        policy = self.routes.shown_for(seen)
        if policy.route is None:
            self.unrouted.append(seen.label)
            return True
        if card is None or card.ts is None:
            return True
        try:
            channel = (await self.directory.channel(policy.approvals_channel)).id
        except AuthorityUnreadable:
            return False
        return card.channel == channel or await self._move(seen, policy, channel)

    async def _move(self, seen: ReissueRequest, policy: Policy, channel: str) -> bool:
        """Take the card off the records; False while the reissue is being sent, which nothing may change."""
        async with self.store.writing() as work:
            current = await work.requests.get(seen.id)
            card = (await work.cards.of_kind([seen.id], CARD)).get(seen.id)
            if card is None or card.ts is None or card.channel == channel or not current.status.is_open:
                return True
            if await _is_being_sent(work, seen.id):
                return False
            await work.cards.move_away(card)
            codes = {**policy.route_code, "from": card.channel, "to": channel}
            line = Line(kind=EventKind.MOVED, at=self.clock.now(), codes=codes)
            await save_and_drive(work, current, current.with_next_version(), line)
            await work.commit()
        return True


async def _is_being_sent(work: UnitOfWork, request_id: UUID) -> bool:
    last = await work.attempts.last(request_id)
    return last is not None and last.state is AttemptState.SENDING
