"""Holding: after a backup was restored, nobody knows what was sent since it was taken; so nothing is sent by itself."""

from dataclasses import dataclass, replace
from uuid import UUID

from approvals.model.attempt import AttemptState
from approvals.model.event import THE_OPERATOR, Event, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.rules import lifecycle
from benefits.outcome import OutcomeKind


@dataclass(frozen=True, slots=True)
class Holding:
    """The use case behind `python -m bot hold`."""

    store: Store
    clock: Clock

    async def hold(self) -> list[ReissueRequest]:
        """Turn every request in `applying` into `unknown`; returns them as they stand then.

        Each in a transaction of its own, as everywhere: done again after a failure, it goes on where it stopped.
        """
        async with self.store.reading() as work:
            found = await work.requests.in_status(RequestStatus.APPLYING)
        return [await self._hold(request_id) for request_id in found]

    async def _hold(self, request_id: UUID) -> ReissueRequest:
        async with self.store.writing() as work:
            held = await self._held(work, request_id)
            await work.commit()
        return held

    async def _held(self, work: UnitOfWork, request_id: UUID) -> ReissueRequest:
        now = self.clock.now()
        held = lifecycle.hold(await work.requests.get(request_id), now)
        last = await work.attempts.last(request_id)
        if last is not None and last.state is AttemptState.SENDING:
            lost = replace(last, state=AttemptState.SETTLED, outcome=OutcomeKind.UNKNOWN, settled_at=now)
            await work.attempts.settle(lost)
        await work.requests.save(held)
        codes = {"revision": held.revision}
        await work.events.append(
            Event(request_id=request_id, at=now, actor=THE_OPERATOR, kind=EventKind.HELD, codes=codes)
        )
        await work.requests.wake_at(request_id, held.version, now)
        return held
