"""Whether the database can keep a click now. A change is logged once."""

from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreError
from store.migrate import OlderTables, Tables, tables_in
from store.unit_of_work import SqlStore

NEWER = "ok; the tables are those of a later release"

UNFORESEEN = "the database cannot be used; the log says more"

log = structlog.get_logger()


@dataclass(slots=True, eq=False, repr=False)
class DatabaseHealth:
    """Looks at the database of a bot."""

    engine: AsyncEngine
    store: SqlStore
    trouble: str | None = None
    """What the last look found."""

    async def look(self) -> tuple[str | None, str]:
        """Write a row. Returns the trouble, None if there is none, and what is to be told in either case."""
        try:
            note = await self._written()
        except StoreError as error:
            return self._found(str(error))
        except (SQLAlchemyError, OSError) as error:
            return self._found(UNFORESEEN, type(error).__name__)
        self._found(None)
        return None, note

    async def _written(self) -> str:
        tables = await tables_in(self.engine)
        if tables is Tables.OLDER:
            raise OlderTables
        await self.store.check()
        return NEWER if tables is Tables.NEWER else "ok"

    def _found(self, trouble: str | None, kind: str = "") -> tuple[str | None, str]:
        if trouble != self.trouble:
            if trouble is None:
                log.info("database_ready_again")
            else:
                log.error("database_not_ready", reason=trouble, **({"error": kind} if kind else {}))
        self.trouble = trouble
        return trouble, trouble or "ok"
