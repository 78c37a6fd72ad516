"""Writes down how far the recording of a life event has come, with its audit line, in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from approvals.model.event import THE_BOT, Event, EventKind
from approvals.model.event_record import EventRecord, RecordOutcome, RecordState
from approvals.model.fact import EventRecordChanged
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import AGAIN, LEASE
from approvals.rules.pace import PATIENCE, back_off

_KINDS = {RecordState.RECORDED: EventKind.EVENT_RECORDED, RecordState.NOT_RECORDED: EventKind.EVENT_NOT_RECORDED}


@dataclass(frozen=True, eq=False, repr=False)
class EventBooks:
    """The findings about records. If two drivers find the same, the second changes nothing.

    Its methods return the seconds until the next look; `told` are fields of the record.
    """

    store: Store
    clock: Clock

    async def postpone(self, sending: EventRecord, asked_for: float | None, **told: Any) -> float:  # noqa: ANN401
        """It was certainly not processed: try again later, or give up. `asked_for` is the API's own wait in seconds."""
        now = self.clock.now()
        if now - sending.asked_at > PATIENCE:
            return await self.settle(sending, RecordState.NOT_RECORDED, RecordOutcome.NOT_REACHED, **told)
        waiting = sending.next(RecordState.WAITING, started_at=None, **told)
        delay = min(asked_for or back_off(sending.asked_at, now), PATIENCE.total_seconds())
        async with self.store.writing() as work:
            if await work.event_records.save(waiting):
                await work.event_records.wake_at(waiting.id, waiting.version, now + timedelta(seconds=delay))
                work.tell(EventRecordChanged(sending.state, waiting, THE_BOT))
                await work.commit()
        return delay

    async def lose(self, seen: EventRecord, outcome: RecordOutcome, **told: Any) -> float:  # noqa: ANN401
        """The answer was lost: read back."""
        checking = seen.next(RecordState.CHECKING, outcome=outcome, **told)
        return await self._store(seen, checking, EventKind.EVENT_LOST)

    async def settle(
        self,
        seen: EventRecord,
        state: RecordState,
        outcome: RecordOutcome,
        *,
        unread: bool = False,
        **told: Any,  # noqa: ANN401 - fields of the record
    ) -> float:
        """The result. `unread` says that not all events could be read."""
        settled = seen.next(state, outcome=outcome, settled_at=self.clock.now(), **told)
        return await self._store(seen, settled, _KINDS.get(state, EventKind.EVENT_UNKNOWN), unread=unread)

    async def save(
        self, work: UnitOfWork, seen: EventRecord, changed: EventRecord, kind: EventKind, *, unread: bool = False
    ) -> bool:
        """Store the next version with its audit line; False if another driver was first. The caller commits."""
        now = self.clock.now()
        if not await work.event_records.save(changed):
            return False
        await work.event_records.wake_at(changed.id, changed.version, now + LEASE)
        codes = {**changed.codes, **({"unread": 1} if unread else {})}
        await work.events.append(Event(request_id=None, at=now, actor=THE_BOT, kind=kind, codes=codes))
        work.tell(EventRecordChanged(seen.state, changed, THE_BOT))
        return True

    async def _store(self, seen: EventRecord, changed: EventRecord, kind: EventKind, *, unread: bool = False) -> float:
        async with self.store.writing() as work:
            if await self.save(work, seen, changed, kind, unread=unread):
                await work.commit()
        return AGAIN
