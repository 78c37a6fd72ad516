"""The repository of absences: what approvers said in Home about being away, and the digests that they missed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.away import Absence
from store.dialects import insert
from store.mapping import Columns
from store.tables import AwayRow


class SqlAbsences:
    """`approvals.ports.people_storage.Absences` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, user_ids: Collection[str]) -> Mapping[str, Absence]:
        """What is stored about these people, by user id."""
        rows = await self._session.exec(select(AwayRow).where(col(AwayRow.user_id).in_(user_ids)))
        return {
            row.user_id: Absence(
                user_id=row.user_id, until=row.until, changed_at=row.changed_at, missed_on=row.missed_on
            )
            for row in rows
        }

    async def note(self, user_id: str, until: date | None, at: datetime) -> None:
        """A person said that they are away until the end of a day; None: that they are back."""
        await self._write(user_id, {"until": until, "changed_at": at}, {"missed_on": None})

    async def missed(self, user_id: str, day: date, at: datetime) -> None:
        """Note that a person's digest was left out on a day."""
        await self._write(user_id, {"missed_on": day, "changed_at": at}, {"until": None})

    async def caught_up(self, user_id: str) -> None:
        """No digest is owed any more."""
        statement = sa.update(AwayRow).where(col(AwayRow.user_id) == user_id).values(missed_on=None)
        await self._session.exec(statement.execution_options(synchronize_session=False))

    async def _write(self, user_id: str, columns: Columns, if_new: Columns) -> None:
        statement = insert(self._session, AwayRow).values({"user_id": user_id, **if_new, **columns})
        await self._session.exec(statement.on_conflict_do_update(index_elements=("user_id",), set_=columns))
