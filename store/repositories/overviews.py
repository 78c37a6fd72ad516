"""The repository for overviews: the requests that concern a reader, sorted into sections by the database."""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.newer import NewerRequest
from approvals.model.overview import SectionRows
from approvals.model.request import ReissueRequest
from approvals.model.viewer import Section, Viewer
from store import mapping
from store.repositories.decisions import SqlDecisions
from store.repositories.sections import decides, is_undeliverable, shown
from store.tables import RequestRow


class SqlOverviews:
    """`approvals.ports.people_storage.Overviews` over a session."""

    def __init__(self, session: AsyncSession, connection: AsyncConnection) -> None:
        self._session = session
        self._decisions = SqlDecisions(connection)

    async def sections(
        self, reader: Viewer, since: datetime, pages: Mapping[Section, int], limit: int
    ) -> Mapping[Section, SectionRows]:
        """A page of each section, the last one in place of one that is gone; empty sections are left out.

        Waiting requests come by deadline, own ones with the overdue first, recent ones by when they changed, others by
        number.
        """
        rows = (await self._session.exec(shown(reader, since, pages, limit))).all()  # type: ignore[call-overload]
        requests = await self._read([request_id for request_id, *_ in rows])
        by_section = groupby(rows, lambda row: (Section(row.section), row.total, row.page))
        return {
            section: SectionRows([requests[each.id] for each in each_row], total, page)
            for (section, total, page), each_row in by_section
        }

    async def numbered(self, reader: Viewer, number: int) -> ReissueRequest | NewerRequest | None:
        """The request with this number, if the reader made it or may read it: the database leaves it out otherwise."""
        is_own = col(RequestRow.requester) == reader.user_id
        concerns = sa.and_(col(RequestRow.number) == number, sa.or_(is_own, decides(reader)))
        row = (await self._session.exec(select(RequestRow).where(concerns))).first()
        decisions = await self._decisions.rows_of(concerns)
        return None if row is None else mapping.request_or_newer(row, decisions.get(row.id, ()))

    async def undeliverable(self, request_ids: Collection[UUID]) -> Collection[UUID]:
        """The requests with a message that Slack refused and has not accepted since."""
        among = col(RequestRow.id).in_(request_ids)
        return set((await self._session.exec(select(RequestRow.id).where(among, is_undeliverable()))).all())

    async def _read(self, request_ids: Collection[UUID]) -> Mapping[UUID, ReissueRequest | NewerRequest]:
        is_wanted = col(RequestRow.id).in_(request_ids)
        rows = (await self._session.exec(select(RequestRow).where(is_wanted))).all()
        decisions = await self._decisions.rows_of(is_wanted)
        return {row.id: mapping.request_or_newer(row, decisions.get(row.id, ())) for row in rows}
