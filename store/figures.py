"""Figures about all requests for metrics, by indexes alone: they are asked for every few seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from approvals.model.card import CARD, STAND_IN
from approvals.model.status import OPEN, UNDECIDED, RequestStatus
from store.columns import table_of
from store.engine import reading
from store.failures import translated
from store.tables import CardRow, RequestRow

_REQUEST, _CARD = table_of(RequestRow), table_of(CardRow)

_OPEN = sa.text("bot_request.status IN ({})".format(", ".join(sorted(f"'{status.value}'" for status in OPEN))))
"""As the partial index has it: with parameters it would not be used."""

_OLDEST = sa.select(_REQUEST.c.status, sa.func.min(_REQUEST.c.changed_at)).where(_OPEN).group_by(_REQUEST.c.status)

_REACHES = sa.or_(_CARD.c.kind == CARD, _CARD.c.kind.startswith(f"{STAND_IN}:"))

_UNREACHED = (
    sa.select(sa.func.count())
    .select_from(_REQUEST)
    .where(
        _OPEN,
        _REQUEST.c.status.in_(sorted(UNDECIDED)),
        ~sa.exists().where(_CARD.c.request_id == _REQUEST.c.id, _REACHES, _CARD.c.ts.is_not(None)),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """`unreached` undecided requests have no copy that approvers can see. `oldest` is since when (UTC) the oldest
    request of each open status has it; statuses without any are left out."""

    unreached: int
    oldest: Mapping[RequestStatus, datetime]


async def read_figures(engine: AsyncEngine) -> Figures:
    """The figures of this moment. Raises StoreUnavailable."""
    with translated():
        async with reading(engine).connect() as connection:
            return await _figures(connection)


async def _figures(connection: AsyncConnection) -> Figures:
    unreached = (await connection.execute(_UNREACHED)).scalar_one()
    rows = await connection.execute(_OLDEST)
    return Figures(unreached=unreached, oldest={status: since for status, since in rows})  # noqa: C416 - rows, no pairs
