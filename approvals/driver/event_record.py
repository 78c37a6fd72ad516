"""Drives the recording of life events, one idempotent step at a time, as `advance` does with requests.

The order is that of the reissue: written down and committed before the POST, settled after it, read back if its answer
was lost. The POST is sent again only if it was certainly not processed.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from approvals.driver.apply import BUSY_WAIT, CLAIM_MAY_AGE, GIVEN_UP, OVERDUE_AFTER, SETTLE_PATIENCE
from approvals.driver.event_books import EventBooks
from approvals.driver.event_check import EventCheck, events_of
from approvals.driver.outcomes import CERTAINLY_NOT_PROCESSED
from approvals.errors import StoreUnavailable
from approvals.model.event import EventKind
from approvals.model.event_record import EventRecord, RecordOutcome, RecordState
from approvals.ports.outside import Clock, HeardOutcome, Teller
from approvals.ports.storage import Store
from approvals.recording import AGAIN, LEASE
from approvals.rules.pace import HOLD_WAIT, PATIENCE, Limits, back_off, seconds_until
from benefits.errors import BenefitsError, NotFound, RateLimited
from benefits.life_event import NewLifeEvent, Recorded, RecordsEvents
from benefits.models import QualifyingLifeEvent
from benefits.outcome import Outcome, OutcomeKind
from benefits.paging import Listed
from benefits.port import Benefits

LONGEST_STAY = 5.0
"""The longest wait of a driver in seconds. For longer waits it ends, and the sweep starts another one later."""

SWEEP_BATCH = 100

TELL_AFTER = 6.0
"""Seconds after a result until the requester gets a direct message: by then the form would have shown it."""

TELL_AGAIN = 30.0
"""Seconds until a direct message that was not sent is tried again."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EventRecordDriver:
    """Sends, reads back, and tells. `writer` sends; `begin` starts drivers of records that are due; `heard` is told how
    each call ended that was no success."""

    store: Store
    benefits: Benefits
    writer: RecordsEvents
    books: EventBooks
    check: EventCheck
    teller: Teller
    begin: Callable[[Sequence[UUID]], None]
    clock: Clock
    limits: Limits
    heard: HeardOutcome

    async def advance(self, record_id: UUID) -> float | None:
        """Do the next thing. Returns the seconds (0 to 5) until the next call; None means that nothing is left to do
        now, and the sweep starts what must be done later."""
        async with self.store.reading() as work:
            seen = await work.event_records.get(record_id)
        if seen is None:
            return None
        delay = await self._work(seen)
        return AGAIN if delay == AGAIN else await self._until(seen, delay)

    async def sweep(self) -> int:
        """Start a driver for each due record; returns how many."""
        async with self.store.writing() as work:
            due = await work.event_records.claim_due(self.clock.now(), LEASE, SWEEP_BATCH)
            await work.commit()
        self.begin(due)
        return len(due)

    async def due_in(self) -> float | None:
        """The seconds until the next record is due: 0 if one is due now, None if there is none."""
        async with self.store.reading() as work:
            at = await work.event_records.next_due()
        return None if at is None else max(0.0, (at - self.clock.now()).total_seconds())

    async def hand_over(self, record_ids: Collection[UUID]) -> None:
        """Let other processes drive these records now: their drivers here were stopped."""
        async with self.store.writing() as work:
            await work.event_records.wake_now(record_ids, self.clock.now())
            await work.commit()

    async def resume(self) -> None:
        """Let the next sweep go on with what a process had under way that is gone; no other may be at work."""
        async with self.store.writing() as work:
            await work.event_records.wake_leased(self.clock.now(), LEASE)
            await work.commit()

    async def _work(self, seen: EventRecord) -> float | None:
        match seen.state:
            case RecordState.WAITING:
                return await self._send_if_possible(seen)
            case RecordState.SENDING:
                return await self._wait_or_lose(seen)
            case RecordState.CHECKING:
                return await self.check.work(seen)
            case _:
                return await self._tell(seen)

    async def _send_if_possible(self, seen: EventRecord) -> float:
        """Send it, unless the events show by now that there is one like it."""
        if self.limits.paused:
            return HOLD_WAIT
        async with self.store.reading() as work:
            if await work.attempts.count_sending() >= self.limits.max_concurrent:
                return BUSY_WAIT
        try:
            events = await events_of(self.benefits, seen)
        except BenefitsError as error:
            return await self._cannot_read(seen, error)
        if found := seen.like(events.records):
            return await self.books.settle(seen, RecordState.RECORDED, RecordOutcome.FOUND, event_id=found[0].id)
        return await self._send(seen, events)

    async def _send(self, seen: EventRecord, events: Listed[QualifyingLifeEvent]) -> float:
        started = self.clock.now()
        ids = tuple(dict.fromkeys([*seen.seen, *events.ids]))
        nameless = seen.had_nameless or "" in events.unreadable
        sending = seen.next(RecordState.SENDING, started_at=started, seen=ids, had_nameless=nameless)
        try:
            if not await self._claim(seen, sending):
                return BUSY_WAIT
        except StoreUnavailable:  # the claim may be stored or not; nothing was sent, and that is certain
            return await self._conclude(sending, GIVEN_UP)
        if self.clock.now() - started > CLAIM_MAY_AGE:
            return await self._conclude(sending, GIVEN_UP)
        answer = await self.writer.record_event(
            NewLifeEvent(
                member_id=seen.member_id,
                event_type=seen.event_type,
                event_date=seen.event_date,
                notes=seen.notes,
                record_id=str(seen.id),
            )
        )
        return await self._conclude_patiently(sending, answer)

    async def _claim(self, seen: EventRecord, sending: EventRecord) -> bool:
        """Write down that it is being sent, in a transaction of its own; False if it may not be sent now or by us."""
        async with self.store.writing() as work:
            if await work.attempts.count_sending() >= self.limits.max_concurrent:
                return False
            if not await self.books.save(work, seen, sending, EventKind.EVENT_ATTEMPTED):
                return False
            await work.commit()
        return True

    async def _conclude_patiently(self, sending: EventRecord, answer: Recorded | Outcome) -> float:
        """Write the outcome down, even through a database outage: only this process knows it."""
        if isinstance(answer, Outcome):
            self.heard(answer)
        for delay in SETTLE_PATIENCE:
            try:
                return await self._conclude(sending, answer)
            except StoreUnavailable:
                await asyncio.sleep(delay)
        return await self._conclude(sending, answer)

    async def _conclude(self, sending: EventRecord, answer: Recorded | Outcome) -> float:
        """Write down what the answer proves."""
        told: dict[str, Any] = {"status_code": answer.status_code, "trace_id": answer.trace_id}
        if isinstance(answer, Recorded):
            if answer.event_id is None:
                return await self.books.lose(sending, RecordOutcome.DONE_UNREADABLE, **told)
            done = {**told, "event_id": answer.event_id}
            return await self.books.settle(sending, RecordState.RECORDED, RecordOutcome.DONE, **done)
        told["message"] = answer.message
        if answer.kind in CERTAINLY_NOT_PROCESSED:
            return await self.books.postpone(sending, answer.retry_after, **told)
        match answer.kind:
            case OutcomeKind.REFUSED:
                return await self.books.settle(sending, RecordState.NOT_RECORDED, RecordOutcome.REFUSED, **told)
            case OutcomeKind.CONFLICT:
                return await self.books.lose(sending, RecordOutcome.CONFLICT, **told)
            case _:
                return await self.books.lose(sending, RecordOutcome.NO_ANSWER, **told)

    async def _wait_or_lose(self, seen: EventRecord) -> float:
        """Wait for the call of another driver, which may be dead; after its time the outcome is not known."""
        started = seen.started_at or seen.asked_at
        due = started + timedelta(seconds=self.limits.timeout + OVERDUE_AFTER)
        return seconds_until(due, self.clock.now()) or await self.books.lose(seen, RecordOutcome.NO_ANSWER)

    async def _cannot_read(self, seen: EventRecord, error: BenefitsError) -> float:
        now = self.clock.now()
        if isinstance(error, NotFound) or now - seen.asked_at > PATIENCE:
            outcome = RecordOutcome.REFUSED if isinstance(error, NotFound) else RecordOutcome.NOT_REACHED
            return await self.books.settle(seen, RecordState.NOT_RECORDED, outcome, message=str(error))
        asked_for = error.retry_after if isinstance(error, RateLimited) else None
        return min(asked_for or back_off(seen.asked_at, now), PATIENCE.total_seconds())

    async def _tell(self, seen: EventRecord) -> float | None:
        """Tell the requester what became of it, unless the form showed it."""
        if seen.told_at is not None or seen.settled_at is None:
            return None
        now = self.clock.now()
        wait = seconds_until(seen.settled_at + timedelta(seconds=TELL_AFTER), now)
        if wait > 0:
            return wait
        if not await self.teller.tell(seen):
            return TELL_AGAIN
        async with self.store.writing() as work:
            await work.event_records.told(seen.id, now)
            await work.commit()
        return None

    async def _until(self, seen: EventRecord, delay: float | None) -> float | None:
        """Note when to look again; returns the delay if the driver should wait for it, otherwise None."""
        stays = delay is not None and delay <= LONGEST_STAY
        wait = LEASE if stays else None if delay is None else timedelta(seconds=delay)
        async with self.store.writing() as work:
            await work.event_records.wake_at(seen.id, seen.version, self.clock.now() + wait if wait else None)
            await work.commit()
        return delay if stays else None
