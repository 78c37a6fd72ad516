"""The conversations.* methods: what they are, who is in them, what was said, and opening a direct message."""

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
    """The methods of this file; what scope they need depends on the conversation."""
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
    """Who is in a conversation, the app's bot user included, page by page."""
    channel = _readable(call, "read")
    everybody = [*channel.members, *([cast.BOT_USER_ID] if channel.bot_member else [])]
    start, size = call.args.number("cursor", 0), call.args.number("limit", 100)
    more = str(start + size) if start + size < len(everybody) else ""
    return {"members": everybody[start : start + size], "response_metadata": {"next_cursor": more}}


def list_all(call: ApiCall) -> Json:
    """The channels the app can see, of the types asked for."""
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
    """The direct messages with a person; they exist from then on, if they did not before."""
    named = call.args.text("users")
    if named is None:
        raise SlackError("users_list_not_supplied")
    person = call.workspace.directory.people.get(named)
    if person is None or person.id == cast.BOT_USER_ID:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    channel = call.workspace.directory.im_with(person.id)
    if call.args.flag("return_im"):
        return {"channel": channel_shape(channel, call.workspace.directory)}
    return {"channel": {"id": channel.id}}


def history(call: ApiCall) -> Json:
    """What was said in a conversation, newest first, without the replies in threads."""
    channel = _joined(call)
    said = [m for m in call.workspace.messages.public(channel.id) if m.thread_ts in (None, m.ts) or m.broadcast]
    newest = said[::-1][: call.args.number("limit", 100)]
    return {"messages": _shapes(call, newest), "has_more": len(said) > len(newest), "pin_count": 0}


def replies(call: ApiCall) -> Json:
    """A thread: the message it is under and its replies, oldest first."""
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
