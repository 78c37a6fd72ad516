"""What an operator does after restoring a backup, before the bot is started."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.upkeep.restore import RestoredBackup
from bot.clock import SystemClock
from store.chain import Chain
from store.engine import create_engine
from store.single_process import database_lock
from store.unit_of_work import SqlStore

NOTHING = "No request was being applied when this backup was taken: nothing to hold."


async def hold_requests(database_url: str, chain: Chain | None = None) -> str:
    """Hold every request that was being applied, and say which in a sentence; `chain` is the audit's.

    Raises DatabaseInUse while a bot runs on the SQLite file; StoreUnavailable, UnusableDatabase.
    """
    with database_lock(database_url):
        engine = create_engine(database_url)
        try:
            held = await RestoredBackup(SqlStore(engine, _nobody_is_driven, chain), SystemClock()).mark_unknown()
        finally:
            await engine.dispose()
    if not held:
        return NOTHING
    labels = ", ".join(request.label for request in held)
    return f"Held, outcome unknown: {labels}. Start the bot: the cards ask the approvers what happens next."


async def _nobody_is_driven(_session: AsyncSession, _request_id: UUID) -> None:
    """The bot that is started next finds what is due by itself."""
