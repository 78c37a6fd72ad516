"""The socket process: Slack's deliveries over Socket Mode, no public address needed; health over HTTP."""

from starlette.applications import Starlette
from starlette.routing import Route

from approvals.rules.budgets import TimeBudgets
from bot.app import Bot, running
from bot.health import livez, readyz
from bot.metrics import metrics
from bot.settings import Settings
from bot.socket_mode.watch import SocketWatch, connected
from bot.web import serve_until_stopped


def socket_app(bot: Bot, watch: SocketWatch) -> Starlette:
    """The ASGI app of a bot that is connected by a socket: health and metrics, and nothing that Slack would call."""
    app = Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)])
    app.state.bot, app.state.socket = bot, watch
    return app


async def serve(settings: Settings, budgets: TimeBudgets, app_token: str) -> None:
    """Serve until SIGTERM or SIGINT: finish open calls, then stop."""
    async with running(settings, budgets) as bot, connected(bot.bolt, app_token) as watch:
        await serve_until_stopped(socket_app(bot, watch), settings)
