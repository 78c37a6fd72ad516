"""The worker process: only drives requests, and takes no deliveries. It takes what is due, and what a busy process
hands over; with PostgreSQL. With METRICS_PORT it tells how it is."""

from approvals.rules.budgets import TimeBudgets
from bot.app import running
from bot.health.trouble_watch import troubles_logged
from bot.metrics.registry import Mode
from bot.proxies import Proxies
from bot.serving.pages import HealthPages
from bot.serving.server import metrics_listener, serve_until_stopped
from bot.settings import Settings
from bot.stopping import told_stop


async def work(settings: Settings, budgets: TimeBudgets, proxies: Proxies) -> None:
    """Drive requests until SIGTERM or SIGINT. Raises UnusablePort."""
    with metrics_listener(settings) as taken, told_stop(settings.vitable_connect_timeout) as stop:
        async with running(settings, budgets, proxies, stop) as bot, troubles_logged(bot):
            await serve_until_stopped(taken, [], HealthPages(bot, Mode.WORKER), stop)
