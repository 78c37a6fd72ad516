"""A quick look at the audit's end, for readiness: does it still have what it must have? `--verify` reads everything."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from store.audit.chain import BEGINNING, ChainKind
from store.audit.linking import Linking
from store.audit.standing import standing
from store.engine import reading
from store.failures import translated
from store.tables import EventRow


class AuditTrouble(StrEnum):
    """What is wrong with the audit."""

    LINE_MISSING = "line_missing"
    """A line that this process has written or seen is not there any more."""
    NO_BEGINNING = "no_beginning"
    """There is a key, but no line that begins the chain."""
    NO_VALUE = "no_value"
    """The chain has begun, but the newest line has no value."""
    UNKNOWN_KEY = "unknown_key"
    """The chain has another key now, which is not known here."""
    NO_KEY = "no_key"
    """The chain has begun, but there is no key here: new lines break it."""


@dataclass(frozen=True, eq=False, repr=False)
class AuditWatch:
    """Watches the audit of one process; without a key (AUDIT_KEY) `linking` is None."""

    engine: AsyncEngine
    linking: Linking | None

    async def trouble(self) -> AuditTrouble | None:
        """What is wrong now. It takes three look-ups, for an audit of any length. Raises StoreUnavailable."""
        with translated():
            async with reading(self.engine).connect() as connection:
                return await connection.run_sync(self._look)

    def _look(self, connection: sa.Connection) -> AuditTrouble | None:
        if self.linking is None:
            return None if standing(connection, None).head == BEGINNING else AuditTrouble.NO_KEY
        now = standing(connection, self.linking.last)
        if self.linking.has_lost or not now.is_complete:
            return AuditTrouble.LINE_MISSING
        if not _has_beginning(connection):
            return AuditTrouble.NO_BEGINNING
        if now.key is None or self.linking.chain.known(now.key) is None:
            return AuditTrouble.UNKNOWN_KEY
        return None if _newest_has_value(connection) else AuditTrouble.NO_VALUE


def _has_beginning(connection: sa.Connection) -> bool:
    own = (col(EventRow.request_id).is_(None), col(EventRow.mac).is_not(None))
    kind = sa.type_coerce(col(EventRow.kind), sa.String)
    return bool(connection.scalar(sa.select(sa.exists().where(*own, kind == ChainKind.BEGUN.value))))


def _newest_has_value(connection: sa.Connection) -> bool:
    newest = sa.select(col(EventRow.mac)).order_by(col(EventRow.seq).desc()).limit(1)
    return connection.scalar(newest) is not None
