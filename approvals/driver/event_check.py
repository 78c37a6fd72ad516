"""Reads a member's life events back, until they show what became of a recording or a person has to look."""

from dataclasses import dataclass
from datetime import timedelta

from approvals.driver.event_books import EventBooks
from approvals.model.event_record import EventRecord, RecordOutcome, RecordState
from approvals.ports.outside import Clock
from approvals.rules.pace import PATIENCE, Limits, back_off, seconds_until
from benefits.errors import BenefitsError
from benefits.ids import EmployeeId, MemberId
from benefits.models import QualifyingLifeEvent
from benefits.paging import Listed
from benefits.port import Benefits


@dataclass(frozen=True, slots=True)
class WhoseEvents:
    """`benefits.port.Whose`, of a record."""

    record: EventRecord

    @property
    def id(self) -> EmployeeId:
        """The employee's id."""
        return self.record.employee_id

    @property
    def member_id(self) -> MemberId:
        """The person's id."""
        return self.record.member_id


async def events_of(benefits: Benefits, record: EventRecord) -> Listed[QualifyingLifeEvent]:
    """The life events of the member that a record is about. Raises BenefitsError."""
    return await benefits.events(WhoseEvents(record))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EventCheck:
    """Finds the outcome of a record in `checking`. Its methods return the seconds until the next look."""

    benefits: Benefits
    books: EventBooks
    clock: Clock
    limits: Limits

    async def work(self, seen: EventRecord) -> float:
        """Read back once. Exactly one new event like it is the outcome; none by the settle time leaves it open."""
        began, now = seen.started_at or seen.asked_at, self.clock.now()
        try:
            events = await events_of(self.benefits, seen)
        except BenefitsError:
            if now - began <= PATIENCE:
                return back_off(began, now)
            return await self._conclude_unseen(seen, unread=True)
        match seen.like(events.records):
            case [event]:
                return await self.books.settle(seen, RecordState.RECORDED, RecordOutcome.FOUND, event_id=event.id)
            case [_, *_]:
                return await self.books.settle(seen, RecordState.UNKNOWN, RecordOutcome.SEVERAL)
        is_whole = set(events.unreadable) <= {*seen.seen} and not seen.had_nameless
        if seen.outcome is RecordOutcome.CONFLICT and is_whole:
            return await self.books.settle(seen, RecordState.NOT_RECORDED, RecordOutcome.CONFLICT)
        wait = seconds_until(began + timedelta(seconds=self.limits.readback_settle), now)
        return min(wait, back_off(began, now)) if wait > 0 else await self._conclude_unseen(seen, unread=not is_whole)

    async def _conclude_unseen(self, seen: EventRecord, *, unread: bool) -> float:
        """The events do not show it: recorded if the API had said so; otherwise a person looks."""
        if seen.outcome is RecordOutcome.DONE_UNREADABLE:
            return await self.books.settle(seen, RecordState.RECORDED, seen.outcome)
        return await self.books.settle(seen, RecordState.UNKNOWN, RecordOutcome.NO_ANSWER, unread=unread)
