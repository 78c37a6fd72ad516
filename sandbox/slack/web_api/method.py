"""What a Web API method is: a function of the workspace, the scopes it needs, and whether it changes anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.cast import BOT_TOKEN, Channel
from sandbox.slack.errors import SlackError
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class ApiCall:
    """One call of a method; `address` is the URL under which the caller reached the sandbox, without a slash."""

    workspace: Workspace
    args: Arguments
    address: str


@dataclass(frozen=True)
class Method:
    """A method: what it does, the scope it needs (None: none, or decided by the conversation), whether it writes.

    `token` is the one it takes: the bot's, or the app's.
    """

    run: Callable[[ApiCall], Json]
    scope: str | None = None
    writes: bool = False
    token: str = BOT_TOKEN


Methods = Mapping[str, Method]


def need_scope(workspace: Workspace, scope: str) -> None:
    """Raise `missing_scope` unless the app was granted it."""
    if scope not in workspace.scopes:
        raise SlackError("missing_scope", needed=scope)


def known_channel(call: ApiCall, name: str) -> Channel:
    """The conversation the app means, if the app can see it; else `channel_not_found`.

    A person's id stands for the direct messages with them.
    """
    directory = call.workspace.directory
    person = directory.people.get(name)
    channel = directory.im_with(name) if person and not person.is_bot else directory.conversation(name)
    if channel is None or (channel.is_private and not channel.bot_member):
        raise SlackError("channel_not_found")
    return channel


def writable_channel(call: ApiCall, left: str = "not_in_channel", archived: str = "is_archived") -> Channel:
    """The conversation of the call's `channel`, if the app may write there; `left` and `archived` say why not.

    Nobody is told that a person is deactivated: https://github.com/slackapi/python-slack-sdk/issues/1156.
    """
    channel = known_channel(call, call.args.required("channel"))
    if not channel.bot_member:
        raise SlackError(left)
    if channel.is_archived:
        raise SlackError(archived)
    return channel
