"""Blanking: removes names and free text from one closed request. Who decided what, and when, stays."""

from approvals.model.request import ReissueRequest
from approvals.ports.storage import UnitOfWork
from approvals.recording import Line, save
from approvals.rules import lifecycle


async def blank(work: UnitOfWork, current: ReissueRequest, line: Line) -> ReissueRequest:
    """Store the request without names and free text, with its audit line; the caller has it driven, and commits."""
    blanked = lifecycle.blank(current, line.at)
    await save(work, current, blanked, line)
    await work.remarks.remove(current.id)
    for attempt in await work.attempts.of(current.id):
        await work.attempts.rewrite(attempt.blanked())
    return blanked
