"""`python -m bot hold`: for an operator who has restored a backup and not yet started the bot."""

from collections.abc import Sequence

from approvals.model.request import ReissueRequest
from approvals.upkeep.restore import RestoredBackup
from bot.clock import SystemClock
from bot.commands.database import store_to_change
from store.audit.chain import Chain

NOTHING = "No request was being applied when this backup was taken: nothing to hold."


async def hold_requests(database_url: str, chain: Chain | None = None) -> str:
    """Hold every request that was being applied. Returns a sentence that names them. `chain` is the audit's.

    Raises what `store_to_change` raises.
    """
    async with store_to_change(database_url, chain) as store:
        restored = RestoredBackup(store, SystemClock())
        held, events = await restored.mark_unknown(), await restored.read_events_back()
    read_back = [f"Life events that will only be read back, and not sent: {events}."] if events else []
    if not held:
        return "\n".join(read_back) or NOTHING
    return "\n".join([_held(held), *read_back])


def _held(held: Sequence[ReissueRequest]) -> str:
    labels = ", ".join(request.label for request in held)
    return f"Held, outcome unknown: {labels}. Start the bot: the cards ask the approvers what happens next."
