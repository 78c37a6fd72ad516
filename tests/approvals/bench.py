"""The core at work: real store, real client, the sandbox's benefits API; a clock in the test's hand, a plain board."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.core import Core, EventRecording, Lookups, Outside
from approvals.model.attempt import Attempt
from approvals.model.conditions import Condition
from approvals.model.document import SeenBy
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event, EventKind
from approvals.model.remark import RemarkKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.recording import LEASE
from approvals.rules.pace import Limits
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connect6.client import Connect6
from benefits.connection import Server
from benefits.contract import Contract
from benefits.models import Employee
from sandbox.benefits.api import build_benefits
from sandbox.benefits.world import CONTRACTS, World
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook
from store.unit_of_work import SqlStore
from tests.approvals.ada import ADA, a_submission, adas_facts
from tests.approvals.fakes import Drivers, HandClock, PlainBoard, PlainPost, PlainTeller, ShakyStore
from tests.approvals.people import APPROVALS, HR, MANAGERS, MARCUS, PlainDirectory, at_home
from tests.approvals.wire import BASE_URL, Wire
from tests.approvals.within_reach import WithinReach
from tests.builders import NOW, a_decision, a_request
from tests.patient import PATIENT

LIMITS = Limits(timeout=30.0, readback_settle=90.0, max_concurrent=8)


@dataclass(kw_only=True)
class Bench(WithinReach):
    """Everything a test of the core needs within reach."""

    clock: HandClock
    directory: PlainDirectory
    wire: Wire
    world: World
    benefits: VitableConnect | Connect6
    store: ShakyStore
    drivers: Drivers
    board: PlainBoard
    post: PlainPost
    teller: PlainTeller
    event_drivers: Drivers

    async def indexed(self, email: str | None) -> None:
        """The index knows Ada, with that address."""
        ada = Employee.model_validate(self.world.employees[ADA])
        entry = EmployeeEntry.of(ada.model_copy(update={"member": ada.member.model_copy(update={"email": email})}))
        async with self.store.writing() as work:
            await work.index.write([entry])
            await work.commit()

    async def submit(self, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a Submission
        """Nina asks for a reissue of Ada's medical enrollment, with the given changes."""
        return (await self.submit_together(**changes))[0]

    async def submit_together(self, **changes: Any) -> tuple[ReissueRequest, ...]:  # noqa: ANN401 - fields of a Submission
        """Nina asks for the reissue of several of Ada's enrollments at once, with the given changes."""
        return await self.submissions.submit(a_submission(**changes))

    async def submit_and_approve(self, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a Submission
        """A request that Marcus has approved and no driver has touched yet."""
        submitted = await self.submit(**changes)
        return await self.decisions.approve(at_home(MARCUS), submitted.id, submitted.revision)

    async def approved(self) -> ReissueRequest:
        """The same for Ada, written into the database directly: most tests begin here."""
        return await self.stored(status=RequestStatus.APPLYING, version=2)

    async def stored(self, *attempts: Attempt, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a request
        """An approved request for Ada with some attempts, put into the database as the changes say."""
        facts: dict[str, Any] = {
            "decisions": (a_decision(approver=MARCUS, ground=MANAGERS, at=NOW),),
            "contract": self.benefits.contract,
            "next_at": NOW + LEASE,
            **(await adas_facts(self.benefits, self.world, self.wire)),
        }
        async with self.store.writing() as work:
            stored = await work.requests.add(a_request(**{**facts, **changes}))
            for attempt in attempts:
                await work.attempts.claim(attempt)
            await work.commit()
        return stored

    async def driven(self) -> ReissueRequest:
        """An approved request that was driven until there was nothing to do at once."""
        approved = await self.approved()
        await self.drive(approved.id)
        return await self.request(approved.id)

    async def drive(self, request_id: UUID) -> float | None:
        """Call `advance` as a driver does, until it is to wait or to end; returns what it said last."""
        for _ in range(20):
            delay = await self.driver.advance(request_id)
            if delay != 0:
                return delay
        raise AssertionError("a driver that never rests")

    async def drive_after(self, seconds: float, request_id: UUID) -> float | None:
        """Let time pass, then drive."""
        self.clock.pass_(seconds)
        return await self.drive(request_id)

    async def request(self, request_id: UUID) -> ReissueRequest:
        """The request as it is stored."""
        async with self.store.reading() as work:
            return await work.requests.get(request_id)

    async def attempts(self, request_id: UUID) -> list[Attempt]:
        """Its attempts as they are stored."""
        async with self.store.reading() as work:
            return list(await work.attempts.of(request_id))

    async def events(self, request_id: UUID) -> list[Event]:
        """Its audit."""
        async with self.store.reading() as work:
            return list(await work.events.of(request_id))

    async def remarks(self, request_id: UUID) -> list[tuple[RemarkKind, str]]:
        """The remarks on it, first to last."""
        async with self.store.reading() as work:
            return [(remark.kind, remark.text) for remark in await work.remarks.of(request_id)]

    async def kinds(self, request_id: UUID) -> list[EventKind]:
        """What happened, in order."""
        return [event.kind for event in await self.events(request_id)]


@asynccontextmanager
async def open_bench(
    engine: AsyncEngine,
    limits: Limits = LIMITS,
    approvals_required: int = 1,
    escalation_approvers: tuple[str, ...] = (),
    second_approval_when: tuple[Condition, ...] = (),
    requesters: tuple[str, ...] = (HR,),
    expire_at_window_end: bool = False,
    contract: Contract = Contract.DOCUMENTED,
    *,
    seen_by: SeenBy = SeenBy.NO_ONE,
) -> AsyncIterator[Bench]:
    """A desk over a database, in a fresh world whose API speaks `contract`; the engine has no connections left
    afterwards."""
    clock, drivers, board, directory, post = HandClock(), Drivers(), PlainBoard(), PlainDirectory(), PlainPost()
    teller, event_drivers = PlainTeller(), Drivers()
    api = build_benefits(FaultBook(), CallLog(), clock.today, now=lambda: clock.at)
    api.world.shape = CONTRACTS[contract.value]
    wire = Wire(api)
    server = Server(
        base_url=BASE_URL,
        api_key=ApiKey(API_KEY),
        timeout=limits.timeout,
        transport=wire,
        now=lambda: clock.at,
    )
    benefits = VitableConnect(server) if contract is Contract.DOCUMENTED else Connect6(server)
    store = ShakyStore(SqlStore(engine, drivers.begin))
    policy = Policy(
        approvals_channel=APPROVALS,
        approvers=(MANAGERS,),
        requesters=requesters,
        approvals_required=approvals_required,
        escalation_approvers=escalation_approvers,
        second_approval_when=second_approval_when,
        expire_at_window_end=expire_at_window_end,
        seen_by=seen_by,
    )
    core = Core.of(
        Outside(
            store=store,
            benefits=benefits,
            lookups=Lookups.of(store, benefits, directory, clock, Routes.sole(policy)),
            board=board,
            post=post,
            clock=clock,
            limits=limits,
            budgets=PATIENT,
            event_recording=EventRecording(writer=benefits, teller=teller, begin=event_drivers.begin)
            if isinstance(benefits, VitableConnect)
            else None,
        )
    )
    yield Bench(
        clock=clock,
        directory=directory,
        wire=wire,
        world=api.world,
        benefits=benefits,
        store=store,
        drivers=drivers,
        board=board,
        post=post,
        teller=teller,
        event_drivers=event_drivers,
        core=core,
    )
    await benefits.aclose()
    await engine.dispose()
