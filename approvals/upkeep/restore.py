"""After a backup was restored: reissues may have been sent after it was taken, so the bot sends none by itself."""

from dataclasses import dataclass, replace
from uuid import UUID

from approvals.model.attempt import AttemptState
from approvals.model.event import THE_OPERATOR, Event, EventKind
from approvals.model.event_record import RecordOutcome, RecordState
from approvals.model.fact import EventRecordChanged
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import Line, finish, save
from approvals.rules import lifecycle
from benefits.outcome import OutcomeKind


@dataclass(frozen=True, eq=False, repr=False)
class RestoredBackup:
    """The use case behind `python -m bot hold`."""

    store: Store
    clock: Clock

    async def mark_unknown(self) -> list[ReissueRequest]:
        """Turn every request in `applying` into `unknown`, and return the changed requests.

        Each has a transaction of its own, so a second run after a failure continues where the first stopped.
        """
        async with self.store.reading() as work:
            found = await work.requests.in_status(RequestStatus.APPLYING)
        return [await self._mark_one(request_id) for request_id in found]

    async def read_events_back(self) -> int:
        """Let life events that were being recorded only be read back; returns how many."""
        async with self.store.reading() as work:
            found = await work.event_records.unsettled()
        return sum([await self._hold_event(each.id) for each in found if each.is_open])

    async def _hold_event(self, record_id: UUID) -> bool:
        now = self.clock.now()
        async with self.store.writing() as work:
            seen = await work.event_records.get(record_id)
            if seen is None or seen.state not in (RecordState.WAITING, RecordState.SENDING):
                return False
            held = seen.next(RecordState.CHECKING, outcome=RecordOutcome.NO_ANSWER, started_at=now)
            await work.event_records.save(held)
            await work.event_records.wake_at(held.id, held.version, now)
            codes, kind = held.codes, EventKind.EVENT_HELD
            await work.events.append(Event(request_id=None, at=now, actor=THE_OPERATOR, kind=kind, codes=codes))
            work.tell(EventRecordChanged(seen.state, held, THE_OPERATOR))
            await work.commit()
        return True

    async def _mark_one(self, request_id: UUID) -> ReissueRequest:
        async with self.store.writing() as work:
            held = await self._marked(work, request_id)
            await work.commit()
        return held

    async def _marked(self, work: UnitOfWork, request_id: UUID) -> ReissueRequest:
        now = self.clock.now()
        before = await work.requests.get(request_id)
        held = lifecycle.after_restore(before, now)
        last = await work.attempts.last(request_id)
        if last is not None and last.state is AttemptState.SENDING:
            lost = replace(last, state=AttemptState.FINISHED, outcome=OutcomeKind.UNKNOWN, settled_at=now)
            await finish(work, before, lost)
        await save(work, before, held, Line(kind=EventKind.HELD, at=now, actor=THE_OPERATOR))
        await work.requests.wake_at(request_id, held.version, now)
        return held
