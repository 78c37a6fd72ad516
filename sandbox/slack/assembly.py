"""Puts the Slack half of the sandbox together: its state, its deliveries to the app, and its routes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute

from sandbox.calls import CallLog
from sandbox.cast import SIGNING_SECRET
from sandbox.faults import FaultBook
from sandbox.slack.delivery import ACK_SECONDS, Delivery
from sandbox.slack.people_api.edits import Edits
from sandbox.slack.people_api.inspector import Inspector
from sandbox.slack.people_api.people import PeopleApi
from sandbox.slack.people_api.switches import Switches
from sandbox.slack.response_endpoint import ResponseEndpoint
from sandbox.slack.socket_mode.server import SocketMode
from sandbox.slack.web_api.endpoint import WebApi
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True)
class SlackServer:
    """A workspace, the deliveries to its app, and the routes of the Web API and the people's API."""

    workspace: Workspace
    delivery: Delivery
    sockets: SocketMode
    routes: Sequence[BaseRoute]


def build_slack(
    bot_url: str,
    faults: FaultBook,
    calls: CallLog,
    clock: Callable[[], float],
    ack_seconds: float = ACK_SECONDS,
) -> SlackServer:
    """A workspace with the cast in it. `clock` gives unix seconds; `ack_seconds` is the time the app has to answer."""
    workspace = Workspace(faults, calls, clock)
    sockets = SocketMode(workspace)
    delivery = Delivery(workspace, sockets, bot_url, SIGNING_SECRET, ack_seconds)
    routes = [
        WebApi(workspace, sockets.methods()).route,
        sockets.route,
        ResponseEndpoint(workspace).route,
        *PeopleApi(workspace, delivery).routes(),
        *Switches(workspace, delivery).routes(),
        *Edits(workspace, delivery).routes(),
        *Inspector(calls.wire).routes(),
    ]
    return SlackServer(workspace, delivery, sockets, routes)
