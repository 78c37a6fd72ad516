"""Slack's side of Socket Mode: gives out addresses with tickets, keeps connections, and picks one for each envelope."""

import json
import random
import secrets
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from sandbox import cast
from sandbox.faults import Fault
from sandbox.slack.socket_mode.connection import Connection, SocketLost
from sandbox.slack.socket_mode.envelopes import envelope, hello
from sandbox.slack.web_api.method import ApiCall, Method, Methods
from sandbox.slack.workspace import Workspace
from sandbox.upgrading import UPGRADE, Upgrade
from sandbox.wire import part

Json = dict[str, Any]

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30.0
"""How long an address from apps.connections.open is valid; it works once. Slack does not document its own limit."""


class SocketMode:
    """The app's connections. Faults of the target `socket` hit deliveries over them, or their `hello`."""

    def __init__(self, workspace: Workspace) -> None:
        self.connections: list[Connection] = []
        self._workspace = workspace
        self._tickets: dict[str, float] = {}

    @property
    def route(self) -> WebSocketRoute:
        """The route that the app connects to."""
        return WebSocketRoute("/link/", self._connected)

    def methods(self) -> Methods:
        """The Web API methods of Socket Mode."""
        return {"apps.connections.open": Method(self._open, token=cast.APP_TOKEN)}

    async def deliver(self, kind: str, content: bytes, content_type: str) -> Json | None:
        """Deliver the body of an HTTP delivery over any connection. Returns the payload of the acknowledgement.

        Raises `SocketLost`. Waits as long as the connection is open.
        """
        connection = self._any()
        fault = self._workspace.faults.take("socket", kind)
        made, wire = envelope(content, content_type), self._workspace.calls.wire
        pair = wire.begin("delivery", kind, "SOCKET", "Socket Mode", part([], json.dumps(made).encode()))
        wire.change(pair, fault=fault and fault.kind)
        try:
            await _apply_fault(connection, fault)
            then_drop = fault is not None and fault.kind == "drop_after"
            payload = await connection.deliver(made, then_drop=then_drop)
        except SocketLost as lost:
            wire.end(pair, "unreachable", trouble=str(lost))
            raise
        wire.end(pair, "answered", answer=part([], b"" if payload is None else json.dumps(payload).encode()))
        return payload

    def close(self) -> None:
        """End every connection."""
        for connection in list(self.connections):
            connection.drop()

    def _open(self, call: ApiCall) -> Json:
        """Answer with a WebSocket address for one connection."""
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = self._workspace.clock() + TICKET_SECONDS
        address = call.address.replace("http", "ws", 1)
        return {"url": f"{address}/link/?ticket={ticket}&app_id={cast.APP_ID}"}

    async def _connected(self, websocket: WebSocket) -> None:
        good_until = self._tickets.pop(websocket.query_params.get("ticket", ""), 0.0)
        if good_until <= self._workspace.clock():
            return
        upgrade: Upgrade = websocket.scope[UPGRADE]
        socket = await upgrade.accept()
        if len(self.connections) >= MOST_CONNECTIONS:
            await Connection(upgrade, socket).turn_away("too_many_websockets")
            return
        await self._serve(Connection(upgrade, socket))

    async def _serve(self, connection: Connection) -> None:
        self.connections.append(connection)
        try:
            await _apply_fault(connection, self._workspace.faults.take("socket", "hello"))
            await connection.send(hello(cast.APP_ID, len(self.connections)))
            await connection.serve()
        except SocketLost:
            return
        finally:
            self.connections.remove(connection)

    def _any(self) -> Connection:
        """A random connection; one that was asked to disconnect only if there is no other."""
        staying = [connection for connection in self.connections if not connection.is_leaving]
        return random.choice(staying or self.connections)  # noqa: S311 - nothing to guess


async def _apply_fault(connection: Connection, fault: Fault | None) -> None:
    """Apply a fault before anything is sent."""
    if fault is None:
        return
    if fault.kind == "drop_before":
        connection.drop()
        raise SocketLost("the connection was closed")
    if fault.kind == "silent":
        connection.fall_silent()
    if fault.kind == "disconnect":
        await connection.ask_to_leave(fault.message or "warning")
