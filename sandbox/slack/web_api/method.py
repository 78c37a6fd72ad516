"""A Web API method: its function, the scope it needs, and whether it changes anything; plus checks methods share."""

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
    """One call of a method. `address` is the URL that the caller used for the sandbox, without a slash at the end."""

    workspace: Workspace
    args: Arguments
    address: str


@dataclass(frozen=True)
class Method:
    """A method. `writes` says whether it changes anything.

    `scope` is the scope it needs; None if it needs none, or if that depends on the conversation. `token` is the token
    it accepts: the bot's, or the app's.
    """

    run: Callable[[ApiCall], Json]
    scope: str | None = None
    writes: bool = False
    token: str = BOT_TOKEN


Methods = Mapping[str, Method]


def need_scope(workspace: Workspace, scope: str) -> None:
    """Raise `missing_scope` unless the app has the scope."""
    if scope not in workspace.scopes:
        raise SlackError("missing_scope", needed=scope)


def known_channel(call: ApiCall, name: str) -> Channel:
    """The conversation with this id or name. Raises `channel_not_found` if the app cannot see it.

    A person's id means the direct messages with that person.
    """
    directory = call.workspace.directory
    person = directory.person(name)
    channel = directory.im_with(person.id) if person and not person.is_bot else directory.conversation(name)
    if channel is None or (channel.is_private and not channel.bot_member):
        raise SlackError("channel_not_found")
    return channel


def writable_channel(call: ApiCall, left: str = "not_in_channel", archived: str = "is_archived") -> Channel:
    """The conversation in the call's `channel`, if the app may write there.

    `left` and `archived` are the error codes if the app is not in it, or if it is archived. A deactivated person is no
    error: https://github.com/slackapi/python-slack-sdk/issues/1156.
    """
    channel = known_channel(call, call.args.required("channel"))
    if not channel.bot_member:
        raise SlackError(left)
    if channel.is_archived:
        raise SlackError(archived)
    return channel
