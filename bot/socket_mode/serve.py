"""The socket process: Slack's deliveries over Socket Mode, no public address needed; health over HTTP."""

from starlette.applications import Starlette

from approvals.rules.budgets import TimeBudgets
from bot.app import Bot, running
from bot.proxies import Proxies
from bot.serving.pages import HealthPages
from bot.serving.server import listeners, serve_until_stopped
from bot.settings import Settings
from bot.socket_mode.watch import SocketWatch, connected
from bot.stopping import told_stop


def socket_app(bot: Bot, watch: SocketWatch) -> Starlette:
    """The ASGI app of a bot that is connected by a socket: health and metrics, and nothing that Slack would call."""
    return Starlette(routes=HealthPages(bot, watch).routes)


async def serve(settings: Settings, budgets: TimeBudgets, proxies: Proxies, app_token: str) -> None:
    """Serve until SIGTERM or SIGINT: finish open calls, then stop. Raises UnusablePort."""
    with listeners(settings) as taken, told_stop(settings.vitable_connect_timeout) as tell:
        async with (
            running(settings, budgets, proxies) as bot,
            connected(bot.bolt, app_token, proxies=proxies) as watch,
        ):
            await serve_until_stopped(taken, [], HealthPages(bot, watch), tell)
