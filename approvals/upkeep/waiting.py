"""What waits for approvers, read once for all of them: most approvers wait for the same requests as others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from approvals.errors import AuthorityUnreadable, NotAllowed
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.model.digest import LISTED, Pending, Queued, WaitingRequest, by_urgency, in_order
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.storage import Store
from benefits.ids import EmployeeId

Part = tuple[str, bool]
"""The requests of a route; with True only those of which its escalation approvers were told."""


@dataclass(kw_only=True, slots=True)
class Waiting:
    """All requests that wait for approvers, at one moment: they are read when they are first asked for."""

    store: Store
    authority: Authority
    calendars: Calendars
    _parts: dict[Part, list[Pending]] | None = None
    _approved: Mapping[str, Collection[UUID]] = field(default_factory=dict)
    _days: dict[str, date] = field(default_factory=dict)
    _queues: dict[frozenset[Part], Sequence[Queued]] = field(default_factory=dict)
    _read: dict[UUID, ReissueRequest] = field(default_factory=dict)
    _addresses: dict[EmployeeId, tuple[str, ...]] = field(default_factory=dict)

    async def of(self, approver: Actor) -> Sequence[Queued]:
        """What waits for an approver, the most urgent first: all of their routes but their own requests, and those that
        they have approved. Raises AuthorityUnreadable."""
        try:
            await self.authority.of_any_approver(approver)
        except AuthorityUnreadable:
            raise
        except NotAllowed:
            return ()
        parts = frozenset([part for part in await self._all_parts() if await self._decides(approver, part)])
        queue = await self._queue(parts)
        requesters = dict.fromkeys(each.pending.requester for each in queue)
        own = {requester for requester in requesters if await self.authority.is_same(approver, requester)}
        done = self._approved.get(approver.user_id, ())
        left_out = {each.pending.id for each in queue if each.pending.requester in own or each.pending.id in done}
        return self._without(queue, left_out)

    async def named(self, approver: Actor, queue: Sequence[Queued]) -> tuple[WaitingRequest, ...]:
        """The first requests of a queue, but none about the approver, and none that was decided meanwhile. Raises
        AuthorityUnreadable."""
        listed = [each.pending.id for each in queue[:LISTED]]
        await self._read_all([each for each in listed if each not in self._read])
        first = [self._read[each] for each in listed if each in self._read]
        theirs = [each for each in first if not await self._is_about(approver, each.employee.id)]
        return tuple(WaitingRequest(reissue_request=each, today=self._days[each.requester]) for each in theirs)

    async def _all_parts(self) -> Mapping[Part, Sequence[Pending]]:
        """Requests that no route claims wait for no one."""
        if self._parts is None:
            async with self.store.reading() as work:
                pending, self._approved = await work.digests.pending(), await work.digests.approved()
            self._parts = {}
            for each in pending:
                route = self.authority.routes.map.route_of(each.employer_id, each.category)
                if route is not None:
                    self._parts.setdefault((route, each.is_escalated), []).append(each)
        return self._parts

    async def _decides(self, approver: Actor, part: Part) -> bool:
        route, is_escalated = part
        policy = self.authority.routes.named[route]
        more = policy.escalation_approvers if is_escalated else ()
        return await self.authority.lists(approver, (*policy.approvers, *more))

    async def _queue(self, parts: frozenset[Part]) -> Sequence[Queued]:
        if parts not in self._queues:
            pending = [each for part, found in (await self._all_parts()).items() if part in parts for each in found]
            for requester in dict.fromkeys(each.requester for each in pending):
                self._days[requester] = await self.calendars.today_of(requester)
            self._queues[parts] = by_urgency(pending, self._days)
        return self._queues[parts]

    def _without(self, queue: Sequence[Queued], left_out: Collection[UUID]) -> Sequence[Queued]:
        """The rest of a queue. Where one of several that were submitted together is left out, the others may have a
        later turn."""
        if not left_out:
            return queue
        changed = {each.pending.group_id for each in queue if each.pending.id in left_out} - {None}
        rest = [each for each in queue if each.pending.id not in left_out]
        if not changed:
            return rest
        again = by_urgency((each.pending for each in rest if each.pending.group_id in changed), self._days)
        return in_order([*(each for each in rest if each.pending.group_id not in changed), *again])

    async def _read_all(self, request_ids: Collection[UUID]) -> None:
        if not request_ids:
            return
        async with self.store.reading() as work:
            found = await work.requests.some(request_ids)
        self._read.update((each.id, each) for each in found if each.status is RequestStatus.PENDING)

    async def _is_about(self, approver: Actor, employee_id: EmployeeId) -> bool:
        if employee_id not in self._addresses:
            self._addresses[employee_id] = await self.authority.emails.of(employee_id)
        return await self.authority.has_one_of(approver, self._addresses[employee_id])
