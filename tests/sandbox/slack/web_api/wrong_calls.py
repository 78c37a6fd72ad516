"""A correct call of any Web API method, and the mistakes that a test can make in it, the same for every method."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from traceback import walk_tb
from typing import Any

from starlette.requests import Request
from starlette.types import Message as AsgiMessage

from sandbox import cast
from sandbox.calls import CallLog
from sandbox.faults import FaultBook, FaultRule
from sandbox.slack.errors import SlackError
from sandbox.slack.messages import Message
from sandbox.slack.socket_mode.server import SocketMode
from sandbox.slack.web_api.arguments import read_arguments
from sandbox.slack.web_api.endpoint import WebApi
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Clock

Json = dict[str, Any]

SCOPES = {f"{kind}:{right}" for kind in ("channels", "groups", "im") for right in ("read", "write", "history")}
TOO_LONG = s.section(text=s.mrkdwn(3001))


@dataclass(frozen=True)
class Refusal:
    """An error code, and the file and line that raised it."""

    code: str
    site: tuple[str, int]


@dataclass
class PreparedCall:
    """A new workspace, and a call that is still to be made in it. `body`, if set, is sent instead of `args`."""

    method: str
    clock: Clock = field(default_factory=Clock)
    token: str | None = cast.BOT_TOKEN
    body: bytes | None = None
    args: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workspace = Workspace(FaultBook(), CallLog(), self.clock)
        self.workspace.scopes |= SCOPES | {"team:read"}
        self.web_api = WebApi(self.workspace, SocketMode(self.workspace).methods())
        if self.method in self.web_api.methods:
            self.token = self.web_api.methods[self.method].token
        posted = self.workspace.post(Message(cast.GENERAL, cast.BOT_USER_ID, "card")).ts
        view = self.workspace.views.open(cast.NINA, s.modal())
        self.args = {
            "channel": cast.GENERAL,
            "ts": posted,
            "message_ts": posted,
            "thread_ts": posted,
            "text": "x",
            "blocks": [s.section()],
            "attachments": [{"text": "x"}],
            "metadata": {"event_type": "x", "event_payload": {}},
            "types": "public_channel,private_channel",
            "user": cast.NINA,
            "users": cast.PRIYA,
            "user_id": cast.NINA,
            "usergroup": cast.HR_MANAGERS,
            "trigger_id": self.workspace.triggers.issue(cast.NINA),
            "view_id": view.id,
            "view": {"type": "home", "blocks": []} if self.method == "views.publish" else s.modal(),
        }
        if self.method == "blocks.validate":  # it takes one of them
            self.args["blocks"] = None

    async def refusal(self) -> Refusal | None:
        """Make the call, and return its refusal; None if it succeeds."""
        request = self._request()
        try:
            self.web_api.run(request, self.method, await read_arguments(request))
        except SlackError as error:
            frame, line = list(walk_tb(error.__traceback__))[-1]
            return Refusal(error.code, (frame.f_code.co_filename, line))
        return None

    def _request(self) -> Request:
        body = json.dumps(self.args).encode() if self.body is None else self.body

        async def receive() -> AsgiMessage:
            return {"type": "http.request", "body": body, "more_body": False}

        headers = {"host": "sandbox", "content-type": "application/json"}
        if self.token is not None:
            headers["authorization"] = f"Bearer {self.token}"
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/", "query_string": b"", "headers": raw}
        return Request(scope, receive)


Mistake = Callable[[PreparedCall], object]


def given(**args: Any) -> Mistake:  # noqa: ANN401 - a Web API argument is any JSON
    """A mistake: these arguments are different."""
    return lambda prepared: prepared.args.update(args)


def general(**changes: bool) -> Mistake:
    """A mistake: these fields of the channel are different."""

    def change(prepared: PreparedCall) -> None:
        for name, value in changes.items():
            setattr(prepared.workspace.directory.channels[cast.GENERAL], name, value)

    return change


def about(author: str, *, deleted_under_a_reply: bool = False) -> Mistake:
    """A mistake: the call is about another message than the app's own card."""

    def post(prepared: PreparedCall) -> None:
        message = prepared.workspace.post(Message(cast.GENERAL, author, "mine"))
        prepared.args.update(ts=message.ts, message_ts=message.ts)
        if deleted_under_a_reply:
            prepared.workspace.post(Message(cast.GENERAL, author, "reply", thread_ts=message.ts))
            prepared.workspace.delete(message)

    return post


def _taken(prepared: PreparedCall) -> None:
    prepared.workspace.views.open(cast.PRIYA, s.modal(external_id="taken"))
    prepared.args["view"] |= {"external_id": "taken"}


def _stack_of_three(prepared: PreparedCall) -> None:
    for _ in range(2):
        prepared.workspace.views.push(cast.NINA, s.modal())


def _late(prepared: PreparedCall) -> None:
    prepared.clock.now += 3.1


def _another_token(prepared: PreparedCall) -> None:
    prepared.token = cast.APP_TOKEN if prepared.token == cast.BOT_TOKEN else cast.BOT_TOKEN


def _disabled(prepared: PreparedCall) -> None:
    prepared.workspace.directory.groups[cast.HR_MANAGERS].disabled = True


def _too_soon(prepared: PreparedCall) -> None:
    prepared.workspace.post_limit.seconds = 60
    prepared.workspace.post_limit.take(prepared.args["channel"])


def _too_new(prepared: PreparedCall) -> None:
    prepared.workspace.faults.add(FaultRule(target="blocks", kind="unknown", call="header"))
    block = {"type": "header", "text": s.plain()}
    prepared.args["view"] |= {"blocks": [block]}
    prepared.args["blocks"] = prepared.args["blocks"] and [block]


MISTAKES: dict[str, Mistake] = {
    "an error is asked for": given(error="my_error"),
    "no token": lambda prepared: setattr(prepared, "token", None),
    "an unknown token": lambda prepared: setattr(prepared, "token", "xoxb-other"),
    "a token of another kind": _another_token,
    "a body that is not JSON": lambda prepared: setattr(prepared, "body", b"{"),
    "a body that is not an object": lambda prepared: setattr(prepared, "body", b"[]"),
    "no scopes": lambda prepared: prepared.workspace.scopes.clear(),
    "an app of a whole organization": lambda prepared: prepared.workspace.join_organization(org_wide=True),
    "a private channel of others": given(channel=cast.NO_BOT),
    "a channel that the bot has left": general(bot_member=False),
    "an archived channel": general(is_archived=True),
    "direct messages": given(channel=cast.NINA),
    "direct messages with a deactivated person": given(channel=cast.DANA, users=cast.DANA),
    "a person who is not in the channel": given(user=cast.OLGA),
    "a message of a person": about(cast.NINA),
    "a message that is gone": about(cast.BOT_USER_ID, deleted_under_a_reply=True),
    "a thread that does not exist": given(thread_ts="1.000000"),
    "no words at all": given(text=None, blocks=None, attachments=None),
    "a text too long to update": given(text="x" * 4_001),
    "a text too long to post": given(text="x" * 40_001),
    "a block too long": given(blocks=[TOO_LONG]),
    "a block too long in an attachment": given(attachments=[{"blocks": [TOO_LONG]}]),
    "a message right after another one": _too_soon,
    "too many attachments": given(attachments=[{"text": "x"}] * 101),
    "a disabled group": _disabled,
    "a trigger that was used": lambda prepared: prepared.workspace.triggers.redeem(prepared.args["trigger_id"]),
    "a trigger that is too old": _late,
    "no modal open": lambda prepared: prepared.workspace.views.clear(cast.NINA),
    "three modals open": _stack_of_three,
    "a view that has changed": given(hash="0.stale"),
    "a Home tab that has changed": lambda prepared: (
        prepared.workspace.views.publish(cast.NINA, {"type": "home", "blocks": []}),
        prepared.args.update(hash="0.stale"),
    ),
    "a modal": given(view=s.modal()),
    "a Home tab": given(view={"type": "home", "blocks": []}),
    "a view too large": given(view=s.modal(*[s.section(text=s.mrkdwn(2900))] * 90)),
    "a type of block that this workspace does not know yet": _too_new,
    "a view with another's external id": _taken,
}


def mistakes() -> Iterator[tuple[str, Mistake]]:
    """All mistakes above, and each argument missing or malformed."""
    yield from MISTAKES.items()
    for name in PreparedCall("api.test").args:
        yield f"no {name}", given(**{name: None})
        yield f"a malformed {name}", given(**{name: "[{"})
