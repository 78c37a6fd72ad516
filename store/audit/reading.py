"""Reads the whole audit while the bot runs: line by line, as of one moment, on its own connection.

Values come as the database holds them, not as our types want them: a line that was tampered with must be reported, and
must not stop the report.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping
from sqlmodel import col

from approvals.errors import StoreUnavailable
from approvals.model.event import EventKind
from approvals.model.routing import RouteMap
from store.address import is_sqlite, sync_url
from store.audit.chain import NO_REQUEST
from store.engine import create_sync_engine, reading
from store.failures import translated
from store.migrate import check_current, tables_at
from store.routing import belongs_to
from store.tables import EventRow, RequestRow

BATCH = 1_000
"""Lines fetched at a time, so that memory stays flat."""

WITHOUT_CHANGE = frozenset({EventKind.VIEWED, EventKind.REFUSED, EventKind.UNDELIVERABLE, EventKind.POSTPONED})
"""Lines that do not stand for a change of their request."""


@dataclass(frozen=True, slots=True)
class Owned:
    """One of some routes: the requests that belong to it."""

    routes: RouteMap
    route: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditLine:
    """One line with the facts of its request. Unreadable values are unchanged. Without a request `number` and its facts
    are None, and `request_id` is "" if the line is about the audit itself.

    `at` is ISO 8601 in UTC with microseconds; `status` is the request's status when the line is read.
    """

    seq: int
    request_id: str
    at: str
    actor: str
    kind: str
    codes: Any
    mac: str | None
    number: int | None
    status: str | None
    requester: str | None
    employee_id: str | None
    enrollment_id: str | None
    qle_id: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of the chain: `lines` counts the audit's lines up to it, `key` is the id of the chain's key."""

    seq: int
    mac: str
    lines: int
    key: str | None


@dataclass(frozen=True, slots=True)
class ShortHistory:
    """A request with fewer lines than changes: `version` counts its changes, each of which wrote a line."""

    number: int
    lines: int
    version: int


class Audit:
    """The audit as of one moment."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def count(self, since: datetime | None = None, until: datetime | None = None, owned: Owned | None = None) -> int:
        """The number of lines from `since` (included) to `until` (excluded); with `owned` those of one route."""
        counted = sa.select(sa.func.count()).select_from(_with_requests()).where(*_between(since, until), *_of(owned))
        return int(self.connection.scalar(counted) or 0)

    def head(self) -> Head | None:
        """The last line with a chain value; None if no line has one."""
        for line in self.newest_chained(1):
            up_to = sa.select(sa.func.count()).select_from(EventRow).where(col(EventRow.seq) <= line.seq)
            keys = [own.codes.get("key") for own in self.newest_chained(1, own=True) if isinstance(own.codes, dict)]
            return Head(line.seq, str(line.mac), int(self.connection.scalar(up_to) or 0), next(iter(keys), None))
        return None

    def newest_chained(self, limit: int, *, own: bool = False) -> Sequence[AuditLine]:
        """The last lines that have a chain value, the newest first; of its `own`, those about the audit itself."""
        newest = _select().where(col(EventRow.mac).is_not(None)).order_by(None).order_by(col(EventRow.seq).desc())
        wanted = newest.where(col(EventRow.request_id).is_(None)) if own else newest
        return [_line(row) for row in self.connection.execute(wanted.limit(limit)).mappings()]

    def short_histories(self) -> Sequence[ShortHistory]:
        """The requests with fewer lines than changes, by number."""
        is_change = sa.and_(
            col(EventRow.request_id) == col(RequestRow.id), col(EventRow.kind).not_in(list(WITHOUT_CHANGE))
        )
        number, version = col(RequestRow.number), col(RequestRow.version)
        lines = sa.func.count(col(EventRow.seq))
        joined = sa.outerjoin(RequestRow, EventRow, is_change)
        counted = sa.select(number, lines, version).select_from(joined).group_by(number, version)
        rows = self.connection.execute(counted.having(lines < version).order_by(number))
        return [ShortHistory(*row) for row in rows]

    def lines(
        self, since: datetime | None = None, until: datetime | None = None, owned: Owned | None = None
    ) -> Iterator[AuditLine]:
        """The lines in order, a batch at a time; with `owned` those about the requests of one route."""
        statement = _select().where(*_between(since, until), *_of(owned))
        rows = self.connection.execute(statement, execution_options={"yield_per": BATCH})
        return map(_line, rows.mappings())


@contextmanager
def audit_of(database_url: str) -> Iterator[Audit]:
    """The audit of a database. Raises StoreUnavailable, also if it is missing or its tables are not current."""
    url = sync_url(database_url)
    if is_sqlite(url) and not Path(url.database or "").exists():
        raise StoreUnavailable(f"There is no database {url.database}.")
    with translated(), reading(create_sync_engine(database_url)).connect() as connection:
        check_current(tables_at(connection))
        yield Audit(connection)


def _select() -> sa.Select[Any]:
    events = [_raw(EventRow, name) for name in ("seq", "request_id", "at", "actor", "kind", "mac")]
    codes = sa.cast(col(EventRow.codes), sa.Text).label("codes")
    names = ("number", "status", "requester", "employee_id", "enrollment_id", "qle_id")
    facts = [_raw(RequestRow, name) for name in names]
    return sa.select(*events, codes, *facts).select_from(_with_requests()).order_by(col(EventRow.seq))


def _with_requests() -> sa.Join:
    return sa.outerjoin(EventRow, RequestRow, col(EventRow.request_id) == col(RequestRow.id))


def _of(owned: Owned | None) -> list[sa.ColumnElement[bool]]:
    """The condition that leaves other routes' lines out, and those about the audit itself."""
    return [] if owned is None else [col(EventRow.request_id).is_not(None), belongs_to(owned.routes, [owned.route])]


def _line(row: RowMapping) -> AuditLine:
    readable = {"request_id": _id(row["request_id"]), "at": _instant(row["at"]), "codes": _codes(row["codes"])}
    return AuditLine(**{**row, **readable})


def _raw(table: type[EventRow | RequestRow], name: str) -> sa.Label[Any]:
    """A column as the database driver gives it."""
    return sa.type_coerce(getattr(table, name), sa.types.NullType()).label(name)


def _between(since: datetime | None, until: datetime | None) -> list[sa.ColumnElement[bool]]:
    begins = [] if since is None else [col(EventRow.at) >= since]
    return begins if until is None else [*begins, col(EventRow.at) < until]


def _id(stored: object) -> str:
    if stored is None:
        return NO_REQUEST
    try:
        return str(UUID(str(stored)))
    except ValueError:
        return str(stored)


def _instant(stored: object) -> str:
    try:
        at = datetime.fromisoformat(str(stored))
    except ValueError:
        return str(stored)
    in_utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return in_utc.isoformat(timespec="microseconds")


def _codes(stored: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(stored)
    except ValueError:
        return stored
