"""The repository of the turn to refresh the employee index: one row for all replicas."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.index_report import IndexReport
from store.dialects import insert, wrote
from store.tables import LeaseRow

NAME = "employees"


class SqlRefreshes:
    """`approvals.ports.index_storage.Refreshes` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def report(self) -> IndexReport:
        """The report of the last refresh; an empty one before the first."""
        stored = (await self._session.exec(select(LeaseRow.report).where(_IS_OURS))).first()
        return IndexReport.model_validate(stored or {})

    async def is_due(self, holder: str, now: datetime) -> bool:
        """Whether a refresh is due, and `holder` may have the turn."""
        may_not = select(LeaseRow.name).where(_IS_OURS, sa.not_(_may_be_taken(holder, now)))
        return (await self._session.exec(may_not)).first() is None

    async def claim(self, holder: str, now: datetime, until: datetime) -> bool:
        """Take the turn until `until`, if a refresh is due and no other replica has the turn."""
        taken = {"holder": holder, "until": until}
        statement = insert(self._session, LeaseRow).values(name=NAME, due=now, report={}, **taken)
        claim = statement.on_conflict_do_update(
            index_elements=["name"], set_=taken, where=_may_be_taken(holder, now)
        ).returning(col(LeaseRow.name))
        return await wrote(self._session, claim)

    async def renew(self, holder: str, until: datetime) -> bool:
        """Keep the turn until `until`; False if another replica has it."""
        statement = sa.update(LeaseRow).where(_IS_OURS, col(LeaseRow.holder) == holder).values(until=until)
        return (await self._session.exec(statement)).rowcount > 0

    async def tell(self, report: IndexReport) -> None:
        """Replace the report."""
        await self._set(report=report.model_dump(mode="json"))

    async def end(self, now: datetime, due: datetime) -> None:
        """End the turn; the next refresh is due at `due`."""
        await self._set(until=now, due=due)

    async def hasten(self, now: datetime) -> None:
        """Make the next refresh due now, unless it is due already."""
        await self._session.exec(sa.update(LeaseRow).where(_IS_OURS, col(LeaseRow.due) > now).values(due=now))

    async def _set(self, **columns: object) -> None:
        await self._session.exec(sa.update(LeaseRow).where(_IS_OURS).values(**columns))


_IS_OURS = col(LeaseRow.name) == NAME


def _may_be_taken(holder: str, now: datetime) -> sa.ColumnElement[bool]:
    """Whether the turn is free. A process that was killed and comes back under the same name may go on with its own."""
    is_free = sa.or_(col(LeaseRow.until) <= now, col(LeaseRow.holder) == holder)
    return sa.and_(col(LeaseRow.due) <= now, is_free)
