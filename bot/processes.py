"""The commands that run until they are told to stop, and what every command does first. Without typer, which they need
not load."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from approvals.rules.budgets import TimeBudgets
from bot.proxies import Proxies
from bot.settings import AnySettings, Settings, load_settings, load_store_settings
from bot.standing_in import unused_left_out
from bot.store_settings import StoreSettings
from bot.unusable import Unusable
from store.address import is_sqlite, sync_url

USUAL_COLLECTOR = 700, 10, 10
"""When Python looks for garbage, if it is not told otherwise."""


def web(budgets: TimeBudgets, proxies: Proxies) -> None:
    """Serve Slack's deliveries over HTTP and drive requests."""
    settings = bot_settings()
    _announce("web", settings)
    _prepare(settings)
    with unused_left_out():
        from bot.web import serve  # noqa: PLC0415 - a wrong setting is told before the heavy imports

    run(serve(settings, budgets, proxies))


def socket(budgets: TimeBudgets, proxies: Proxies) -> None:
    """Take Slack's deliveries over Socket Mode, without a public address, and drive requests."""
    settings = bot_settings()
    if settings.slack_app_token is None:
        raise Unusable(
            "Socket Mode needs SLACK_APP_TOKEN, which is not set: an app-level token (xapp-…) with the scope "
            "connections:write, from the Slack app's Basic Information, App-Level Tokens."
        )
    _announce("socket", settings)
    _prepare(settings)
    with unused_left_out():
        from bot.socket_mode.serve import serve  # noqa: PLC0415 - as above

    run(serve(settings, budgets, proxies, settings.slack_app_token.get_secret_value()))


def worker(budgets: TimeBudgets, proxies: Proxies) -> None:
    """Drive requests together with web processes that share a PostgreSQL database."""
    settings = bot_settings()
    if is_sqlite(sync_url(settings.database_url)):
        raise Unusable(
            "A worker needs PostgreSQL: on SQLite the web process drives every request by itself. "
            "Set DATABASE_URL to postgres://…, or run only `python -m bot web`."
        )
    _announce("worker", settings)
    with unused_left_out():
        from bot.worker import work  # noqa: PLC0415 - as above

    run(work(settings, budgets, proxies))


PROCESSES: Mapping[str, Callable[[TimeBudgets, Proxies], None]] = {"web": web, "socket": socket, "worker": worker}
"""By the name of the command. None of them has options."""


def bot_settings() -> Settings:
    """For a command that talks to Slack or to Vitable. The address of the database is read with its driver."""
    with unused_left_out():
        settings = load_settings()
    return _logged_by(settings)


def store_settings() -> StoreSettings:
    """For a command that talks neither to Slack nor to Vitable."""
    return _logged_by(load_store_settings())


def configure(level: str, form: Any) -> None:  # noqa: ANN401 - one of the two words of the setting
    """Set logging up."""
    from bot.logs.configure import configure_logs  # noqa: PLC0415 - as above

    configure_logs(level, form)


def run(process: Coroutine[Any, Any, None]) -> None:
    """Run a process. Its imports stay to the end, so the collector need not look at them."""
    gc.freeze()
    gc.set_threshold(*USUAL_COLLECTOR)
    asyncio.run(process)


def _logged_by(settings: AnySettings) -> AnySettings:
    """Set logging up as the settings say, and keep their secrets out of it."""
    configure(settings.log_level, settings.log_format)
    from bot.logs.configure import hide_in_logs  # noqa: PLC0415 - as above
    from bot.logs.masking import secrets_of  # noqa: PLC0415 - as above

    hide_in_logs(*secrets_of(settings))
    return settings


def _announce(command: str, settings: Settings) -> None:
    from bot.release import log_start  # noqa: PLC0415 - as above

    log_start(command, settings)


def _prepare(settings: Settings) -> None:
    """On SQLite one process is everything, so it also migrates; it goes on with tables of a later release."""
    if is_sqlite(sync_url(settings.database_url)):
        with unused_left_out():
            from store.migrate import NewerTables, upgrade  # noqa: PLC0415 - as above
            from store.single_process import database_lock  # noqa: PLC0415 - as above

        with database_lock(settings.database_url), suppress(NewerTables):
            upgrade(settings.database_url)
