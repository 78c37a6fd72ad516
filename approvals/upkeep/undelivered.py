"""Messages that Slack refuses: one audit line for the first refusal and for a new reason, not for each try."""

from dataclasses import dataclass
from datetime import datetime

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import Line, note


@dataclass(frozen=True, eq=False, repr=False)
class Undelivered:
    """Writes down which message about a request Slack refuses, and why."""

    store: Store
    clock: Clock

    async def note(self, seen: ReissueRequest, message: str, code: str, shown_at: datetime | None) -> None:
        """Note that Slack refused a `message` (the kind of a copy) with `code`; it last took it at `shown_at`."""
        async with self.store.writing() as work:
            await work.requests.get(seen.id)  # locks the row, so that only one of two simultaneous tries writes it down
            last = await _last_refusal(work, seen, message)
            if last is not None and last.codes.get("code") == code and (shown_at is None or shown_at <= last.at):
                return
            codes: dict[str, str | int] = {"message": message, "code": code}
            await note(work, seen, Line(kind=EventKind.UNDELIVERABLE, at=self.clock.now(), codes=codes))
            await work.commit()


async def _last_refusal(work: UnitOfWork, seen: ReissueRequest, message: str) -> Event | None:
    refusals = (
        event
        for event in reversed(await work.events.of(seen.id))
        if event.kind is EventKind.UNDELIVERABLE and event.codes.get("message") == message
    )
    return next(refusals, None)
