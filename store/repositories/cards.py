"""The repository of cards: where each request is shown, and which version each copy shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.model.card import LEFT_BEHIND, Card, NamesLeft
from store.columns import table_of
from store.dialects import for_each, insert
from store.mapping import Columns, columns_of, value_of
from store.tables import CardRow, RequestRow

KEY = ("request_id", "kind")

SHOWN = ("drawn_version", "touched_at", "shown_group")
"""The columns that say what a copy shows, and since when."""

IN_DOUBT = 0
"""The `drawn_version` of a copy that two processes have drawn differently at the same time: so old that it is drawn
again."""

UNCLAIMED = datetime(1970, 1, 1, tzinfo=UTC)
"""The `touched_at` of a copy that no one is posting: so long ago that any process may claim it."""


_CARD, _REQUEST = table_of(CardRow), table_of(RequestRow)
_OF = sa.select(_CARD).where(_CARD.c.request_id == sa.bindparam("request_id")).order_by(_CARD.c.kind)


_IS_IT = sa.and_(_CARD.c.request_id == sa.bindparam("the_id"), _CARD.c.kind == sa.bindparam("the_kind"))
_IS_THERE = sa.and_(_IS_IT, _CARD.c.ts == sa.bindparam("the_ts"))
_IS_CLAIMED = sa.and_(_CARD.c.ts.is_(None), _CARD.c.touched_at == sa.bindparam("seen_at"))
_IS_AS_SEEN = sa.and_(
    _CARD.c.drawn_version == sa.bindparam("seen_version"),
    _CARD.c.shown_group == sa.bindparam("seen_group"),
    _CARD.c.touched_at == sa.bindparam("seen_at"),
)
_IS_THE_SAME = sa.and_(
    _CARD.c.drawn_version == sa.bindparam("new_drawn_version"), _CARD.c.shown_group == sa.bindparam("new_shown_group")
)

_WILL_NAME = sa.update(_CARD).where(_IS_THERE).values(named=True)
_POSTED = sa.update(_CARD).where(_IS_IT, sa.or_(_IS_CLAIMED, _CARD.c.ts == sa.bindparam("the_ts")))
_NEW = {name: sa.bindparam(f"new_{name}", type_=_CARD.c[name].type) for name in SHOWN}
_DRAWN = (
    sa.update(_CARD)
    .where(_IS_THERE)
    .values(
        _NEW | {"drawn_version": sa.case((sa.or_(_IS_AS_SEEN, _IS_THE_SAME), _NEW["drawn_version"]), else_=IN_DOUBT)}
    )
    .returning(_CARD.c.drawn_version)
)
_DRAWN_NAMED = _DRAWN.values(named=True)
_NAMES_GONE = sa.update(_CARD).where(_IS_THERE, _CARD.c.touched_at == sa.bindparam("seen_at")).values(named=False)
_CLAIM = for_each(
    lambda insert: (
        (claim := insert(_CARD))
        .on_conflict_do_update(
            index_elements=KEY,
            set_={
                "channel": claim.excluded.channel,
                "touched_at": claim.excluded.touched_at,
                "unconfirmed": _CARD.c.unconfirmed + 1,
                "named": sa.or_(claim.excluded.named, sa.and_(_CARD.c.named, _CARD.c.unconfirmed > 0)),
            },
            where=sa.and_(_CARD.c.ts.is_(None), _CARD.c.touched_at <= sa.bindparam("stale_before")),
        )
        .returning(_CARD.c.unconfirmed)
    )
)


class SqlCards:
    """`approvals.ports.card_storage.Cards` over a connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, request_id: UUID) -> Sequence[Card]:
        """Every copy of a request."""
        rows = await self._connection.execute(_OF, {"request_id": request_id})
        return [value_of(Card, row) for row in rows]

    async def of_kind(self, request_ids: Collection[UUID], kind: str) -> Mapping[UUID, Card]:
        """The copies of one kind, by request; requests without one are left out."""
        rows = await self._connection.execute(
            sa.select(_CARD).where(_CARD.c.request_id.in_(request_ids), _CARD.c.kind == kind)
        )
        return {row.request_id: value_of(Card, row) for row in rows}

    async def claim(self, intent: Card, stale_before: datetime) -> Card | None:
        """Write down the intent to post, or take over one from before `stale_before` that led to no post."""
        columns = {**columns_of(replace(intent, unconfirmed=1)), "stale_before": stale_before}
        claimed = (await self._connection.execute(_CLAIM(self._connection.dialect.name), columns)).first()
        return None if claimed is None else replace(intent, unconfirmed=claimed.unconfirmed)

    async def posted(self, claimed: Card, card: Card) -> bool:
        """Note where a claimed copy was posted; False if the claim was taken over, or another post was found."""
        which = {**_key(card), "the_ts": card.ts, "seen_at": claimed.touched_at}
        return (await self._connection.execute(_POSTED, {**columns_of(card), **which})).rowcount > 0

    async def will_name(self, card: Card) -> None:
        """Note that a copy is about to show names."""
        await self._connection.execute(_WILL_NAME, {**_key(card), "the_ts": card.ts})

    async def drawn(self, seen: Card, card: Card) -> bool:
        """Note which version a copy shows, and since when; False if another process has drawn something else since it
        was `seen`, so that the copy is in doubt.

        Names are noted as gone only if the record is still as it was `seen` before.
        """
        which = {**_key(card), "the_ts": card.ts}
        if seen.named and not card.named:
            await self._connection.execute(_NAMES_GONE, {**which, "seen_at": seen.touched_at})
        shown = {f"new_{name}": getattr(card, name) for name in SHOWN}
        before = {"seen_version": seen.drawn_version, "seen_group": seen.shown_group, "seen_at": seen.touched_at}
        noted = await self._connection.execute(_DRAWN_NAMED if card.named else _DRAWN, {**which, **shown, **before})
        return noted.scalar_one_or_none() in (None, card.drawn_version)

    async def forget(self, seen: Card, unconfirmed: int) -> None:
        """Let a copy be claimed at once: it is not where it was seen, or was not posted as claimed."""
        is_mine = sa.and_(_CARD.c.ts.is_(None), _CARD.c.touched_at == seen.touched_at)
        columns = {"ts": None, "drawn_version": 0, "touched_at": UNCLAIMED, "unconfirmed": unconfirmed}
        await self._change(seen, _CARD.c.ts == seen.ts if seen.ts else is_mine, columns)

    async def adopt(self, lost: Card, channel: str, ts: str) -> bool:
        """Note where a post whose answer was lost was found; False if none is missing any more."""
        is_lost = sa.and_(_CARD.c.ts.is_(None), _CARD.c.unconfirmed > 0)
        columns = {"channel": channel, "ts": ts, "unconfirmed": _CARD.c.unconfirmed - 1}
        return await self._change(lost, is_lost, columns)

    async def leave_behind(self, card: Card) -> None:
        """Keep a copy with names on record, under a kind of its own."""
        columns = columns_of(replace(card, kind=f"{LEFT_BEHIND}:{card.ts}", unconfirmed=0))
        await self._connection.execute(insert(self._connection, CardRow).values(columns).on_conflict_do_nothing())

    async def move_away(self, card: Card) -> None:
        """Let a copy be posted in another channel; the message it was is left behind, to be retired."""
        await self.leave_behind(replace(card, drawn_version=0))
        await self.forget(card, card.unconfirmed)

    async def moved(self, channel: str, to: str) -> None:
        """Slack has given a channel another id."""
        await self._connection.execute(sa.update(_CARD).where(_CARD.c.channel == channel).values(channel=to))

    async def channels_with_names(self, families: Collection[str]) -> Sequence[str]:
        """The channels with copies that may show names, among the kinds that begin like this."""
        is_one_of = sa.or_(*(_CARD.c.kind.startswith(family) for family in families))
        channels = sa.select(_CARD.c.channel).where(_MAY_SHOW_NAMES, is_one_of).distinct()
        return (await self._connection.execute(channels.order_by(_CARD.c.channel))).scalars().all()

    async def with_names(self, channel: str) -> Sequence[NamesLeft]:
        """The requests with copies in a channel that may show names, newest first."""
        found = await self._connection.execute(
            sa.select(_CARD.c.request_id, _REQUEST.c.number, sa.func.count())
            .join(_REQUEST, _REQUEST.c.id == _CARD.c.request_id)
            .where(_MAY_SHOW_NAMES, _CARD.c.channel == channel)
            .group_by(_CARD.c.request_id, _REQUEST.c.number)
            .order_by(_REQUEST.c.number.desc())
        )
        return [NamesLeft(request_id=request_id, number=number, copies=copies) for request_id, number, copies in found]

    async def _change(self, card: Card, condition: sa.ColumnElement[bool], columns: Columns) -> bool:
        written = await self._connection.execute(
            sa.update(_CARD)
            .where(_CARD.c.request_id == card.request_id, _CARD.c.kind == card.kind, condition)
            .values(columns)
        )
        return written.rowcount > 0


def _key(card: Card) -> Columns:
    return {"the_id": card.request_id, "the_kind": card.kind}


_MAY_SHOW_NAMES = sa.and_(_CARD.c.named, _CARD.c.ts.is_not(None))
