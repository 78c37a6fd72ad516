"""The command `migrate`: brings the tables up to date."""

import asyncio
import json

from bot.commands.database import say_which
from bot.commands.terminal import progress
from bot.health.reaching import await_database
from store.migrate import pending_in, revisions, upgrade


def migrate_all(database_url: str, *, as_json: bool = False) -> str:
    """Bring all tables up to date, so that the bot itself needs no right to make any. Returns what was done.

    Raises NewerTables, StoreUnavailable, UnusableDatabase.
    """
    asyncio.run(await_database(database_url))
    pending = pending_in(database_url)
    say_which(database_url)
    done: list[str] = []
    with progress("Migrations", lambda: len(pending.revisions)) as step:

        def told(revision: str) -> None:
            done.append(revision)
            step(len(done))

        upgrade(database_url, told)
    now = revisions()[-1]
    if as_json:
        return json.dumps({"before": pending.before, "now": now, "migrated": done}, indent=2)
    if not done:
        return f"The tables are up to date ({now})."
    if pending.before is None:
        return f"The tables were made ({now})."
    return f"The tables were migrated from {pending.before} to {now}: {', '.join(done)}."
