"""The repository of duties that one replica has at a time."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.dialects import insert, wrote
from store.tables import LeaseRow


class SqlLeases:
    """`approvals.ports.card_storage.Leases` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def hold(self, duty: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take a duty, or keep it, until `until`; False if another replica has it."""
        held = {"holder": holder, "until": until}
        may_be_held = sa.or_(col(LeaseRow.holder) == holder, col(LeaseRow.until) <= now)
        statement = insert(self._session, LeaseRow).values(name=duty, due=now, report={}, **held)
        claim = statement.on_conflict_do_update(index_elements=["name"], set_=held, where=may_be_held)
        return await wrote(self._session, claim.returning(col(LeaseRow.name)))

    async def give_back(self, holder: str, now: datetime) -> None:
        """Let other replicas have every duty of `holder` from `now` on, that of `SqlRefreshes` too."""
        theirs = sa.and_(col(LeaseRow.holder) == holder, col(LeaseRow.until) > now)
        statement = sa.update(LeaseRow).where(theirs).values(until=now)
        await self._session.exec(statement.execution_options(synchronize_session=False))

    async def tell(self, duty: str, report: Mapping[str, str]) -> None:
        """Replace the report on a duty that was held before."""
        statement = sa.update(LeaseRow).where(col(LeaseRow.name) == duty).values(report=dict(report))
        await self._session.exec(statement.execution_options(synchronize_session=False))

    async def report(self, duty: str) -> Mapping[str, str]:
        """The report on a duty; empty before the first."""
        stored = (await self._session.exec(select(LeaseRow.report).where(col(LeaseRow.name) == duty))).first()
        return stored or {}
