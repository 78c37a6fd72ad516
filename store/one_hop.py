"""Connections to SQLite that go to their thread once for most statements.

aiosqlite has one thread for each connection, and goes there four times for a statement: to make a cursor, to execute,
to fetch, to close. Each way there and back costs more than most of our statements. Here one visit does all of it, if
there are few rows; the first of a transaction begins it, and the end of one that only read is not waited for.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar, cast

from aiosqlite import Connection

AT_ONCE = 256
"""Rows that are fetched with the statement. Of more, the rest is fetched when it is asked for."""

READS = "BEGIN"
"""What begins a transaction that only reads."""

T = TypeVar("T")


class OneHopCursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses."""

    arraysize = 1

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self._more: sqlite3.Cursor | None = None
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Nothing is opened: each statement has a cursor of its own."""
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute a statement."""
        await self._run(lambda cursor: cursor.execute(statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Execute a statement once for each of some parameters."""
        await self._run(lambda cursor: cursor.executemany(statement, parameters))
        return self

    async def fetchone(self) -> Any:  # noqa: ANN401 - a row of the driver
        """The next row, or None."""
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        """The next rows, as many as asked for if there are."""
        size, more = size or self.arraysize, self._more
        if more is not None and len(self._rows) < size:
            self._rows += await self._visit(lambda _: more.fetchmany(size))
        given, self._rows = self._rows[:size], self._rows[size:]
        return given

    async def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""
        if (more := self._more) is not None:
            self._rows += await self._visit(lambda _: more.fetchall())
            self.rowcount = more.rowcount  # INSERT … RETURNING counts when the last row was fetched
        given, self._rows = self._rows, []
        return given

    async def close(self) -> None:
        """Fetch no more rows."""
        if (more := self._more) is not None:
            await self._visit(lambda _: more.close())
            self._more = None

    async def _run(self, run: Callable[[sqlite3.Cursor], object]) -> None:
        await self.close()
        first = self._connection.first

        def visit(connection: sqlite3.Connection) -> None:
            cursor = connection.cursor()
            if first:
                cursor.execute(first[0])
                first.clear()
            run(cursor)
            self._rows = cursor.fetchmany(AT_ONCE) if cursor.description else []
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
            if len(self._rows) == AT_ONCE:
                self._more = cursor
            else:
                cursor.close()

        await self._visit(visit)

    async def _visit(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work in the connection's thread.

        If the caller is cancelled meanwhile, it goes on there: then what it leaves open is closed. SQLite keeps the
        transaction of a closed connection for as long as that has an open statement.
        """
        try:
            return await self._connection.visit(work)
        except BaseException:
            self._connection.visit_later(self._drop)
            raise

    def _drop(self) -> None:
        if self._more is not None:
            self._more.close()


class OneHopConnection(Connection):
    """aiosqlite's connection with such cursors."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, AT_ONCE)
        self._thread.daemon = True
        self._only_reads = False
        self.first: list[str] = []
        """What begins the transaction, until that has begun. Each transaction has a list of its own: a visit that was
        asked for in one never begins the next."""

    def begin(self, statement: str) -> None:
        """Begin a transaction together with its first statement: BEGIN if it only reads, otherwise BEGIN IMMEDIATE."""
        self.first, self._only_reads = [statement], statement == READS

    def cursor(self) -> OneHopCursor:  # type: ignore[override] # SQLAlchemy enters it as it does aiosqlite's
        """A cursor that does a statement in one visit."""
        return OneHopCursor(self)

    async def rollback(self) -> None:
        """End a transaction without its changes. One that only read has none: whoever comes next queues behind this."""
        if self._only_reads:
            self.visit_later(self._conn.rollback)
        else:
            await super().rollback()

    async def visit(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work in the connection's thread."""
        return cast(T, await self._execute(lambda: work(self._conn)))  # type: ignore[no-untyped-call]

    def visit_later(self, work: Callable[[], object]) -> None:
        """Do some work in the connection's thread after all that was asked for before. No one waits for it."""
        self._tx.put_nowait((None, work))  # without a future, as aiosqlite does where no loop runs


def connect(database: str, **arguments: Any) -> OneHopConnection:  # noqa: ANN401 - arguments of sqlite3.connect
    """A connection that is not open yet, as `aiosqlite.connect` gives it."""
    return OneHopConnection(lambda: sqlite3.connect(database, **arguments))
