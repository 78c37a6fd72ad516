"""Limits of connections that uvicorn does not have: how long a request may take to arrive, and how many are open.

uvicorn waits for ever for headers and bodies that do not end, and reads a body that nothing wants to its end.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionLimits:
    """`seconds` for the headers of a request, and again for its body; a little more than the deadline of a delivery's
    body, after which it gets an answer. `request` in bytes, chunked encoding included, and `lines` in its line breaks:
    a body in very small chunks would take seconds to put together. `connections` open at once.

    `idle` seconds between two requests: longer than proxies keep a connection (60 s), so that none closes at the moment
    in which a proxy sends a click through it.
    """

    seconds: float = 12.0
    request: int = 2_000_000
    lines: int = 1_000
    connections: int = 500
    idle: int = 75


class LimitedProtocol(H11Protocol):
    """uvicorn's connection, with limits. Of too many connections, the one on which nothing has happened for longest is
    closed: Slack's deliveries are there within moments, so others cannot keep them out."""

    limits = ConnectionLimits()

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **named)
        self.logger = _errors_only()
        self.still_since = self.loop.time()
        self._state: tuple[object, ...] = ()
        self._received = 0
        self._lines = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room for the connection, and wait for its first request."""
        self._make_room()
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        self._lines += data.count(b"\n")
        if self._lines > self.limits.lines:
            self.transport.abort()
            return
        super().data_received(data)
        self._look()
        self._received += len(data)
        if self._received > self.limits.request:
            self.transport.abort()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._set_timer(None)

    def _look(self) -> None:
        """Begin to wait anew if the connection is at another point of a request than before."""
        is_idle = self.conn.their_state is h11.IDLE and self.cycle is not None and not self.conn.trailing_data[0]
        if is_idle and self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(self.limits.idle, self.timeout_keep_alive_handler)
        state = (self.cycle, self.conn.their_state, is_idle)
        if state == self._state:
            return
        self._state, self._received, self._lines, self.still_since = state, 0, 0, self.loop.time()
        is_arriving = self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not is_idle
        self._set_timer(self.limits.seconds if is_arriving else None)

    def _set_timer(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)

    def _make_room(self) -> None:
        others = [other for other in self.connections if isinstance(other, LimitedProtocol)]
        if len(others) >= self.limits.connections:
            stillest = min(others, key=lambda other: other.still_since)
            self.connections.discard(stillest)
            stillest.transport.abort()


def _errors_only() -> logging.Logger:
    """Without uvicorn's warnings about requests that are no HTTP: anyone could fill the log with them."""
    logger = logging.getLogger("uvicorn.connections")
    logger.setLevel(logging.ERROR)
    return logger
