"""The repository of Home tabs: who has opened one, and which are behind.

A tab is behind as soon as the audit has a line that the tab was drawn without. No one has to report a change to it, so
no change is missed, even if a process is killed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from approvals.model.home import Home
from approvals.model.viewer import Section
from store.dialects import insert
from store.mapping import Columns
from store.tables import EventRow, HomeRow

NEWEST = sa.select(sa.func.coalesce(sa.func.max(col(EventRow.seq)), 0)).scalar_subquery()


class SqlHomes:
    """`approvals.ports.people_storage.Homes` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def opened(self, user_id: str, at: datetime, pages: Mapping[Section, int]) -> None:
        """A person has opened their tab, at these pages: it must be drawn, even if it should be up to date."""
        columns: Columns = {"opened_at": at, "pages": dict(pages), "shown": "", "look_at": at}
        new: Columns = {"user_id": user_id, "seq": 0, "quiet_until": at, "rest_until": at, "claims": 0, **columns}
        statement = insert(self._session, HomeRow).values(new)
        await self._session.exec(statement.on_conflict_do_update(index_elements=("user_id",), set_=columns))

    async def pages(self, user_id: str) -> Mapping[Section, int]:
        """The pages that a person has turned to."""
        row = (await self._session.exec(select(HomeRow).where(col(HomeRow.user_id) == user_id))).first()
        return {} if row is None else _pages(row.pages)

    async def look_at_all(self, now: datetime) -> None:
        """Have every tab looked at; those that show something else by now are drawn."""
        statement = sa.update(HomeRow).where(col(HomeRow.look_at) > now).values(look_at=now)
        await self._session.exec(statement.execution_options(synchronize_session=False))

    async def are_due(self, now: datetime) -> bool:
        """Whether there is a tab that is behind and may be drawn now."""
        return (await self._session.exec(_due(now).limit(1))).first() is not None

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Home]:
        """Up to `limit` tabs that are behind, put off by `lease` so that only one caller gets each."""
        due = _due(now).order_by(col(HomeRow.look_at)).limit(limit)
        mine = due.with_for_update(skip_locked=True).cte("due")
        claimed = await self._session.exec(
            sa.update(HomeRow)
            .where(col(HomeRow.user_id).in_(sa.select(mine.c.user_id)))
            .values(rest_until=now + lease, claims=col(HomeRow.claims) + 1)
            .returning(
                *(getattr(HomeRow, name) for name in ("user_id", "opened_at", "pages", "shown", "claims")), NEWEST
            )
            .execution_options(synchronize_session=False)
        )
        return [
            Home(
                user_id=user_id,
                opened_at=opened_at,
                pages=_pages(pages),
                shown=shown,
                claim=claim,
                newest=newest,
            )
            for user_id, opened_at, pages, shown, claim, newest in claimed
        ]

    async def drop(self, home: Home) -> None:
        """Delete the row of a tab that shows nothing any more, unless it was opened since the claim."""
        is_mine = sa.and_(col(HomeRow.user_id) == home.user_id, col(HomeRow.claims) == home.claim)
        await self._session.exec(sa.delete(HomeRow).where(is_mine, col(HomeRow.opened_at) == home.opened_at))

    async def drawn(self, home: Home, shown: str, at: datetime, quiet: timedelta, look_again: timedelta) -> None:
        """Note what Slack has now. Changes are not drawn for `quiet`; after `look_again` the tab is drawn in any case.

        If the tab was opened since the claim, nothing is noted, so it is drawn once more.
        """
        columns = {"shown": shown, "seq": home.newest, "look_at": at + look_again, "quiet_until": at + quiet}
        noted = await self._release(home, at, columns, col(HomeRow.opened_at) == home.opened_at)
        if not noted and not await self._release(home, at, {}):
            await self._doubt(home, at)

    async def postponed(self, home: Home, at: datetime) -> None:
        """Try again at `at`, not before: the tab was not drawn, or it is not known whether it was."""
        if not await self._release(home, at, {"shown": "", "look_at": at}):
            await self._doubt(home, at)

    async def _release(
        self, home: Home, rest_until: datetime, columns: Columns, *conditions: sa.ColumnElement[bool]
    ) -> bool:
        is_mine = sa.and_(col(HomeRow.user_id) == home.user_id, col(HomeRow.claims) == home.claim)
        statement = sa.update(HomeRow).where(is_mine, *conditions).values(rest_until=rest_until, **columns)
        written = await self._session.exec(statement.execution_options(synchronize_session=False))
        return written.rowcount > 0

    async def _doubt(self, home: Home, at: datetime) -> None:
        """Have the tab drawn again: two processes drew it, and only Slack knows which came last."""
        statement = sa.update(HomeRow).where(col(HomeRow.user_id) == home.user_id).values(shown="", look_at=at)
        await self._session.exec(statement.execution_options(synchronize_session=False))


def _due(now: datetime) -> SelectOfScalar[str]:
    has_changed = sa.and_(col(HomeRow.seq) < NEWEST, col(HomeRow.quiet_until) <= now)
    is_behind = sa.or_(has_changed, col(HomeRow.look_at) <= now)
    return select(HomeRow.user_id).where(col(HomeRow.rest_until) <= now, is_behind)


def _pages(stored: Mapping[str, int]) -> Mapping[Section, int]:
    """The pages by section; a section that only a later release knows is left out."""
    return {section: stored[section] for section in Section if section in stored}
