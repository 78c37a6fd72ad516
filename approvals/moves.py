"""How a change is kept: the request, its audit line and the driver that carries it on, in one transaction."""

from datetime import timedelta

from approvals.model.event import Event
from approvals.model.request import ReissueRequest
from approvals.ports.storage import UnitOfWork

LEASE = timedelta(seconds=60)
"""How long a driver has before the sweep starts another one."""


async def keep(work: UnitOfWork, changed: ReissueRequest, event: Event) -> None:
    """Store the changed request and its audit line, and have it driven; the caller commits."""
    await work.requests.save(changed)
    await keep_driven(work, changed, event)


async def keep_driven(work: UnitOfWork, stored: ReissueRequest, event: Event) -> None:
    """Store an audit line and have its request driven; the caller commits."""
    await work.events.append(event)
    await work.requests.wake_at(stored.id, stored.version, event.at + LEASE)
    await work.drive(stored.id)
