"""The repository for the search through all requests: the database filters and counts, and reads one page."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.history import Criteria, Hits
from approvals.model.viewer import Viewer
from benefits.ids import EmployeeId
from store import mapping
from store.repositories.decisions import SqlDecisions
from store.repositories.sections import Condition, decides
from store.routing import belongs_to, is_unrouted
from store.search_text import ESCAPE, LONGEST_TEXT, escaped, findable, normalized
from store.tables import IS_BEHIND, RequestRow

NEWEST_FIRST = (col(RequestRow.submitted_at).desc(), col(RequestRow.number).desc())


class SqlHistories:
    """`approvals.ports.search_storage.Histories` over a session."""

    def __init__(self, session: AsyncSession, connection: AsyncConnection) -> None:
        self._session = session
        self._decisions = SqlDecisions(connection)

    async def employees_named(self, reader: Viewer, text: str, limit: int) -> Sequence[EmployeeId]:
        """The employees whose name has every word of `text`, in requests of which the reader may read all facts."""
        words = normalized(text[:LONGEST_TEXT]).split()
        if not words:
            return []
        has_every_word = (col(RequestRow.search).like(f"%{escaped(word)}%", escape=ESCAPE) for word in words)
        newest = sa.func.max(col(RequestRow.number))
        statement = (
            sa.select(col(RequestRow.employee_id))
            .where(_may_read(reader), *has_every_word)
            .group_by(col(RequestRow.employee_id))
            .order_by(newest.desc())
            .limit(limit)
        )
        rows = await self._session.exec(statement)  # type: ignore[call-overload]
        return [EmployeeId(employee_id) for (employee_id,) in rows]

    async def page(self, reader: Viewer, criteria: Criteria, *, limit: int, offset: int) -> Hits:
        """Part of what fits, the newest first, and how many there are of them."""
        fits = sa.and_(*_fits(reader, criteria))
        total = (await self._session.exec(select(sa.func.count()).select_from(RequestRow).where(fits))).one()
        ids = select(RequestRow.id).where(fits).order_by(*NEWEST_FIRST).limit(limit).offset(offset)
        wanted = (await self._session.exec(ids)).all()
        is_wanted = col(RequestRow.id).in_(wanted)
        rows = {row.id: row for row in await self._session.exec(select(RequestRow).where(is_wanted))}
        decisions = await self._decisions.rows_of(is_wanted)
        requests = [mapping.request_or_newer(rows[each], decisions.get(each, ())) for each in wanted]
        return Hits(requests=requests, total=total)

    async def is_whole(self) -> bool:
        """Whether every request that has a name can be found by it."""
        return (await self._session.exec(select(RequestRow.id).where(IS_BEHIND).limit(1))).first() is None

    async def catch_up(self, limit: int) -> int:
        """Let up to `limit` requests be found by name, or no longer: those that an earlier release wrote or blanked."""
        number = col(RequestRow.number)  # the same order in every replica, so that two of them do not block each other
        columns = (col(RequestRow.id), col(RequestRow.blanked_at), col(RequestRow.employee))
        behind = sa.select(*columns).where(IS_BEHIND).order_by(number).limit(limit)
        rows = (await self._session.exec(behind)).all()  # type: ignore[call-overload]
        for request_id, blanked_at, employee in rows:
            name = "" if blanked_at or not isinstance(employee, dict) else str(employee.get("name", ""))
            # If the other release blanked it meanwhile, it stays behind, and the next round empties it.
            is_same = col(RequestRow.blanked_at).is_(None) if blanked_at is None else sa.true()
            await self._session.exec(
                sa.update(RequestRow).where(col(RequestRow.id) == request_id, is_same).values(search=findable(name))
            )
        return len(rows)


def _fits(reader: Viewer, criteria: Criteria) -> list[Condition]:
    conditions: list[Condition] = [_may_see(reader)]
    if criteria.employees is not None:
        has_name = col(RequestRow.blanked_at).is_(None)
        conditions = [_may_read(reader), has_name, col(RequestRow.employee_id).in_(criteria.employees)]
    if criteria.statuses:
        conditions.append(col(RequestRow.status).in_(sorted(criteria.statuses)))
    if criteria.since is not None:
        conditions.append(col(RequestRow.submitted_at) >= criteria.since)
    if criteria.until is not None:
        conditions.append(col(RequestRow.submitted_at) < criteria.until)
    return conditions


def _may_see(reader: Viewer) -> Condition:
    """Whether the reader may know that there is such a request: its number and its status."""
    return sa.or_(decides(reader), _is_own(reader))


def _may_read(reader: Viewer) -> Condition:
    """Whether the reader may read all facts: `Viewer.may_read` in SQL."""
    if not reader.reads_own:
        return decides(reader)
    own = sa.and_(_is_own(reader), sa.or_(belongs_to(reader.routes, reader.reads_own), is_unrouted(reader.routes)))
    return sa.or_(decides(reader), own)


def _is_own(reader: Viewer) -> Any:  # noqa: ANN401 - a condition, whose type SQLAlchemy does not tell here
    return col(RequestRow.requester) == reader.user_id
