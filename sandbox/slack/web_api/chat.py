"""The chat.* methods: post, update, delete, ephemerals, permalinks."""

from collections.abc import Mapping
from typing import Any

from sandbox import cast
from sandbox.cast import Channel
from sandbox.slack.blocks import limits, validate_message
from sandbox.slack.blocks.stored import stored_blocks, with_text_defaults
from sandbox.slack.blocks.unknown import refuse_unknown
from sandbox.slack.errors import SlackError
from sandbox.slack.messages import Message
from sandbox.slack.web_api.method import ApiCall, Method, Methods, known_channel, writable_channel
from sandbox.slack.web_api.shapes import message_shape

Json = dict[str, Any]

TRUNCATED: Json = {
    "response_metadata": {
        "messages": [
            "[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters."
        ],
        "warnings": ["message_truncated"],
    }
}
"""The warning about a text that was too long: https://docs.slack.dev/changelog/2018-04-truncating-really-long-messages."""


def chat_methods() -> Methods:
    """The methods of this file."""
    return {
        "chat.postMessage": Method(post_message, "chat:write", writes=True),
        "chat.postEphemeral": Method(post_ephemeral, "chat:write", writes=True),
        "chat.update": Method(update, "chat:write", writes=True),
        "chat.delete": Method(delete, "chat:write", writes=True),
        "chat.getPermalink": Method(permalink),
    }


def post_message(call: ApiCall) -> Json:
    """Post in a conversation, a thread, or (given a person's id) the direct messages with them."""
    channel = writable_channel(call)
    call.workspace.post_limit.take(channel.id)
    content = _content(call, in_attachments="invalid_arguments")
    text = content["text"] or ""
    content["text"] = text[: limits.MESSAGE_TEXT_MAX_LENGTH]
    message = composed(content, channel.id, in_attachments="invalid_arguments")
    message.metadata = call.args.structure("metadata", "invalid_metadata_format")
    message.thread_ts = _thread(call, channel)
    message.broadcast = call.args.flag("reply_broadcast")
    posted = call.workspace.post(message)
    warned = TRUNCATED if len(text) > limits.MESSAGE_TEXT_MAX_LENGTH else {}
    return {"channel": channel.id, "ts": posted.ts, "message": _returned(call, posted), **warned}


def post_ephemeral(call: ApiCall) -> Json:
    """Show a message to one person in a conversation."""
    channel = writable_channel(call)
    person = call.workspace.directory.person(call.args.required("user"))
    if person is None or person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = composed(_content(call), channel.id)
    message.only_for = person.id
    message.thread_ts = _thread(call, channel)
    return {"message_ts": call.workspace.post(message).ts}


def update(call: ApiCall) -> Json:
    """Replace the content of one of the app's own messages. Text without blocks removes the blocks."""
    channel = writable_channel(call, left="cant_update_message", archived="is_inactive")
    message = _own(call, channel, refusal="cant_update_message")
    revise(message, _content(call), call.workspace.messages.next_ts())
    metadata = call.args.structure("metadata", "invalid_metadata_format")
    message.metadata = metadata if metadata is not None else message.metadata
    call.workspace.touch(message)
    shown = _returned(call, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: ApiCall) -> Json:
    """Delete one of the app's own messages."""
    channel = writable_channel(call, left="cant_delete_message", archived="cant_delete_message")
    message = _own(call, channel, refusal="cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: ApiCall) -> Json:
    """The address of a message."""
    channel = known_channel(call, call.args.required("channel"))
    message = call.workspace.messages.find(channel.id, call.args.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"{call.address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts is not None:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def composed(content: Mapping[str, Any], channel: str, in_attachments: str = "invalid_attachments") -> Message:
    """A message of the app with this content. Raises `SlackError` if Slack would refuse it.

    `in_attachments` is the method's error code for invalid attachments.
    """
    _check(content, updating=False, in_attachments=in_attachments)
    message = Message(channel=channel, user=cast.BOT_USER_ID, text="")
    _fill(message, content)
    return message


def revise(message: Message, content: Mapping[str, Any], edited_ts: str) -> None:
    """Replace the content of a message. Raises `SlackError` if Slack would refuse it."""
    _check(content, updating=True)
    _fill(message, content)
    message.edited_ts = edited_ts


def _check(content: Mapping[str, Any], updating: bool, in_attachments: str = "invalid_attachments") -> None:
    if not any(content.get(part) for part in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    maximum = limits.MESSAGE_UPDATE_TEXT_MAX_LENGTH if updating else limits.MESSAGE_TEXT_MAX_LENGTH
    if len(str(content.get("text") or "")) > maximum:
        raise SlackError("msg_too_long")
    attachments = content.get("attachments")
    if isinstance(attachments, list) and len(attachments) > limits.MESSAGE_ATTACHMENTS_MAX_ITEMS:
        raise SlackError("too_many_attachments")
    problems = validate_message(content, updating=updating)
    if problems:
        only_there = all("json-pointer:/attachments" in problem for problem in problems)
        raise SlackError(in_attachments if only_there else "invalid_blocks", problems)


def _fill(message: Message, content: Mapping[str, Any]) -> None:
    message.text = str(content.get("text") or "")
    message.blocks = stored_blocks(content["blocks"]) if content.get("blocks") else None
    attachments = content.get("attachments") or None
    message.attachments = with_text_defaults(attachments)


def _content(call: ApiCall, in_attachments: str = "invalid_attachments") -> Json:
    blocks = call.args.structure("blocks", "invalid_blocks_format")
    refuse_unknown(call.workspace.faults, blocks, "/blocks", "invalid_blocks")
    return {
        "text": call.args.text("text"),
        "blocks": blocks,
        "attachments": call.args.structure("attachments", in_attachments),
    }


def _thread(call: ApiCall, channel: Channel) -> str | None:
    thread_ts = call.args.text("thread_ts")
    if thread_ts is None:
        return None
    parent = call.workspace.messages.find(channel.id, thread_ts)
    if parent is None:
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _own(call: ApiCall, channel: Channel, refusal: str) -> Message:
    message = call.workspace.messages.find(channel.id, call.args.required("ts"))
    if message is None or message.subtype == "tombstone":
        raise SlackError("message_not_found")
    if not message.is_bot:
        raise SlackError(refusal)
    return message


def _returned(call: ApiCall, message: Message) -> Json:
    return message_shape(message, call.workspace.messages.replies(message))
