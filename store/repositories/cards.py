"""The repository of cards: where each request is shown, and which version each copy shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.card import LEFT_BEHIND, Card, NamesLeft
from store.dialects import insert
from store.mapping import Columns, columns_of, value_of
from store.tables import CardRow, RequestRow

KEY = ("request_id", "kind")

UNCLAIMED = datetime(1970, 1, 1, tzinfo=UTC)
"""The `touched_at` of a copy that no one is posting: so long ago that any process may claim it."""


class SqlCards:
    """`approvals.ports.storage.Cards` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, request_id: UUID) -> Sequence[Card]:
        """Every copy of a request."""
        statement = select(CardRow).where(col(CardRow.request_id) == request_id).order_by(col(CardRow.kind))
        rows = await self._session.exec(statement.execution_options(populate_existing=True))
        return [value_of(Card, row) for row in rows]

    async def of_kind(self, request_ids: Collection[UUID], kind: str) -> Mapping[UUID, Card]:
        """The copies of one kind, by request; requests without one are left out."""
        rows = await self._session.exec(
            select(CardRow).where(col(CardRow.request_id).in_(request_ids), col(CardRow.kind) == kind)
        )
        return {row.request_id: value_of(Card, row) for row in rows}

    async def claim(self, intent: Card, stale_before: datetime) -> Card | None:
        """Write down the intent to post, or take over one from before `stale_before` that led to no post."""
        columns = columns_of(replace(intent, unconfirmed=1))
        lost_names = sa.and_(col(CardRow.named), col(CardRow.unconfirmed) > 0)
        statement = insert(self._session, CardRow).values(columns)
        statement = statement.on_conflict_do_update(
            index_elements=KEY,
            set_={
                **{name: columns[name] for name in ("channel", "touched_at")},
                "unconfirmed": col(CardRow.unconfirmed) + 1,
                "named": sa.true() if intent.named else lost_names,
            },
            where=sa.and_(col(CardRow.ts).is_(None), col(CardRow.touched_at) <= stale_before),
        )
        claimed = (await self._session.exec(statement.returning(col(CardRow.unconfirmed)))).first()
        return None if claimed is None else replace(intent, unconfirmed=claimed.unconfirmed)

    async def posted(self, claimed: Card, card: Card) -> bool:
        """Note where a claimed copy was posted; False if the claim was taken over, or another post was found."""
        is_mine = sa.and_(col(CardRow.ts).is_(None), col(CardRow.touched_at) == claimed.touched_at)
        columns = columns_of(card)
        return await self._change(card, sa.or_(is_mine, col(CardRow.ts) == card.ts), columns)

    async def will_name(self, card: Card) -> None:
        """Note that a copy is about to show names."""
        await self._change(card, col(CardRow.ts) == card.ts, {"named": True})

    async def drawn(self, seen: Card, card: Card) -> None:
        """Note which version a copy shows, and since when. An older version never replaces a newer one.

        Names are noted as gone only if the record is still as it was `seen` before.
        """
        if card.named:
            await self.will_name(card)
        elif seen.named:
            is_as_seen = sa.and_(col(CardRow.ts) == card.ts, col(CardRow.touched_at) == seen.touched_at)
            await self._change(card, is_as_seen, {"named": False})
        is_newer = sa.and_(col(CardRow.ts) == card.ts, col(CardRow.drawn_version) <= card.drawn_version)
        columns = {name: getattr(card, name) for name in ("drawn_version", "touched_at", "shown_group")}
        await self._change(card, is_newer, columns)

    async def forget(self, seen: Card, unconfirmed: int) -> None:
        """Let a copy be claimed at once: it is not where it was seen, or was not posted as claimed."""
        is_mine = sa.and_(col(CardRow.ts).is_(None), col(CardRow.touched_at) == seen.touched_at)
        columns = {"ts": None, "drawn_version": 0, "touched_at": UNCLAIMED, "unconfirmed": unconfirmed}
        await self._change(seen, col(CardRow.ts) == seen.ts if seen.ts else is_mine, columns)

    async def adopt(self, lost: Card, channel: str, ts: str) -> bool:
        """Note where a post whose answer was lost was found; False if none is missing any more."""
        is_lost = sa.and_(col(CardRow.ts).is_(None), col(CardRow.unconfirmed) > 0)
        columns = {"channel": channel, "ts": ts, "unconfirmed": col(CardRow.unconfirmed) - 1}
        return await self._change(lost, is_lost, columns)

    async def leave_behind(self, card: Card) -> None:
        """Keep a copy with names on record, under a kind of its own."""
        columns = columns_of(replace(card, kind=f"{LEFT_BEHIND}:{card.ts}", unconfirmed=0))
        await self._session.exec(insert(self._session, CardRow).values(columns).on_conflict_do_nothing())

    async def move_away(self, card: Card) -> None:
        """Let a copy be posted in another channel; the message it was is left behind, to be retired."""
        await self.leave_behind(replace(card, drawn_version=0))
        await self.forget(card, card.unconfirmed)

    async def moved(self, channel: str, to: str) -> None:
        """Slack has given a channel another id."""
        statement = sa.update(CardRow).where(col(CardRow.channel) == channel).values(channel=to)
        await self._session.exec(statement.execution_options(synchronize_session=False))

    async def channels_with_names(self, families: Collection[str]) -> Sequence[str]:
        """The channels with copies that may show names, among the kinds that begin like this."""
        is_one_of = sa.or_(*(col(CardRow.kind).startswith(family) for family in families))
        channels = select(CardRow.channel).where(_MAY_SHOW_NAMES, is_one_of).distinct()
        return (await self._session.exec(channels.order_by(col(CardRow.channel)))).all()

    async def with_names(self, channel: str) -> Sequence[NamesLeft]:
        """The requests with copies in a channel that may show names, newest first."""
        found = await self._session.exec(
            select(CardRow.request_id, RequestRow.number, sa.func.count())
            .join(RequestRow, col(RequestRow.id) == col(CardRow.request_id))
            .where(_MAY_SHOW_NAMES, col(CardRow.channel) == channel)
            .group_by(col(CardRow.request_id), col(RequestRow.number))
            .order_by(col(RequestRow.number).desc())
        )
        return [NamesLeft(request_id=request_id, number=number, copies=copies) for request_id, number, copies in found]

    async def _change(self, card: Card, condition: sa.ColumnElement[bool], columns: Columns) -> bool:
        written = await self._session.exec(
            sa.update(CardRow)
            .where(col(CardRow.request_id) == card.request_id, col(CardRow.kind) == card.kind, condition)
            .values(columns)
            .execution_options(synchronize_session=False)
        )
        return written.rowcount > 0


_MAY_SHOW_NAMES = sa.and_(col(CardRow.named), col(CardRow.ts).is_not(None))
