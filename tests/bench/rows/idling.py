"""Row 8: what a bot takes that has nothing to do."""

import asyncio

import psycopg

from tests.bench.figures import Samples
from tests.bench.machine import processor_seconds, resident_megabytes
from tests.bench.stage import Stage

WAITING = 3
"""Requests that wait for a decision meanwhile."""

TRANSACTIONS = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
"""Every statement outside a transaction counts as one."""


async def idle(stage: Stage, samples: Samples, settling: float, seconds: float) -> None:
    """Let the bot settle, then count for some seconds."""
    samples.add("start_cpu", stage.who, stage.bot.ready_after)
    await stage.submit(WAITING)
    if stage.who == "ours":
        await asyncio.sleep(settling)
        transactions, used = _transactions(stage), processor_seconds(stage.bot.pid)
        await asyncio.sleep(seconds)
        samples.add("idle_cpu", "ours", (processor_seconds(stage.bot.pid) - used) / seconds * 100)
        if transactions is not None:
            samples.add("idle_transactions", "ours", ((_transactions(stage) or 0) - transactions) / seconds)
    samples.add("memory", stage.who, resident_megabytes(stage.bot.pid))


def _transactions(stage: Stage) -> float | None:
    """So far, in PostgreSQL. Looking is one itself."""
    if stage.database_url.startswith("sqlite"):
        return None
    with psycopg.connect(stage.database_url, autocommit=True) as connection:
        row = connection.execute(TRANSACTIONS).fetchone()
    return float(row[0]) if row else None
