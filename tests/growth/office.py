"""Requests in numbers, through the real core, store and drivers; Slack and the API answer within the process."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from uuid import UUID

from approvals.actions.submission import Submission
from approvals.core import Core, Lookups, Outside, UseCases
from approvals.model.card import Card
from approvals.model.conversation import Conversation
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.storage import UnitOfWork
from approvals.rules.pace import Limits
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from bot.clock import SystemClock
from bot.driving import DriverTasks, Driving
from handlers.blocks.context import Detail
from handlers.board.copies import Copy, copies_of
from handlers.board.presentation import Presentation
from sandbox.benefits.api import build_benefits
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.approvals.fakes import PlainPost
from tests.approvals.people import APPROVALS, HR, MANAGERS, MARCUS, NINA, PlainDirectory, at_home
from tests.approvals.wire import BASE_URL, Wire
from tests.patient import PATIENT

AT_ONCE = 5
"""Requests under way at the same time: few enough that no claim gets too old to be sent."""

LONGEST = 180.0
"""Seconds until a drawing that does not come is a failure: longer than a lease, for what a busy machine puts off."""


class PaperBoard:
    """`approvals.ports.outside.Board` without a Slack: keeps every card there would be; tells when all are drawn."""

    def __init__(self, store: SqlStore, presentation: Presentation) -> None:
        self._store = store
        self._workplace = presentation
        self._numbers = count(1)
        self._drawn: dict[UUID, dict[RequestStatus, asyncio.Event]] = defaultdict(lambda: defaultdict(asyncio.Event))

    def looked_at(self, request_id: UUID) -> None:
        """No card waits for others here."""

    def doubt(self, request_ids: Collection[UUID]) -> None:
        """What it drew stays as it is."""

    async def draw(self, request_id: UUID) -> None:
        """Write down every copy as posted, or as drawn anew."""
        async with self._store.writing() as work:
            seen = await work.requests.get(request_id)
            attempts, events = await work.attempts.of(request_id), await work.events.of(request_id)
            cards = {card.kind: card for card in await work.cards.of(request_id)}
            context = self._workplace.context(Detail.FULL, self._workplace.clock.now().date(), seen, Conversation())
            for copy in copies_of(seen, attempts, events, context):
                await self._bring(work, seen, copy, cards.get(copy.kind))
            await work.commit()
        self._drawn[request_id][seen.status].set()

    async def has_drawn(self, request_id: UUID, status: RequestStatus) -> None:
        """Wait until a request was drawn in a status."""
        await asyncio.wait_for(self._drawn[request_id][status].wait(), LONGEST)

    async def _bring(self, work: UnitOfWork, seen: ReissueRequest, copy: Copy, card: Card | None) -> None:
        now = self._workplace.clock.now()
        if card is None:
            intent = Card(request_id=seen.id, kind=copy.kind, channel=copy.channel, touched_at=now)
            if claimed := await work.cards.claim(intent, now):
                ts = f"1795000000.{next(self._numbers):06}"
                await work.cards.posted(claimed, replace(claimed, ts=ts, drawn_version=seen.version, unconfirmed=0))
        elif copy.lives and card.drawn_version < seen.version:
            await work.cards.drawn(card, replace(card, touched_at=now, drawn_version=seen.version))


@dataclass(frozen=True)
class Crowded:
    """An office with a crowd of employees, and a bot without doors at work in it."""

    board: PaperBoard
    use_cases: UseCases

    async def reissue(self, first: int, last: int) -> None:
        """Request, approve and carry out a reissue for each employee of the crowd from `first` to `last`."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> None:
            async with places:
                await self._reissue(number)

        await asyncio.gather(*(one(number) for number in range(first, last + 1)))

    async def _reissue(self, number: int) -> None:
        person = f"crowd_{number}"
        (submitted,) = await self.use_cases.submissions.submit(
            Submission(
                key=f"V0{person}",
                actor=at_home(NINA),
                employee_id=f"empl_{person}",
                enrollment_ids=(f"enrl_{person}_medical",),
                qle_id=f"qle_{person}_birth",
                reason="A daughter was born on the third of the month.",
            )
        )
        await self.board.has_drawn(submitted.id, RequestStatus.PENDING)
        await self.use_cases.decisions.approve(at_home(MARCUS), submitted.id, submitted.revision)
        await self.board.has_drawn(submitted.id, RequestStatus.REISSUED)


@asynccontextmanager
async def crowded(database_url: str, size: int) -> AsyncIterator[Crowded]:
    """An office with `size` employees of the crowd, on a database with our tables."""
    clock, directory, engine = SystemClock(), PlainDirectory(), create_engine(database_url)
    driving = Driving()
    store = SqlStore(engine, driving.begin)
    api = build_benefits(FaultBook(), CallLog(), lambda: clock.now().date(), crowd=size)
    benefits = VitableConnect(Server(base_url=BASE_URL, api_key=ApiKey(API_KEY), timeout=10.0, transport=Wire(api)))
    policy = Policy(approvals_channel=APPROVALS, approvers=(MANAGERS,), requesters=(HR,))
    presentation = Presentation(Routes.sole(policy), None, clock)
    board = PaperBoard(store, presentation)
    core = Core.of(
        Outside(
            store=store,
            benefits=benefits,
            lookups=Lookups.of(store, benefits, directory, clock, Routes.sole(policy)),
            board=board,
            post=PlainPost(),
            clock=clock,
            limits=Limits(timeout=10.0, readback_settle=90.0, max_concurrent=100),
            budgets=PATIENT,
        )
    )
    driver = core.driver
    tasks = DriverTasks(
        advance=driver.advance,
        sweep=driver.sweep,
        due_in=driver.due_in,
        hand_over=driver.hand_over,
        resume=driver.resume,
    )
    await driving.start(tasks, alone=True)
    try:
        yield Crowded(board, core.use_cases)
    finally:
        await driving.stop(0)
        await benefits.aclose()
        await engine.dispose()
