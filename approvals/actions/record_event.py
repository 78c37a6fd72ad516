"""Recording a life event: check who asks and what for, write it down, have it sent, wait a moment for the result."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from approvals.actions.submission import field_errors
from approvals.errors import InvalidSubmission, NoRoute, NotARequester
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.reach import Reach
from approvals.model.choices import Obstacle
from approvals.model.event import Event, EventKind
from approvals.model.event_record import NEAR_DAYS, SAME_FOR, EventRecord, RecordState, near
from approvals.model.fact import EventRecordChanged
from approvals.model.likeness import Likeness
from approvals.model.request import EmployeeFacts
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import LEASE
from approvals.rules.budgets import TimeBudgets
from approvals.rules.texts import checked_text
from benefits.ids import employee_id
from benefits.life_event import EVENT_TYPES
from benefits.models import Employee, QualifyingLifeEvent
from benefits.paging import Listed
from benefits.port import Benefits

LOOK_EVERY = 0.1
"""Seconds between two looks at a record whose result a person waits for."""

LONGEST_AGO = timedelta(days=3653)
"""How long ago an event may be, which is ten years: an earlier day is a slip, such as 0206 for 2026."""

Begin = Callable[[Sequence[UUID]], None]
"""Starts drivers of records that were just committed."""


class NearDuplicates(InvalidSubmission):
    """The employee has life events that may be the same one, or the bot has `records` of some that no list shows yet;
    the person has to confirm that they are others."""

    def __init__(
        self,
        events: tuple[QualifyingLifeEvent, ...],
        facts: "Recordable",
        records: tuple[EventRecord, ...] = (),
    ) -> None:
        super().__init__("similar", "required")
        self.events = events
        self.facts = facts
        self.records = records

    @property
    def ids(self) -> tuple[str, ...]:
        """What the person has to confirm: ids of events and records."""
        return (*(event.id for event in self.events), *(str(record.id) for record in self.records))

    def are_others(self, confirmed: Collection[str]) -> bool:
        """Whether the person has confirmed that all of them are."""
        return set(self.ids) <= set(confirmed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recordable:
    """An employee for whom a life event may be recorded; `today` is the date where the person is."""

    employee: EmployeeFacts
    today: date


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSubmission:
    """The submitted form. `key` is the same in every delivery of one submission; `confirmed` are the ids of events
    and records that the person says are others."""

    key: str
    actor: Actor
    employee_id: str
    event_type: str
    event_date: str
    notes: str
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EventRecords:
    """The use case behind *Record an event…*. `is_paused` says that nothing is sent to Vitable now."""

    store: Store
    authority: Authority
    reach: Reach
    benefits: Benefits
    clock: Clock
    calendars: Calendars
    budgets: TimeBudgets
    begin: Begin
    is_paused: bool

    async def recordable(self, actor: Actor, wanted: str) -> Recordable:
        """Whom the form is about. Raises NotAllowed, InvalidSubmission, BenefitsError."""
        routes = await self.reach.requested(actor)
        employee = await self.benefits.employee(employee_id(wanted))
        return await self._facts(actor, employee, routes)

    async def submit(self, submission: EventSubmission) -> EventRecord:
        """What was written down. A repeated delivery gets the same one, and so do several people who record the same
        event at once.

        Raises NotAllowed, InvalidSubmission with the field at fault, and NearDuplicates.
        """
        routes = await self.reach.requested(submission.actor)
        async with self.store.reading() as work:
            if earlier := await work.event_records.by_submission_key(submission.key):
                return earlier
        employee, events = await self._read(submission.employee_id)
        facts = await self._facts(submission.actor, employee, routes)
        record = self._record(submission, facts, events)
        return await self._write_down(record, events.records, submission.confirmed, facts)

    async def result(self, record_id: UUID, within: float) -> EventRecord | None:
        """The record as soon as its result is known; as it is after `within` seconds, or now if nothing is sent."""
        deadline = asyncio.get_running_loop().time() + (0.0 if self.is_paused else within)
        while True:
            async with self.store.reading() as work:
                record = await work.event_records.get(record_id)
            if record is None or not record.is_open or asyncio.get_running_loop().time() >= deadline:
                return record
            await asyncio.sleep(LOOK_EVERY)

    async def told(self, record: EventRecord, actor: Actor) -> None:
        """The person has seen the result, so no direct message about it is needed."""
        if record.requester == actor.user_id:
            async with self.store.writing() as work:
                await work.event_records.told(record.id, self.clock.now())
                await work.commit()

    async def _write_down(
        self,
        record: EventRecord,
        listed: Sequence[QualifyingLifeEvent],
        confirmed: frozenset[str],
        facts: Recordable,
    ) -> EventRecord:
        """Store it with its audit line, and have it sent; or return the one that stands for it already. Raises
        NearDuplicates unless each one that may be the same is `confirmed` to be another."""
        now = record.asked_at
        async with self.store.writing() as work:
            before = await work.event_records.latest_like(record)
            if before is not None and _stands_for(before, record):
                return before
            ours = [each for each in await work.event_records.near(record, NEAR_DAYS) if each.may_become(record)]
            hidden = tuple(each for each in ours if not each.like(listed))
            similar = NearDuplicates(near(listed, record.event_type, record.event_date), facts, hidden)
            if not similar.are_others(confirmed):
                raise similar
            stored = await work.event_records.add(record, now + LEASE)
            if stored.id != record.id:
                return stored
            texts = {"notes": record.notes} if record.notes else {}
            codes = {"record": str(record.id), "employee": record.employee_id}
            line = Event(request_id=None, at=now, actor=record.requester, kind=EventKind.EVENT_ASKED, codes=codes)
            await work.events.append(replace(line, texts=texts))
            work.tell(EventRecordChanged(None, stored, stored.requester))
            await work.commit()
        self.begin([record.id])
        return record

    async def _read(self, wanted: str) -> tuple[Employee, Listed[QualifyingLifeEvent]]:
        try:
            async with asyncio.timeout(self.budgets.revision):
                with field_errors("event_type", wanted):
                    employee = await self.benefits.employee(employee_id(wanted))
                    return employee, await self.benefits.events(employee)
        except TimeoutError as error:
            raise InvalidSubmission("event_type", Obstacle.API_NO_ANSWER) from error

    async def _facts(self, actor: Actor, employee: Employee, routes: frozenset[str]) -> Recordable:
        """Raises NotAllowed unless the person may request for this employee in one of their routes."""
        route_map = self.authority.routes.map
        if not route_map.is_routed(employee.employer_id):
            raise NoRoute
        if not route_map.employers_of(routes).has(employee.employer_id):
            raise NotARequester
        likeness = await self.authority.likeness_of(actor.user_id, employee.member.email, employee.name)
        if likeness is Likeness.SAME:
            raise InvalidSubmission("event_type", "own_event")
        return Recordable(employee=EmployeeFacts.of(employee), today=await self.calendars.today_of(actor.user_id))

    def _record(
        self, submission: EventSubmission, facts: Recordable, events: Listed[QualifyingLifeEvent]
    ) -> EventRecord:
        if submission.event_type not in EVENT_TYPES:
            raise InvalidSubmission("event_type", "required")
        day = None
        with suppress(ValueError):
            day = date.fromisoformat(submission.event_date)
        if day is None:
            raise InvalidSubmission("event_date", "required")
        if day > facts.today:
            raise InvalidSubmission("event_date", "day_ahead")
        if facts.today - day > LONGEST_AGO:
            raise InvalidSubmission("event_date", "long_ago")
        return EventRecord(
            id=uuid4(),
            submission_key=submission.key,
            requester=submission.actor.user_id,
            employee_id=facts.employee.id,
            employee_name=facts.employee.name,
            member_id=facts.employee.member_id,
            event_type=submission.event_type,
            event_date=day,
            notes=checked_text(submission.notes, "notes", required=False),
            seen=events.ids,
            had_nameless="" in events.unreadable,
            state=RecordState.WAITING,
            version=1,
            asked_at=self.clock.now(),
        )


def _stands_for(before: EventRecord, record: EventRecord) -> bool:
    """Whether an event that was just recorded is the one of a new record: the list may not have it yet."""
    is_new = record.asked_at - before.asked_at < SAME_FOR and before.event_id not in record.seen
    return before.state is RecordState.RECORDED and is_new
