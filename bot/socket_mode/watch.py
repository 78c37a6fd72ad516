"""Keeps one Socket Mode connection open, and notices when it is open but dead."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.door import Door
from bot.proxies import DIRECT, Proxies, UnusableProxy
from bot.socket_mode.connection import Connection, TurnedAway
from handlers.slack.client import NO_ANSWER, error_code, seconds_asked

log = structlog.get_logger()

NOT_YET = "not connected yet"

REMEDIES = {
    "link_disabled": "Socket Mode is switched off in the app's settings (Socket Mode)",
    "too_many_websockets": "ten processes are connected already, and Slack takes no more",
    "invalid_auth": "Slack does not know SLACK_APP_TOKEN (Basic Information, App-Level Tokens)",
    "not_allowed_token_type": "SLACK_APP_TOKEN is not an app-level token (Basic Information, App-Level Tokens)",
    "missing_scope": "SLACK_APP_TOKEN lacks the scope connections:write (Basic Information, App-Level Tokens)",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """When a connection counts as dead, and how long the watch waits; seconds.

    The client pings every `ping_every`; after `silence` without an answer the connection is dead, which is checked
    every `look_every`. The wait between tries to connect begins with `first_wait` and doubles up to `longest_wait`.
    After a connection that lasted for `proven`, the next try is made at once.
    """

    ping_every: float = 5.0
    silence: float = 15.0
    look_every: float = 1.0
    first_wait: float = 1.0
    longest_wait: float = 30.0
    proven: float = 5.0


class SocketWatch:
    """Opens a connection, watches it, and opens the next one before it closes the last."""

    def __init__(self, bolt: AsyncApp, app_token: str, timing: Timing, proxies: Proxies, door: Door) -> None:
        self.trouble: str | None = NOT_YET
        self.connected_since: float | None = None
        """Since when there is the present connection, in seconds of `time.monotonic`; None without one."""
        self._bolt = bolt
        self._app_token = app_token
        self._timing = timing
        self._proxies = proxies
        self._door = door
        self._wait = 0.0
        self._connections: list[Connection] = []

    async def keep_connected(self) -> None:
        """Stay connected until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            connection = await self._opened()
            self._connections.append(connection)
            self.trouble, since = None, loop.time()
            self.connected_since = time.monotonic()
            log.info("socket_connected")
            await self._let_go(self._connections[:-1])
            self.trouble = await self._watched(connection)
            self.connected_since = None
            log.warning("socket_ended", reason=self.trouble)
            # A short connection is not replaced at once: Slack counts, and refuses a client that hurries.
            if loop.time() - since > self._timing.proven:
                self._wait = 0.0
            await self._pause()

    async def stop(self) -> None:
        """Finish and close the open connections; call it when `keep_connected` has ended."""
        await self._let_go(self._connections[:])

    async def _let_go(self, connections: list[Connection]) -> None:
        for connection in connections:
            await connection.finish()
            self._connections.remove(connection)

    async def _opened(self) -> Connection:
        """A new connection; tries until it has one."""
        while True:
            least = 0.0
            try:
                return await self._open()
            except SlackApiError as error:
                least = seconds_asked(error)
                code = error_code(error) or f"HTTP {error.response.status_code}"
                self.trouble = REMEDIES.get(code, f"Slack refuses the connection: {code}")
            except TurnedAway as error:
                self.trouble = REMEDIES.get(str(error), f"Slack closed the connection: {error}")
            except UnusableProxy as error:
                self.trouble = error.says
            except NO_ANSWER as error:
                self.trouble = f"Slack cannot be reached ({type(error).__name__})"
            log.warning("socket_not_connected", reason=self.trouble)
            await self._pause(least)

    async def _open(self) -> Connection:
        address = await self._bolt.client.apps_connections_open(app_token=self._app_token)
        connection = Connection(self._bolt, self._app_token, self._timing.ping_every, self._proxies, self._door)
        try:
            await connection.open(address["url"])
        except BaseException:
            await connection.finish()
            raise
        return connection

    async def _watched(self, connection: Connection) -> str:
        """Wait until the connection must be replaced; returns the reason.

        Any answer to a ping proves it alive. This is checked here, by a monotonic clock: the client's own check ends
        with its task, and stops for a while if the wall clock is set back.
        """
        loop = asyncio.get_running_loop()
        answered, heard_at = connection.last_ping_pong_time, loop.time()
        while not connection.over.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._timing.look_every):
                    await connection.over.wait()
            if connection.is_dead:
                return "the connection was lost"
            if connection.last_ping_pong_time != answered:
                answered, heard_at = connection.last_ping_pong_time, loop.time()
            elif loop.time() - heard_at > self._timing.silence:
                return f"no answer to a ping for {self._timing.silence:g} s"
        return REMEDIES.get(connection.reason, f"Slack asked for a new connection ({connection.reason})")

    async def _pause(self, least: float = 0.0) -> None:
        await asyncio.sleep(max(self._wait, least))
        self._wait = min(max(self._timing.first_wait, 2 * self._wait), self._timing.longest_wait)


@asynccontextmanager
async def connected(
    bolt: AsyncApp, app_token: str, timing: Timing | None = None, proxies: Proxies = DIRECT, door: Door | None = None
) -> AsyncIterator[SocketWatch]:
    """Answer envelopes while the context lasts; at its end, finish the answers under way. `door` is told of each.

    If the watch fails, the body is cancelled: a process that hears nothing must not look alive.
    """
    watch = SocketWatch(bolt, app_token, timing or Timing(), proxies, door or Door())
    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(watch.keep_connected())
        try:
            yield watch
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})
            await watch.stop()
