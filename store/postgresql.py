"""PostgreSQL as it is run: behind poolers, with primaries that change, in a schema among others."""

import select
import time
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from store.address import without_schema

CONNECT_TIMEOUT = 5
"""Seconds that PostgreSQL may take to accept a connection."""

SILENCE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""After about ten seconds without any sign of life a connection counts as lost: its server may have no power."""

PATIENCE = 15_000
"""Milliseconds after which PostgreSQL ends an idle transaction of the bot: its host may have lost power, and its locks
would stay for hours."""

TRUSTED = 5.0
"""Seconds for which a connection counts as good after its last use, if nothing has come in on it since: a server that
ends a connection says so. After that it is asked."""

AWAY = ("08", "57P")
"""SQLSTATE classes of a connection that is lost, and of a server that is shut down or starts up."""

READ_ONLY = "25006"
"""SQLSTATE of a write on a server that takes none, for example a primary that has been demoted."""


USED_AT = "used_at"


def connect_args(url: URL) -> dict[str, Any]:
    """How every connection is made. Options in the address have priority."""
    options = {"connect_timeout": CONNECT_TIMEOUT, **SILENCE}
    return {name: value for name, value in options.items() if name not in url.query}


async def session(url: URL) -> psycopg.AsyncConnection[Any]:
    """A connection of its own, without a pool, in which each statement is a transaction. Raises psycopg.Error."""
    _, given = url.get_dialect()().create_connect_args(without_schema(url))
    options = {**given, **connect_args(url)}
    return await psycopg.AsyncConnection.connect(**options, autocommit=True, prepare_threshold=None)


def is_away(error: BaseException | None) -> bool:
    """Whether an error of the driver says that this server is of no use to us now, and another may be."""
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    return state is not None and (state == READ_ONLY or state.startswith(AWAY))


def prepare_postgresql(engine: sa.Engine, schema: str | None, **more: str) -> None:
    """Prepare each connection, and let go of all when a server goes away or takes no writes any more.

    `schema` is that of our tables, `more` are settings of PostgreSQL. They are made by a statement, because a pooler
    may refuse them as options of the connection.
    """
    settings = {"jit": "off", **more} | ({"search_path": f'"{schema}"'} if schema else {})
    statement = "SELECT " + ", ".join(f"set_config('{name}', '{value}', false)" for name, value in settings.items())

    dialect: Any = engine.dialect  # one of psycopg's, which has more methods than others

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401 the driver's own, of either driver
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        connection.commit()

    @sa.event.listens_for(engine, "checkout")
    def _checked_out(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 likewise
        if not _is_good(dialect, connection, record.info.get(USED_AT)):
            raise sa.exc.InvalidatePoolError
        if connection.read_only is not None:
            dialect.set_readonly(connection, None)  # None: what the server says

    @sa.event.listens_for(engine, "checkin")
    def _checked_in(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[USED_AT] = time.monotonic()

    @sa.event.listens_for(engine, "handle_error")
    def _failed(context: sa.engine.ExceptionContext) -> None:
        if is_away(context.original_exception):
            context.is_disconnect = True


def _is_good(dialect: Any, connection: Any, used_at: float | None) -> bool:  # noqa: ANN401 likewise
    """Whether the server still has a connection. `used_at` is None if it was made a moment ago.

    To ask the server takes as long as a statement, so it is asked where that is not certain in any other way.
    """
    if used_at is None:
        return True
    try:
        if time.monotonic() - used_at > TRUSTED or _has_come(dialect.get_driver_connection(connection).fileno()):
            dialect.do_ping(connection)
    except psycopg.Error:
        return False
    return True


def _has_come(socket: int) -> bool:
    """Whether there is something to read: the server has said why it ends the connection, or has closed it."""
    look = select.poll()
    look.register(socket, select.POLLIN)
    return bool(look.poll(0))
