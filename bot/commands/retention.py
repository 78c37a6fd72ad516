"""`python -m bot retention`: removes what is due by RETENTION_DAYS now. The bot itself does ten requests a minute."""

import json
from datetime import timedelta

from approvals.upkeep.retention import Retention
from bot.clock import SystemClock
from bot.commands.database import store_to_change
from bot.commands.terminal import progress
from store.audit.chain import Chain

IN_SLACK = (
    "Their messages in Slack are redrawn by a bot that runs, as fast as Slack lets it, otherwise after its start."
)


async def names_removed(database_url: str, days: int, chain: Chain | None, *, as_json: bool = False) -> str:
    """Remove names and free text of requests that were closed more than `days` ago. Returns what was done.

    `chain` is the audit's. Raises what `store_to_change` raises.
    """
    async with store_to_change(database_url, chain) as store:
        retention = Retention(store, SystemClock(), timedelta(days=days))
        done = await _blanked(retention)
    if as_json:
        return json.dumps({"requests": done, "left": retention.left, "days": days}, indent=2)
    return "\n".join(_told(done, retention.left, days))


async def _blanked(retention: Retention) -> int:
    """Blank until nothing is due; returns how many. A running bot may do a part of it at the same time."""
    due, done = await retention.count_due(), 0
    with progress("Requests", lambda: due) as step:
        while (count := await retention.blank_due()) or await retention.count_due():
            done += count
            step(done)
    return done


def _told(done: int, left: int, days: int) -> list[str]:
    closed = f"closed more than {days} days ago"
    if not done:
        said = [f"No request that was {closed} has a name or a reason any more."] if not left else []
    else:
        said = [f"Removed names and reasons of {_requests(done)} {closed}.", IN_SLACK]
    if left:
        said.append(
            f"Left as they are: {_requests(left)} that a later release of the bot has changed. Use that release."
        )
    return said


def _requests(count: int) -> str:
    return "1 request" if count == 1 else f"{count} requests"
