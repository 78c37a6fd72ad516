"""The socket process: Slack's deliveries over Socket Mode, no public address needed; health over HTTP."""

from approvals.rules.budgets import TimeBudgets
from bot.app import running
from bot.health.trouble_watch import troubles_logged
from bot.metrics.registry import Mode
from bot.proxies import Proxies
from bot.serving.pages import HealthPages
from bot.serving.server import listeners, serve_until_stopped
from bot.settings import Settings
from bot.socket_mode.watch import connected
from bot.stopping import told_stop


async def serve(settings: Settings, budgets: TimeBudgets, proxies: Proxies, app_token: str) -> None:
    """Serve until SIGTERM or SIGINT: finish open calls, then stop. Raises UnusablePort."""
    with listeners(settings) as taken, told_stop(settings.vitable_connect_timeout) as stop:
        async with (
            running(settings, budgets, proxies, stop) as bot,
            troubles_logged(bot),
            connected(bot.bolt, app_token, proxies=proxies, door=bot.signals.door) as watch,
        ):
            await serve_until_stopped(taken, [], HealthPages(bot, Mode.SOCKET, watch), stop)
