"""Where the audit's chain stands: its last value, the key that it has now, and whether a known line is still there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from store.audit.chain import BEGINNING, Chain
from store.audit.digest import is_signed
from store.audit.reading import Audit
from store.tables import EventRow

NEWEST = sa.select(col(EventRow.mac)).where(col(EventRow.mac).is_not(None)).order_by(col(EventRow.seq).desc()).limit(1)
NEWEST_OWN = NEWEST.with_only_columns(col(EventRow.codes)).where(col(EventRow.request_id).is_(None))
"""The codes of the last line about the audit itself: they name the key that the chain has now."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line that is in the audit, with its chain value."""

    seq: int
    mac: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`head` is the last value; `own` the codes of the last line about the audit itself, None if there is none.

    `is_complete` says whether the line that this process knows is still there.
    """

    head: str
    own: Mapping[str, Any] | None
    is_complete: bool

    @property
    def key(self) -> str | None:
        """The id of the key that the chain has now; None if no line says so."""
        return None if self.own is None else str(self.own.get("key"))


_STANDING = sa.select(NEWEST.scalar_subquery(), NEWEST_OWN.scalar_subquery(), sa.true())
_IS_THERE = sa.exists().where(col(EventRow.seq) == sa.bindparam("seq"), col(EventRow.mac) == sa.bindparam("mac"))
_STANDING_AFTER = sa.select(NEWEST.scalar_subquery(), NEWEST_OWN.scalar_subquery(), _IS_THERE)


def standing(connection: sa.Connection, last: Written | None) -> Standing:
    """Where the chain stands, in one query; `last` is the line that is expected to be there."""
    if last is None:
        head, own, complete = connection.execute(_STANDING).one()
    else:
        head, own, complete = connection.execute(_STANDING_AFTER, {"seq": last.seq, "mac": last.mac}).one()
    return Standing(head or BEGINNING, own, bool(complete))


def newest(connection: sa.Connection) -> Written | None:
    """The newest line of the chain."""
    row = connection.execute(NEWEST.with_only_columns(col(EventRow.seq), col(EventRow.mac))).first()
    return None if row is None else Written(int(row[0] or 0), str(row[1]))


def chain_before(connection: sa.Connection, now: Standing, known: Chain) -> Chain | None:
    """The chain with the key that the audit has now, of those whose keys are known; None if it is none of them."""
    if now.key is not None:
        return known.known(now.key)
    return known if now.head == BEGINNING else _signer(Audit(connection), known)


def _signer(audit: Audit, known: Chain) -> Chain | None:
    """The key of a chain that an earlier version of the bot began, without a line that names it."""
    last, *older = audit.newest_chained(2)
    previous = older[0].mac if older else None
    return next((one for one in known.all if is_signed(one, previous or BEGINNING, last)), None)
