"""`python -m bot hold`: for an operator who has restored a backup and not yet started the bot."""

from collections.abc import Sequence
from uuid import UUID

from approvals.model.request import ReissueRequest
from approvals.upkeep.restore import RestoredBackup
from bot.clock import SystemClock
from store.audit.chain import Chain
from store.engine import create_engine
from store.migrate import check_current, tables_in
from store.single_process import database_lock
from store.unit_of_work import SqlStore

NOTHING = "No request was being applied when this backup was taken: nothing to hold."


async def hold_requests(database_url: str, chain: Chain | None = None) -> str:
    """Hold every request that was being applied. Returns a sentence that names them. `chain` is the audit's.

    Raises DatabaseInUse while a bot runs on the SQLite file; UnknownAuditKey, StoreUnavailable, UnusableDatabase.
    """
    with database_lock(database_url):
        engine = create_engine(database_url)
        try:
            check_current(await tables_in(engine))
            store, clock = SqlStore(engine, start_no_driver, chain), SystemClock()
            await store.open_audit(clock.now())
            restored = RestoredBackup(store, clock)
            held, events = await restored.mark_unknown(), await restored.read_events_back()
        finally:
            await engine.dispose()
    read_back = [f"Life events that will only be read back, and not sent: {events}."] if events else []
    if not held:
        return "\n".join(read_back) or NOTHING
    return "\n".join([_held(held), *read_back])


def _held(held: Sequence[ReissueRequest]) -> str:
    labels = ", ".join(request.label for request in held)
    return f"Held, outcome unknown: {labels}. Start the bot: the cards ask the approvers what happens next."


def start_no_driver(_request_ids: Sequence[UUID]) -> None:
    """Starts no driver: the bot finds what is due when it is started."""
