"""The conversations.* methods: read conversations, their members and messages, and open a direct message."""

from typing import Any

from sandbox import cast
from sandbox.cast import Channel
from sandbox.slack.errors import SlackError
from sandbox.slack.messages import Message
from sandbox.slack.web_api.method import ApiCall, Method, Methods, known_channel, need_scope
from sandbox.slack.web_api.shapes import channel_shape, message_shape

Json = dict[str, Any]
NO_MORE = {"response_metadata": {"next_cursor": ""}}


def conversation_methods() -> Methods:
    """The methods of this file. The scope that most of them need depends on the conversation."""
    return {
        "conversations.info": Method(info),
        "conversations.members": Method(members),
        "conversations.list": Method(list_all),
        "conversations.open": Method(open_im, "im:write", writes=True),
        "conversations.history": Method(history),
        "conversations.replies": Method(replies),
    }


def info(call: ApiCall) -> Json:
    """One conversation."""
    channel = _readable(call, "read")
    return {"channel": channel_shape(channel, call.workspace.directory)}


def members(call: ApiCall) -> Json:
    """The members of a conversation, including the app's bot user, in pages."""
    channel = _readable(call, "read")
    everybody = [*channel.members, *([cast.BOT_USER_ID] if channel.bot_member else [])]
    start, size = call.args.number("cursor", 0), call.args.number("limit", 100)
    more = str(start + size) if start + size < len(everybody) else ""
    return {"members": everybody[start : start + size], "response_metadata": {"next_cursor": more}}


def list_all(call: ApiCall) -> Json:
    """The channels that the app can see, of the requested types."""
    types = (call.args.text("types") or "public_channel").split(",")
    wanted = {"public_channel": False, "private_channel": True}
    found: list[Json] = []
    for kind, private in wanted.items():
        if kind in types:
            need_scope(call.workspace, "groups:read" if private else "channels:read")
            found += [
                channel_shape(channel, call.workspace.directory)
                for channel in call.workspace.directory.channels.values()
                if channel.is_private is private and (not private or channel.bot_member)
            ]
    return {"channels": found, **NO_MORE}


def open_im(call: ApiCall) -> Json:
    """The direct messages with a person; opens them if necessary."""
    named = call.args.text("users")
    if named is None:
        raise SlackError("users_list_not_supplied")
    person = call.workspace.directory.person(named)
    if person is None or person.id == cast.BOT_USER_ID:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    channel = call.workspace.directory.im_with(person.id)
    if call.args.flag("return_im"):
        return {"channel": channel_shape(channel, call.workspace.directory)}
    return {"channel": {"id": channel.id}}


def history(call: ApiCall) -> Json:
    """The messages of a conversation, newest first, without replies in threads."""
    channel = _joined(call)
    said = [m for m in call.workspace.messages.public(channel.id) if m.thread_ts in (None, m.ts) or m.broadcast]
    newest = said[::-1][: call.args.number("limit", 100)]
    return {"messages": _shapes(call, newest), "has_more": len(said) > len(newest), "pin_count": 0}


def replies(call: ApiCall) -> Json:
    """A thread: its first message and the replies, oldest first."""
    channel = _joined(call, left="channel_not_found")
    parent = call.workspace.messages.find(channel.id, call.args.required("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    thread = [parent, *call.workspace.messages.replies(parent)]
    return {"messages": _shapes(call, thread), "has_more": False, **NO_MORE}


def _joined(call: ApiCall, left: str = "not_in_channel") -> Channel:
    channel = _readable(call, "history")
    if not channel.bot_member:
        raise SlackError(left)
    return channel


def _readable(call: ApiCall, right: str) -> Channel:
    channel = known_channel(call, call.args.required("channel"))
    if call.workspace.directory.is_im(channel):
        need_scope(call.workspace, f"im:{right}")
    else:
        need_scope(call.workspace, f"{'groups' if channel.is_private else 'channels'}:{right}")
    return channel


def _shapes(call: ApiCall, messages: list[Message]) -> list[Json]:
    return [message_shape(message, call.workspace.messages.replies(message)) for message in messages]
