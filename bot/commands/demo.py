"""The demo: the sandbox and the real bot in one process, over real signed HTTP, on a temporary database."""

import asyncio
import errno
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import typer
from pydantic import SecretStr

from benefits.contract import Contract
from bot.app import running
from bot.settings import Settings
from bot.stopping import stop_signal
from bot.store_settings import END
from bot.web import web_app
from sandbox import cast
from sandbox.app import build_sandbox
from sandbox.benefits.world import CONTRACTS
from sandbox.server import serve
from store.migrate import upgrade

DEMO_TIMEOUT, DEMO_SETTLE = 4.0, 10.0
"""Seconds. They are short, so that a lost answer soon becomes a question to a person."""

WELCOME = """
{ready}  {page}

  1. You are Nina, who works in HR. Type /reissue and send a request.
  2. Switch to Marcus, an HR manager, and approve it.
  3. Read the new enrollment in the card's thread.

Nothing leaves this machine. Stop it with Ctrl+C.
"""


def demo_settings(sandbox_url: str, database: Path, contract: Contract = Contract.DOCUMENTED) -> Settings:
    """Settings for a bot that works in the sandbox at `sandbox_url`, whose benefits API speaks `contract`."""
    no_files: dict[str, Any] = {name: None for name in Settings.model_fields if name.endswith(END)}
    return Settings(
        **no_files,
        slack_bot_token=SecretStr(cast.BOT_TOKEN),
        slack_signing_secret=SecretStr(cast.SIGNING_SECRET),
        slack_api_url=f"{sandbox_url}/api/",
        vitable_connect_api_key=SecretStr(cast.API_KEY),
        vitable_connect_base_url=f"{sandbox_url}/benefits",
        vitable_connect_contract=contract,
        vitable_connect_organization=None,
        vitable_connect_timeout=DEMO_TIMEOUT,
        readback_settle=DEMO_SETTLE,
        audit_key=SecretStr(secrets.token_hex(32)),
        database_url=f"sqlite:///{database}",
        approvals_channel=cast.APPROVALS,
        approvers=(cast.HR_MANAGERS,),
        requesters=(cast.HR_TEAM,),
    )


@asynccontextmanager
async def demo(port: int, contract: Contract = Contract.DOCUMENTED) -> AsyncIterator[str]:
    """Run sandbox and bot; yields the page's address. If the port is taken, another one is used."""
    sandbox = build_sandbox("", shape=CONTRACTS[contract.value])
    with tempfile.TemporaryDirectory() as folder:
        async with serve(sandbox.asgi, port=_free(port)) as page:
            settings = demo_settings(page, Path(folder) / "demo.db", contract)
            await asyncio.to_thread(upgrade, settings.database_url)
            async with running(settings) as bot, serve(web_app(bot)) as address:
                sandbox.bot_url = f"{address}/slack/events"
                yield page


async def run_demo(port: int, contract: Contract) -> None:
    """Run the demo until it is stopped. `contract` is what its benefits API speaks."""
    stop = stop_signal()
    async with demo(port, contract) as page:
        typer.echo(WELCOME.format(ready=typer.style("The demo is ready:", bold=True), page=page))
        await stop.wait()


def _free(port: int) -> int:
    """The port, or 0 (any free one) if it is taken, or only for root."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            return 0
    return port
