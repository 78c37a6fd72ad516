"""The repository of cards: where each request is shown, and which version every copy shows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.card import Card
from store import flat_mapping
from store.dialects import insert, wrote
from store.tables import CardRow

KEY = ("request_id", "kind")


class SqlCards:
    """`approvals.ports.Cards` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, request_id: UUID) -> Sequence[Card]:
        """Every copy of a request."""
        statement = select(CardRow).where(col(CardRow.request_id) == request_id).order_by(col(CardRow.kind))
        rows = await self._session.exec(statement.execution_options(populate_existing=True))
        return [flat_mapping.card_value(row) for row in rows]

    async def claim(self, card: Card, stale_before: datetime) -> bool:
        """Write the intent to post down, or take over one that led to no post and is older than `stale_before`."""
        columns = flat_mapping.card_columns(card)
        statement = insert(self._session, CardRow).values(columns)
        statement = statement.on_conflict_do_update(
            index_elements=KEY,
            set_={name: columns[name] for name in ("channel", "touched_at")},
            where=sa.and_(col(CardRow.ts).is_(None), col(CardRow.touched_at) <= stale_before),
        )
        return await wrote(self._session, statement.returning(col(CardRow.kind)))

    async def drawn(self, card: Card) -> None:
        """Note where a copy stands, which version it shows and when; an older version never replaces a newer one.

        A copy that was forgotten meanwhile is remembered again: better known and redrawn than posted twice.
        """
        columns = flat_mapping.card_columns(card)
        statement = insert(self._session, CardRow).values(columns)
        await self._session.exec(
            statement.on_conflict_do_update(
                index_elements=KEY,
                set_={name: columns[name] for name in ("channel", "ts", "drawn_version", "touched_at")},
                where=col(CardRow.drawn_version) <= card.drawn_version,
            )
        )

    async def forget(self, request_id: UUID, kind: str) -> None:
        """A copy is gone from Slack: it will be posted anew."""
        await self._session.exec(
            sa.delete(CardRow).where(col(CardRow.request_id) == request_id, col(CardRow.kind) == kind)
        )
