"""Digests: one message a day at most to each approver, with all that waits for them, when it is morning where they are.

The intent is committed before the message is sent. So a digest whose process is cut in between, or whose answer is
lost, is not sent again: one that is missing does less harm than two, and the cards wait in the channel all the same.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from approvals.errors import AuthorityUnreadable, NotAllowed
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.model.digest import Digest, WaitingRequest
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock, Post
from approvals.ports.storage import Store
from approvals.rules.deadlines import day_at, digest_day, is_worth_a_digest, next_digest_hour

LOOK_AGAIN = timedelta(hours=1)
"""The longest time until an approver is looked at again: they may have moved, but Slack is not asked all the time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestSender:
    """Sends the digests that are due.

    `_rest` says until when which approver need not be looked at again. It may be lost: what counts is in the store.
    """

    store: Store
    authority: Authority
    calendars: Calendars
    post: Post
    clock: Clock
    _rest: dict[str, datetime] = field(default_factory=dict)

    async def send_due(self) -> None:
        """Send everybody the digest that is due for them; of whom Slack does not say enough now, another time."""
        policy, now = self.authority.policy, self.clock.now()
        for approver in await self.authority.people_in((*policy.approvers, *policy.escalation_approvers)):
            if self._rest.get(approver, now) > now:
                continue
            try:
                await self._look_at(approver, now)
            except AuthorityUnreadable:
                continue

    async def _look_at(self, approver: str, now: datetime) -> None:
        zone = await self.calendars.zone_of(approver)
        day = digest_day(now, zone)
        digest = None if day is None else await self._due(approver, day, zone)
        if day is None or digest is None or await self._send(digest, day):
            self._rest[approver] = min(now + LOOK_AGAIN, next_digest_hour(now, zone))

    async def _due(self, approver: str, day: date, zone: tzinfo) -> Digest | None:
        async with self.store.reading() as work:
            pending = await work.requests.pending()
        mine = [each for each in pending if await self._waits_for(approver, each)]
        waiting = [
            WaitingRequest(reissue_request=each, today=await self.calendars.today_of(each.requester)) for each in mine
        ]
        if not any(
            is_worth_a_digest(day, day_at(each.reissue_request.changed_at, zone), each.days_left) for each in waiting
        ):
            return None
        return Digest(approver=approver, waiting=tuple(sorted(waiting, key=lambda each: each.urgency)))

    async def _waits_for(self, approver: str, reissue_request: ReissueRequest) -> bool:
        """Whether they may decide on it now, and have not."""
        if any(approval.approver == approver for approval in reissue_request.approvals):
            return False
        try:
            await self.authority.of_approver_for(Actor(approver, None), reissue_request)
        except AuthorityUnreadable:
            raise
        except NotAllowed:
            return False
        return True

    async def _send(self, digest: Digest, day: date) -> bool:
        """Send a digest, unless somebody else does; False when it is to be tried again."""
        async with self.store.writing() as work:
            is_mine = await work.digests.claim(digest.approver, day, self.clock.now())
            await work.commit()
        if not is_mine or await self.post.send(digest):
            return True
        async with self.store.writing() as work:
            await work.digests.release(digest.approver, day)
            await work.commit()
        return False
