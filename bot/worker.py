"""The worker process: drives requests and answers nobody. For PostgreSQL, where it adds capacity."""

import asyncio
import signal

from approvals.rules.budgets import TimeBudgets
from bot.app import running
from bot.settings import Settings


async def work(settings: Settings, budgets: TimeBudgets) -> None:
    """Drive requests until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with running(settings, budgets):
        await stop.wait()
