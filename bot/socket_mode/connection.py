"""One Socket Mode connection: Slack's own client, without its own way of connecting again."""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.door import Door
from bot.proxies import Proxies
from handlers.kinds import kind_of
from handlers.reference import Cause, delivered
from handlers.slack.client import code_in

OPEN_SECONDS = 10.0
"""Seconds from a connection's address to Slack's hello; after that the bot asks for another address."""

FINISH_SECONDS = 3.0
"""Seconds that a closing connection waits for answers under way: as many as Slack itself waits for one."""

CLOSE_SECONDS = 1.0
"""Seconds for the other side to confirm the end; a dead one never does."""

ACKNOWLEDGED, NOT_ACKNOWLEDGED = "ack", "none"
"""What stands in metrics for the status of an answer. Only a 200 of Bolt is sent as an acknowledgement."""

log = structlog.get_logger()


class TurnedAway(Exception):
    """Slack accepted the connection and closed it again; the message is Slack's word for the reason."""


class Connection(SocketModeClient):
    """A connection that ends once. Then its watch opens another.

    Slack's client alone closes the old connection before it opens the next, which loses clicks; uses an address twice
    that is good only once; and detects a dead connection by the wall clock, in a task that can itself end.
    """

    def __init__(self, bolt: AsyncApp, app_token: str, ping_every: float, proxies: Proxies, door: Door) -> None:
        super().__init__(app_token=app_token, web_client=bolt.client, logger=_mute(), ping_interval=ping_every)
        self.reason = "closed"
        self.over = asyncio.Event()
        self._bolt = bolt
        self._proxies = proxies
        self._door = door
        self._greeted = asyncio.Event()
        self._answering = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.socket_mode_request_listeners.append(self._answer)

    async def open(self, url: str) -> None:
        """Connect and wait for Slack's hello; raises TimeoutError, TurnedAway if Slack closes it instead, and
        UnusableProxy."""
        self.wss_uri, self.proxy = url, self._proxies.leading_to(url)
        async with asyncio.timeout(OPEN_SECONDS):
            await self.connect()  # type: ignore[no-untyped-call] # the client's own
            await self._greeted.wait()
        if self.over.is_set():
            raise TurnedAway(self.reason)

    async def finish(self) -> None:
        """Close, after the answers under way. Envelopes that arrive until then are answered too."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0 if self.is_dead else FINISH_SECONDS):
                await self._idle.wait()
        for seconds in (CLOSE_SECONDS, None):  # the second call frees what the first leaves on a dead connection
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.close()  # type: ignore[no-untyped-call] # the client's own

    @property
    def is_dead(self) -> bool:
        """Whether nothing can be sent or received any more."""
        return self.current_session is None or self.current_session.closed

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002 - the client's signature
        """The client calls this when its connection has ended: here it only notes the end."""
        self._end("closed")

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Take a message: hello and disconnect here; envelopes go to the client's listeners."""
        if message.get("type") == "hello":
            self._greeted.set()
        elif message.get("type") == "disconnect":
            self._end(code_in(str(message.get("reason"))))
        else:
            await super().run_message_listeners(message, raw_message)

    def _end(self, reason: str) -> None:
        self.reason = reason
        self.over.set()
        self._greeted.set()

    async def _answer(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        """Let Bolt handle an envelope, and send its acknowledgement."""
        self._answering += 1
        self._idle.clear()
        with delivered() as cause:
            try:
                await self._pass_on(client, envelope, cause)
            except Exception as error:
                log.warning("envelope_not_acknowledged", kind=envelope.type, reason=type(error).__name__)
                raise
            finally:
                self._answering -= 1
                if not self._answering:
                    self._idle.set()

    async def _pass_on(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest, cause: Cause) -> None:
        kind, status = kind_of(envelope.payload), NOT_ACKNOWLEDGED
        try:
            with self._door.around(kind):
                answer = await run_async_bolt_app(self._bolt, envelope)
                await send_async_response(client, envelope, answer, 0.0)
            status = ACKNOWLEDGED if answer.status == HTTPStatus.OK else NOT_ACKNOWLEDGED
        finally:
            self._door.answered(kind, status, cause.seconds)


def _mute() -> logging.Logger:
    """A logger that stays silent: the client's errors quote the address, with its ticket. We log what matters."""
    logger = logging.getLogger("slack_sdk.socket_mode")
    logger.setLevel(logging.CRITICAL)
    return logger
