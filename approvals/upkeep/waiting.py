"""What waits for approvers, read once for all of them: most approvers wait for the same requests as others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from approvals.errors import AuthorityUnreadable, NotAllowed
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.model.digest import LISTED, Pending, Queued, WaitingRequest, by_urgency, without
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.storage import Store
from benefits.ids import EmployeeId

Part = tuple[str, bool]
"""The requests of a route; with True only those of which its escalation approvers were told."""


class Queue(NamedTuple):
    """What waits in some routes, the most urgent first, and the numbers of each requester's."""

    all: Sequence[Queued]
    by_requester: Mapping[str, Collection[int]]


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class Waiting:
    """All requests that wait for approvers, at one moment: they are read when they are first asked for."""

    store: Store
    authority: Authority
    calendars: Calendars
    _parts: dict[Part, list[Pending]] | None = None
    _approved: Mapping[str, Collection[int]] = field(default_factory=dict)
    _days: dict[str, date] = field(default_factory=dict)
    _queues: dict[frozenset[Part], Queue] = field(default_factory=dict)
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
        if parts not in self._queues:
            self._queues[parts] = await self._queue(parts)
        queue = self._queues[parts]
        left_out = set(self._approved.get(approver.user_id, ()))
        for requester, numbers in queue.by_requester.items():
            if await self.authority.is_same(approver, requester):
                left_out.update(numbers)
        return without(queue.all, left_out, self._days)

    async def named(self, approver: Actor, queue: Sequence[Queued]) -> tuple[WaitingRequest, ...]:
        """The first requests of a queue, but none about the approver, and none that was decided meanwhile. Raises
        AuthorityUnreadable."""
        listed = [each.pending.id for each in queue[:LISTED]]
        await self._read_all([each for each in listed if each not in self._read])
        first = [self._read[each] for each in listed if each in self._read]
        theirs = [
            each for each in first if not await self.authority.has_one_of(approver, self._addresses[each.employee.id])
        ]
        promised = self.authority.routes.as_promised
        return tuple(
            WaitingRequest(reissue_request=promised(each), today=self._days[each.requester]) for each in theirs
        )

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

    async def _queue(self, parts: frozenset[Part]) -> Queue:
        pending = [each for part, found in (await self._all_parts()).items() if part in parts for each in found]
        by_requester: dict[str, set[int]] = {}
        for each in pending:
            by_requester.setdefault(each.requester, set()).add(each.number)
        for requester in by_requester:
            self._days[requester] = await self.calendars.today_of(requester)
        return Queue(by_urgency(pending, self._days), by_requester)

    async def _read_all(self, request_ids: Collection[UUID]) -> None:
        if not request_ids:
            return
        async with self.store.reading() as work:
            found = await work.requests.some(request_ids)
        self._read.update((each.id, each) for each in found if each.status is RequestStatus.PENDING)
        employees = {each.employee.id for each in found} - self._addresses.keys()
        self._addresses.update(await self.authority.emails.of_each(employees))
