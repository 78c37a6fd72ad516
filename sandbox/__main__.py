"""Runs the sandbox alone: `python -m sandbox --port 8010 --bot http://127.0.0.1:3000/slack/events`."""

import argparse
import asyncio
import signal
import sys

from sandbox import cast
from sandbox.app import build_sandbox
from sandbox.benefits.world import CONTRACTS, Contract
from sandbox.loopback import is_loopback, on_this_machine
from sandbox.server import serve

OPEN = (
    "WARNING: with --host {host} the sandbox is not for this machine alone. Whoever reaches that address can act as "
    "any of its people, and call your bot as Slack does. Use it in a network that you trust, or leave --host out."
)


def settings(address: str, contract: Contract = "documented") -> str:
    """The shell commands that set up a bot for the sandbox at `address`; run them before starting the bot."""
    values = {
        "SLACK_BOT_TOKEN": cast.BOT_TOKEN,
        "SLACK_SIGNING_SECRET": cast.SIGNING_SECRET,
        "SLACK_API_URL": f"{address}/api/",
        "VITABLE_CONNECT_API_KEY": cast.API_KEY,
        "VITABLE_CONNECT_BASE_URL": f"{address}/benefits",
        "APPROVALS_CHANNEL": cast.APPROVALS,
        "APPROVERS": cast.HR_MANAGERS,
        "REQUESTERS": cast.HR_TEAM,
    }
    if contract != "documented":
        values["VITABLE_CONNECT_CONTRACT"] = contract
    return "\n".join(f"export {name}={value}" for name, value in values.items())


async def run(host: str, port: int, bot_url: str, contract: Contract) -> None:
    """Serve until the process is told to stop."""
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    sandbox = build_sandbox(bot_url, hosts=[host.lower()], shape=CONTRACTS[contract])
    async with serve(sandbox.asgi, host, port) as address:
        if not is_loopback(host):
            sys.stderr.write(f"{OPEN.format(host=host)}\n")
        sys.stdout.write(f"The sandbox is at {address} and delivers to {bot_url}\n")
        sys.stdout.write(f"Settings of a bot in it:\n\n{settings(address, contract)}\n\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Slack and a benefits API of your own.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8010, help="port to listen on; 0 takes a free one")
    parser.add_argument("--bot", default="http://127.0.0.1:3000/slack/events", help="where deliveries go")
    parser.add_argument(
        "--contract",
        choices=CONTRACTS,
        default="documented",
        help="what the benefits API speaks (default: %(default)s)",
    )
    given = parser.parse_args()
    try:
        on_this_machine(given.bot)
    except ValueError as error:
        parser.error(f"--bot: {error}")
    asyncio.run(run(given.host, given.port, given.bot, given.contract))


if __name__ == "__main__":
    main()
