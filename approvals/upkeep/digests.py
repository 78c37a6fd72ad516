"""Digests: at most one message a day to each approver, in their morning, with all requests that wait for them.

The intent is committed before the message is sent. So a digest is not sent again if the process dies in between, or if
Slack's answer is lost. A missing digest does less harm than two, and the cards are in the channel anyway.
An approver who is away gets theirs on the first working day after their return.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from approvals.errors import AuthorityUnreadable
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.presence import Presence
from approvals.model.digest import LISTED, Digest, Queued
from approvals.ports.outside import Clock, Post
from approvals.ports.storage import Store
from approvals.rules.deadlines import day_at, digest_day, is_worth_a_digest, next_digest_hour
from approvals.upkeep.waiting import Waiting

LOOK_AGAIN = timedelta(hours=1)
"""The longest time between two looks at an approver: they may travel, but Slack must not be asked all the time."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DigestSender:
    """Sends the digests that are due.

    `_rest` has the time until which each approver need not be looked at again. It may be lost: the store has the
    claims.
    """

    store: Store
    authority: Authority
    calendars: Calendars
    presence: Presence
    post: Post
    clock: Clock
    _rest: dict[str, datetime] = field(default_factory=dict)

    async def send_due(self) -> None:
        """Send each approver the digest that is due; one whose data Slack does not give now gets it another time."""
        now, policies = self.clock.now(), self.authority.routes.named.values()
        subjects = dict.fromkeys(
            each for policy in policies for each in (*policy.approvers, *policy.escalation_approvers)
        )
        waiting = Waiting(store=self.store, authority=self.authority, calendars=self.calendars)
        for approver in await self.authority.people_in(subjects):
            if self._rest.get(approver, now) > now:
                continue
            try:
                await self._look_at(approver, now, waiting)
            except AuthorityUnreadable:
                continue

    async def _look_at(self, approver: str, now: datetime, waiting: Waiting) -> None:
        actor = await self.authority.known(Actor(approver, None))
        zone = await self.calendars.zone_of(actor.user_id)
        day = digest_day(now, zone)
        if day is None or await self._settle(actor, day, zone, waiting):
            self._rest[approver] = min(now + LOOK_AGAIN, next_digest_hour(now, zone))

    async def _settle(self, approver: Actor, day: date, zone: tzinfo, waiting: Waiting) -> bool:
        """Send an approver what is due today. If they are away, note that they missed it, and have what waits for them
        looked at. False if it must be tried again."""
        absence = await self.presence.absence(approver.user_id)
        is_owed = absence is not None and absence.missed_on is not None
        queue = await waiting.of(approver)
        if not queue or not (is_owed or _is_worth(queue, day, zone)):
            return True  # one that is owed comes on any working day
        if await self.presence.away_with(approver.user_id, absence) is not None:
            if not is_owed:
                async with self.store.writing() as work:
                    await work.absences.missed(approver.user_id, day, self.clock.now())
                    await work.requests.wake_now([each.pending.id for each in queue], self.clock.now())
                    await work.commit()
            return True
        named = await waiting.named(approver, queue)
        if not named:
            return True
        digest = Digest(approver=approver.user_id, waiting=named, more=max(0, len(queue) - LISTED))
        return await self._send(digest, day, is_owed=is_owed)

    async def _send(self, digest: Digest, day: date, *, is_owed: bool) -> bool:
        """Send a digest, unless another process does; False if it must be tried again."""
        async with self.store.writing() as work:
            is_mine = await work.digests.claim(digest.approver, day, self.clock.now())
            await work.absences.caught_up(digest.approver)
            await work.commit()
        if not is_mine or await self.post.send(digest):
            return True
        async with self.store.writing() as work:
            await work.digests.release(digest.approver, day)
            if is_owed:
                await work.absences.missed(digest.approver, day, self.clock.now())
            await work.commit()
        return False


def _is_worth(queue: Sequence[Queued], day: date, zone: tzinfo) -> bool:
    """Whether a queue, with the most urgent first, deserves a message today."""
    return is_worth_a_digest(day, date.min, queue[0].turn[0]) and any(
        is_worth_a_digest(day, day_at(each.pending.changed_at, zone), each.days_left)
        for each in queue
        if is_worth_a_digest(day, date.min, each.days_left)
    )
