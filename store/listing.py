"""The requests in lines, for an operator: read without their names and texts, and without Slack or Vitable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from approvals.model.status import OPEN, RequestStatus
from store.engine import reading
from store.failures import translated
from store.tables import AttemptRow, RequestRow


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestLine:
    """One request. `status` is the stored word, also if only a later release knows it. `attempts` is the number of
    POSTs that were written down, `problem` the code of what went wrong last."""

    id: UUID
    number: int
    revision: int
    status: str
    on_hold: bool
    changed_at: datetime
    deadline: date | None
    lapses_on: date | None
    overdue_at: datetime | None
    requester: str
    employee_id: str
    enrollment_id: str
    attempts: int
    problem: str | None


async def request_lines(
    engine: AsyncEngine, statuses: Collection[RequestStatus] | None = OPEN
) -> Sequence[RequestLine]:
    """The requests in these statuses (None: in any), by deadline, then by number. It needs no right to write.

    Raises StoreUnavailable.
    """
    with translated():
        async with reading(engine).connect() as connection:
            return [_line(*row) for row in await connection.execute(_select(statuses))]


async def names_of(engine: AsyncEngine, request_ids: Collection[UUID]) -> dict[UUID, str]:
    """The employees' names in some requests; empty where they were removed. Raises StoreUnavailable."""
    wanted = sa.select(col(RequestRow.id), col(RequestRow.employee)).where(col(RequestRow.id).in_(request_ids))
    with translated():
        async with reading(engine).connect() as connection:
            return {
                request_id: _text(employee, "name") or "" for request_id, employee in await connection.execute(wanted)
            }


PLAIN = ("id", "number", "revision", "status", "on_hold", "changed_at", "deadline", "lapses_on", "overdue_at",
         "requester", "employee_id", "enrollment_id")  # fmt: skip


def _select(statuses: Collection[RequestStatus] | None) -> sa.Select[Any]:
    made = sa.select(sa.func.count()).where(col(AttemptRow.request_id) == col(RequestRow.id)).scalar_subquery()
    columns = [getattr(RequestRow, name) for name in PLAIN]
    wanted = sa.select(*columns, made, col(RequestRow.problem))
    if statuses is not None:
        wanted = wanted.where(col(RequestRow.status).in_(sorted(statuses)))
    deadline = col(RequestRow.deadline)
    return wanted.order_by(deadline.is_(None), deadline, col(RequestRow.number))


def _line(*values: Any) -> RequestLine:  # noqa: ANN401 - the columns, in order
    *plain, attempts, problem = values
    facts = dict(zip(PLAIN, plain, strict=True))
    return RequestLine(**{**facts, "status": str(facts["status"])}, attempts=attempts, problem=_text(problem, "code"))


def _text(stored: object, name: str) -> str | None:
    value = stored.get(name) if isinstance(stored, dict) else None
    return str(value) if value else None
