"""The web process: Slack's deliveries, Vitable's events and health, over HTTP."""

from starlette.applications import Starlette
from starlette.routing import Route

from approvals.rules.budgets import TimeBudgets
from bot.app import Bot, running
from bot.health.trouble_watch import troubles_logged
from bot.proxies import Proxies
from bot.serving.deliveries import Deliveries
from bot.serving.pages import HealthPages
from bot.serving.server import listeners, serve_until_stopped
from bot.serving.webhooks import PATH
from bot.settings import Settings
from bot.stopping import told_stop


def web_app(bot: Bot) -> Starlette:
    """The ASGI app of a running bot, with its health pages."""
    return Starlette(routes=[*deliveries_of(bot), *HealthPages(bot).routes])


def deliveries_of(bot: Bot) -> list[Route]:
    """Where Slack delivers to a bot, and Vitable, if there is a secret to tell that it is Vitable."""
    slack = Route(
        "/slack/events", Deliveries(bot.bolt, bot.verifier, bot.refused, bot.signals.door).receive, methods=["POST"]
    )
    return [slack] if bot.webhooks is None else [slack, Route(PATH, bot.webhooks.receive, methods=["POST"])]


async def serve(settings: Settings, budgets: TimeBudgets, proxies: Proxies) -> None:
    """Serve until SIGTERM or SIGINT: finish open calls, then stop. Raises UnusablePort."""
    with listeners(settings) as taken, told_stop(settings.vitable_connect_timeout) as stop:
        async with running(settings, budgets, proxies, stop) as bot, troubles_logged(bot):
            await serve_until_stopped(taken, deliveries_of(bot), HealthPages(bot), stop)
