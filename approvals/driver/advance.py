"""The driver: one idempotent step that carries a request on, and may be called by any process at any time.

`advance` looks at the row and does the next thing. Run twice, or by two drivers at once, it changes nothing more.
"""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from approvals.driver.absence import AbsenceWatch
from approvals.driver.apply import ReissueSender
from approvals.driver.check import OutcomeCheck
from approvals.driver.election import ElectionWatch
from approvals.driver.expire import DeadlineWatch
from approvals.driver.left_alone import LeftAlone
from approvals.driver.requester import RequesterWatch
from approvals.driver.summarize import SummaryReader
from approvals.errors import NewerRecord
from approvals.model.attempt import Attempt
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Board, Clock
from approvals.ports.storage import Store
from approvals.recording import AGAIN, LEASE
from approvals.rules.pace import earliest

LONGEST_STAY = 5.0
"""The longest wait of a driver in seconds. For longer waits it ends, and the sweep starts another one later."""

SWEEP_BATCH = 100

DRAWN_AFTER = 0.5
"""Seconds for which the cards of a request that is being sent stay as they are: nearly always its outcome is known by
then, and is drawn at once."""

DRAWN_IN_LINE_AFTER = 2.0
"""Seconds since the approval after which the cards of a request that waits behind others say so. To draw each of many
that are approved together twice would make all of them wait longer, and Slack takes about one message a second."""


@dataclass(slots=True)
class _Late:
    """A drawing that begins after some time, unless it is cancelled before. `turn` is set when the sending begins."""

    board: Board
    request_id: UUID
    turn: asyncio.Event = field(default_factory=asyncio.Event)
    has_begun: bool = False

    async def draw(self, age: float) -> float | None:
        """Draw once the sending takes longer than DRAWN_AFTER, or the line DRAWN_IN_LINE_AFTER. `age` is the time since
        the approval in seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(DRAWN_IN_LINE_AFTER - age, 0.0)):
                await self.turn.wait()
                await asyncio.sleep(DRAWN_AFTER)
        self.has_begun = True
        return await self.board.draw(self.request_id)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RequestDriver:
    """Drives requests, one step at a time."""

    store: Store
    board: Board
    sender: ReissueSender
    outcome_check: OutcomeCheck
    deadline_watch: DeadlineWatch
    absence_watch: AbsenceWatch
    requester_watch: RequesterWatch
    summary_reader: SummaryReader
    election_watch: ElectionWatch
    left_alone: LeftAlone
    clock: Clock

    async def advance(self, request_id: UUID) -> float | None:
        """Draw copies that are behind, then do the next thing. A summary is read before it is drawn.

        Returns the seconds (0 to 5) until the next call. None means that nothing is left to do now; if something must
        be done later, the sweep starts it. A request that only a later release understands is left to the processes
        of that release: nothing is sent and nothing is drawn.
        """
        try:
            return await self._advance(request_id)
        except NewerRecord:
            self.left_alone.add(request_id)
            await self.hand_over([request_id])
            return None
        finally:
            self.board.looked_at(request_id)

    async def sweep(self) -> int:
        """Start a driver for each due request; returns how many."""
        async with self.store.writing() as work:
            due = await work.requests.claim_due(self.clock.now(), LEASE, SWEEP_BATCH, besides=self.left_alone.now)
            self.board.doubt(due)
            for request_id in due:
                work.drive(request_id)
            await work.commit()
        return len(due)

    async def due_in(self) -> float | None:
        """The seconds until the next request is due: 0 if one is due now, None if there is none."""
        async with self.store.reading() as work:
            at = await work.requests.next_due(besides=self.left_alone.now)
        return None if at is None else max(0.0, (at - self.clock.now()).total_seconds())

    async def hand_over(self, request_ids: Collection[UUID]) -> None:
        """Let other processes drive these requests now if there is work left: their drivers here were stopped."""
        async with self.store.writing() as work:
            await work.requests.wake_now(request_ids, self.clock.now())
            await work.commit()

    async def resume(self) -> None:
        """Let the next sweep go on with all that a process had under way that is gone; no other may be at work."""
        async with self.store.writing() as work:
            await work.requests.wake_leased(self.clock.now(), LEASE)
            await work.commit()

    async def _advance(self, request_id: UUID) -> float | None:
        async with self.store.reading() as work:
            seen = await work.requests.get(request_id)
            last = await work.attempts.last(request_id)
            is_applying = seen.status is RequestStatus.APPLYING
            under_way = await work.attempts.count_sending() if is_applying else 0
        if seen.version > 1:
            self.board.looked_at(request_id)
        if is_applying:
            return await self._apply(seen, last, under_way)
        summary_in = await self.summary_reader.work(seen)
        if summary_in == AGAIN:
            return AGAIN
        redraw_in = await self.board.draw(request_id)
        work_in = earliest(summary_in, await self._work(seen, last))
        return AGAIN if work_in == AGAIN else await self._until(seen, earliest(redraw_in, work_in))

    async def _apply(self, seen: ReissueRequest, last: Attempt | None, under_way: int) -> float | None:
        """Send. While that takes long, or has to wait, the cards say so."""
        age = (self.clock.now() - seen.changed_at).total_seconds()
        late = _Late(self.board, seen.id)
        drawing = asyncio.create_task(late.draw(age))
        try:
            work_in = await self.sender.work(seen, last, under_way, late.turn)
            if late.has_begun:
                redraw_in = await drawing
            elif work_in == AGAIN:
                return AGAIN
            else:
                redraw_in = await self.board.draw(seen.id)
        finally:
            drawing.cancel()
            await asyncio.gather(drawing, return_exceptions=True)  # it writes down what Slack has confirmed
        return AGAIN if work_in == AGAIN else await self._until(seen, earliest(redraw_in, work_in))

    async def _work(self, seen: ReissueRequest, last: Attempt | None) -> float | None:
        match seen.status:
            case RequestStatus.CHECKING:
                return await self.outcome_check.work(seen, last)
            case RequestStatus.PENDING | RequestStatus.NEEDS_INFO:
                return await self._watched(seen)
            case RequestStatus.REISSUED:
                return await self.election_watch.work(seen)
            case _:
                return None

    async def _watched(self, seen: ReissueRequest) -> float | None:
        """Look at a request that waits for people, from each side in turn until it changes."""
        waits: list[float | None] = []
        for watch in (self.deadline_watch, self.absence_watch, self.requester_watch):
            waits.append(await watch.work(seen))
            if waits[-1] == AGAIN:
                break
        return earliest(*waits)

    async def _until(self, seen: ReissueRequest, delay: float | None) -> float | None:
        """Note when to look again; returns the delay if the driver should wait for it, otherwise None."""
        stays = delay is not None and delay <= LONGEST_STAY
        wait = LEASE if stays else None if delay is None else timedelta(seconds=delay)
        async with self.store.writing() as work:
            await work.requests.wake_at(seen.id, seen.version, self.clock.now() + wait if wait else None)
            await work.commit()
        return delay if stays else None
