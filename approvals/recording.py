"""The one way to write a change: the request, its audit line and the next driver, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from approvals.model.attempt import Attempt, AttemptState
from approvals.model.event import THE_BOT, Event, EventKind
from approvals.model.fact import AttemptFinished, RequestChanged
from approvals.model.newer import NewerRequest
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork

LEASE = timedelta(seconds=60)
"""The time that a driver has before the sweep starts another one."""

AGAIN = 0.0
"""What `advance` returns after a change: look again at once."""

Codes = Mapping[str, str | int]
Change = Callable[[ReissueRequest], ReissueRequest]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """An audit line to write: what happened, who did it, when (UTC), its codes, and the texts whose hashes are kept."""

    kind: EventKind
    at: datetime
    actor: str = THE_BOT
    codes: Codes = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def about(self, request_id: UUID, revision: int) -> Event:
        """The line about a request; every line has the revision that the request had then."""
        return Event(
            request_id=request_id,
            at=self.at,
            actor=self.actor,
            kind=self.kind,
            codes={"revision": revision, **self.codes},
            texts=self.texts,
        )


async def note(work: UnitOfWork, about: ReissueRequest | NewerRequest, line: Line) -> None:
    """Write an audit line about a request that does not change; the caller commits."""
    await work.events.append(line.about(about.id, about.revision))


async def save(work: UnitOfWork, before: ReissueRequest, changed: ReissueRequest, line: Line) -> None:
    """Store a changed request and its audit line; the caller commits."""
    await work.requests.save(changed)
    await note(work, changed, line)
    _tell(work, before.status, changed, line)


async def save_and_drive(work: UnitOfWork, before: ReissueRequest, changed: ReissueRequest, line: Line) -> None:
    """Store a changed request and its audit line, and have it driven at once, or by the sweep if this process ends
    first; the caller commits."""
    await work.requests.save(changed, line.at + LEASE)
    await note(work, changed, line)
    _tell(work, before.status, changed, line)
    work.drive(changed.id)


async def note_new_and_drive(work: UnitOfWork, stored: ReissueRequest, line: Line) -> None:
    """Write the first audit line of a request that was just stored, and have it driven; the caller commits."""
    await note(work, stored, line)
    _tell(work, None, stored, line)
    await drive_now(work, stored, line.at)


async def finish(work: UnitOfWork, about: ReissueRequest, finished: Attempt) -> bool:
    """Store the outcome of an attempt of a request, unless another driver did or has the attempt; the caller
    commits."""
    is_finished = await work.attempts.finish(finished)
    if is_finished:
        work.tell(AttemptFinished(about, finished))
    return is_finished


async def drive_now(work: UnitOfWork, stored: ReissueRequest, now: datetime) -> None:
    """Have a stored request driven at once, or by the sweep if this process ends first; the caller commits."""
    await work.requests.wake_at(stored.id, stored.version, now + LEASE)
    work.drive(stored.id)


@dataclass(frozen=True, eq=False, repr=False)
class Recorder:
    """Writes the bot's own findings. If two drivers find the same, the second changes nothing."""

    store: Store
    clock: Clock

    async def move(
        self,
        seen: ReissueRequest,
        change: Change,
        kind: EventKind,
        finished: Attempt | None = None,
        /,
        **codes: str | int,
    ) -> float:
        """Change a request that is still at the version of `seen`, and store the attempt that the change finishes.

        While another driver's attempt is being sent, only its outcome changes the request.
        """
        async with self.store.writing() as work:
            if not await work.requests.is_at(seen.id, seen.version):
                return AGAIN
            if finished is None and await _is_being_sent(work, seen.id):
                return AGAIN
            if finished is not None and not await finish(work, seen, finished):
                return AGAIN
            await save(work, seen, change(seen), Line(kind=kind, at=self.clock.now(), codes=codes))
            await work.commit()
        return AGAIN

    async def postpone(self, seen: ReissueRequest, finished: Attempt, delay: float) -> float:
        """Finish an attempt that was certainly not processed; the request stays unchanged for `delay` seconds."""
        async with self.store.writing() as work:
            if await finish(work, seen, finished):
                await note(work, seen, Line(kind=EventKind.POSTPONED, at=self.clock.now(), codes=finished.codes))
                await work.commit()
        return delay


def _tell(work: UnitOfWork, before: RequestStatus | None, after: ReissueRequest, line: Line) -> None:
    work.tell(RequestChanged(before, after, line.kind, line.actor, line.codes))


async def _is_being_sent(work: UnitOfWork, request_id: UUID) -> bool:
    last = await work.attempts.last(request_id)
    return last is not None and last.state is AttemptState.SENDING
