"""Puts the core together: the use cases for people, the driver, and tasks for the clock."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from approvals.actions.absence import AbsenceNotes
from approvals.actions.action import Actions
from approvals.actions.approve_several import SeveralApprovals
from approvals.actions.ask import Questions
from approvals.actions.card_check import CardCheck
from approvals.actions.choose import ChoiceFinder
from approvals.actions.decide import Decisions
from approvals.actions.details import Inspections
from approvals.actions.find import RequestFinder
from approvals.actions.group import GroupDecisions
from approvals.actions.overview import OverviewReader
from approvals.actions.record_event import Begin, EventRecords
from approvals.actions.request_again import EarlierRequests
from approvals.actions.resolve import Resolutions
from approvals.actions.revise import Revisions
from approvals.actions.submit import Submissions
from approvals.actions.take_over import TakeOvers
from approvals.driver.absence import AbsenceWatch
from approvals.driver.advance import RequestDriver
from approvals.driver.apply import ReissueSender
from approvals.driver.check import OutcomeCheck
from approvals.driver.election import ElectionWatch
from approvals.driver.event_books import EventBooks
from approvals.driver.event_check import EventCheck
from approvals.driver.event_record import EventRecordDriver
from approvals.driver.expire import DeadlineWatch
from approvals.driver.left_alone import LeftAlone
from approvals.driver.outcomes import Outcomes
from approvals.driver.requester import RequesterWatch
from approvals.driver.summarize import SummaryReader
from approvals.driver.wake import Waker
from approvals.lookups.addresses import AskedAddresses, StoredAddresses
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.employers import Employers
from approvals.lookups.new_enrollments import NewEnrollments
from approvals.lookups.people import IndexedPeople, SearchedPeople
from approvals.lookups.presence import Presence
from approvals.lookups.products import Products
from approvals.lookups.reach import Reach
from approvals.lookups.spoken import SpokenContract
from approvals.ports.outside import Board, Clock, Directory, HeardOutcome, Post, Teller, unheard
from approvals.ports.storage import Store
from approvals.recording import Recorder
from approvals.rules.budgets import TimeBudgets
from approvals.rules.pace import Limits
from approvals.rules.routes import Routes
from approvals.upkeep.digests import DigestSender
from approvals.upkeep.moving import CardMover
from approvals.upkeep.retention import Retention
from benefits.life_event import RecordsEvents
from benefits.port import Benefits


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Lookups:
    """The lookups of the core. The board uses them too, so they are made before it."""

    authority: Authority
    calendars: Calendars
    presence: Presence
    products: Products
    employers: Employers
    spoken: SpokenContract

    @classmethod
    def of(cls, store: Store, benefits: Benefits, directory: Directory, clock: Clock, routes: Routes) -> "Lookups":
        """The lookups of one process. A server with a text search is asked what another's index holds."""
        stored = StoredAddresses(store, clock)
        emails = stored if benefits.search is None else AskedAddresses(benefits, stored, clock)
        return cls(
            authority=Authority(directory, routes, emails),
            calendars=Calendars(directory, clock),
            presence=Presence(directory, store, clock),
            products=Products(benefits),
            employers=Employers(benefits, clock),
            spoken=SpokenContract(benefits),
        )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EventRecording:
    """What recording life events needs: what sends them, who tells what became of them, and what starts their
    drivers."""

    writer: RecordsEvents
    teller: Teller
    begin: Begin


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Outside:
    """Everything that the core needs from outside. `retention` is None if nothing is ever blanked; `heard` is told how
    each call ended that changes something; `event_recording` is None if no life events are recorded."""

    store: Store
    benefits: Benefits
    lookups: Lookups
    board: Board
    post: Post
    clock: Clock
    limits: Limits
    budgets: TimeBudgets = field(default_factory=TimeBudgets)
    retention: timedelta | None = None
    heard: HeardOutcome = unheard
    event_recording: EventRecording | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class UseCases:
    """Everything that people can do. `event_records` is None if no life events are recorded."""

    authority: Authority
    reach: Reach
    actions: Actions
    choices: ChoiceFinder
    earlier_requests: EarlierRequests
    submissions: Submissions
    decisions: Decisions
    group_decisions: GroupDecisions
    several_approvals: SeveralApprovals
    take_overs: TakeOvers
    questions: Questions
    revisions: Revisions
    resolutions: Resolutions
    inspections: Inspections
    card_check: CardCheck
    overview: OverviewReader
    finder: RequestFinder
    absence_notes: AbsenceNotes
    event_records: EventRecords | None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Core:
    """The assembled core: use cases for people, a driver, what events wake, and tasks that the clock starts."""

    use_cases: UseCases
    driver: RequestDriver
    event_driver: EventRecordDriver | None
    waker: Waker
    digest_sender: DigestSender
    retention: Retention | None
    card_mover: CardMover | None

    @classmethod
    def of(cls, outside: Outside) -> "Core":
        """The core made of these parts."""
        store, clock = outside.store, outside.clock
        authority, calendars = outside.lookups.authority, outside.lookups.calendars
        return cls(
            use_cases=_use_cases(outside),
            driver=_driver(outside),
            event_driver=_event_driver(outside),
            waker=Waker(store, NewEnrollments(store, outside.benefits, clock), clock),
            digest_sender=DigestSender(
                store=store,
                authority=authority,
                calendars=calendars,
                presence=outside.lookups.presence,
                post=outside.post,
                clock=clock,
            ),
            retention=None if outside.retention is None else Retention(store, clock, outside.retention),
            card_mover=_card_mover(outside),
        )


def _card_mover(outside: Outside) -> CardMover | None:
    """Only routes move cards: without them a request stays where its card is."""
    authority = outside.lookups.authority
    if not authority.routes.are_several:
        return None
    return CardMover(store=outside.store, routes=authority.routes, directory=authority.directory, clock=outside.clock)


def _use_cases(outside: Outside) -> UseCases:
    store, benefits, clock = outside.store, outside.benefits, outside.clock
    authority, calendars, products = outside.lookups.authority, outside.lookups.calendars, outside.lookups.products
    actions, reach = Actions(store, authority, clock), Reach(authority)
    decisions = Decisions(actions, calendars)
    overview = OverviewReader(actions, reach, calendars, outside.lookups.presence)
    choices = ChoiceFinder(
        store=store,
        benefits=benefits,
        people=IndexedPeople(store) if benefits.search is None else SearchedPeople(benefits.search),
        spoken=outside.lookups.spoken,
        authority=authority,
        products=products,
        employers=outside.lookups.employers,
        calendars=calendars,
        budgets=outside.budgets,
    )
    return UseCases(
        authority=authority,
        reach=reach,
        actions=actions,
        choices=choices,
        earlier_requests=EarlierRequests(actions, reach, choices),
        submissions=Submissions(
            store=store,
            authority=authority,
            benefits=benefits,
            products=products,
            employers=outside.lookups.employers,
            clock=clock,
            calendars=calendars,
            budgets=outside.budgets,
        ),
        decisions=decisions,
        several_approvals=SeveralApprovals(decisions, overview, calendars),
        group_decisions=GroupDecisions(decisions, calendars, outside.budgets),
        take_overs=TakeOvers(actions),
        questions=Questions(actions),
        revisions=Revisions(actions, benefits, calendars, outside.budgets),
        resolutions=Resolutions(
            actions,
            benefits,
            NewEnrollments(store, benefits, clock),
            outside.limits.readback_settle,
            outside.budgets,
        ),
        inspections=Inspections(actions, calendars),
        card_check=CardCheck(actions),
        overview=overview,
        finder=RequestFinder(overview),
        absence_notes=AbsenceNotes(actions, calendars),
        event_records=_event_records(outside, reach),
    )


def _event_records(outside: Outside, reach: Reach) -> EventRecords | None:
    if outside.event_recording is None:
        return None
    return EventRecords(
        store=outside.store,
        authority=outside.lookups.authority,
        reach=reach,
        benefits=outside.benefits,
        clock=outside.clock,
        calendars=outside.lookups.calendars,
        budgets=outside.budgets,
        begin=outside.event_recording.begin,
        is_paused=outside.limits.paused,
    )


def _event_driver(outside: Outside) -> EventRecordDriver | None:
    recording, benefits, clock, limits = outside.event_recording, outside.benefits, outside.clock, outside.limits
    if recording is None:
        return None
    books = EventBooks(outside.store, clock)
    return EventRecordDriver(
        store=outside.store,
        benefits=benefits,
        writer=recording.writer,
        books=books,
        check=EventCheck(benefits=benefits, books=books, clock=clock, limits=limits),
        teller=recording.teller,
        begin=recording.begin,
        clock=clock,
        limits=limits,
        heard=outside.heard,
    )


def _driver(outside: Outside) -> RequestDriver:
    store, benefits, clock, limits = outside.store, outside.benefits, outside.clock, outside.limits
    calendars, recorder = outside.lookups.calendars, Recorder(store, clock)
    return RequestDriver(
        store=store,
        board=outside.board,
        sender=ReissueSender(
            store=store,
            benefits=benefits,
            recorder=recorder,
            outcomes=Outcomes(recorder, clock),
            clock=clock,
            limits=limits,
            heard=outside.heard,
            places=asyncio.Semaphore(limits.max_concurrent),
        ),
        outcome_check=OutcomeCheck(store=store, benefits=benefits, recorder=recorder, clock=clock, limits=limits),
        deadline_watch=DeadlineWatch(recorder, outside.lookups.authority.routes, calendars, clock),
        absence_watch=AbsenceWatch(recorder, outside.lookups.authority, outside.lookups.presence),
        requester_watch=RequesterWatch(recorder, outside.lookups.authority),
        summary_reader=SummaryReader(recorder, benefits, clock),
        election_watch=ElectionWatch(recorder, benefits, calendars, clock),
        left_alone=LeftAlone(clock),
        clock=clock,
    )
