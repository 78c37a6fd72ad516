"""The worker process: only drives requests, and serves no one. It takes what is due, and what a busy process
hands over; with PostgreSQL."""

from approvals.rules.budgets import TimeBudgets
from bot.app import running
from bot.proxies import Proxies
from bot.settings import Settings
from bot.stopping import told_stop


async def work(settings: Settings, budgets: TimeBudgets, proxies: Proxies) -> None:
    """Drive requests until SIGTERM or SIGINT."""
    with told_stop(settings.vitable_connect_timeout) as stop:
        async with running(settings, budgets, proxies, stop):
            await stop.told.wait()
