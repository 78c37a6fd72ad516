"""The workspace as one person sees it, in one JSON object."""

from dataclasses import asdict
from json import dumps
from typing import Any

from sandbox import cast
from sandbox.cast import Channel, Person
from sandbox.slack.messages import Message
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]


def state_for(workspace: Workspace, person: Person, bot_url: str) -> Json:
    """All data that this person's page shows."""
    channels = workspace.directory.conversations_of(person)
    home = workspace.views.home(person.id)
    return {
        "seq": workspace.changes.seq,
        "run": workspace.run,
        "team": {"id": cast.TEAM_ID, "name": cast.TEAM_NAME},
        "me": person_json(person),
        "people": [person_json(human) for human in workspace.directory.humans()],
        "usergroups": [{"id": group.id, "handle": group.handle} for group in workspace.directory.groups.values()],
        "conversations": [_conversation(workspace, person, channel) for channel in channels],
        "messages": {channel.id: _messages(workspace, person, channel) for channel in channels},
        "views": [_view(view) for view in workspace.views.stack(person.id)],
        "home": _view(home) if home is not None else None,
        "notices": workspace.notices.latest(person.id),
        "shortcuts": [asdict(shortcut) for shortcut in cast.cast_shortcuts()],
        "commands": [asdict(command) for command in cast.cast_commands()],
        "faults": [fault.model_dump() for fault in workspace.faults.all()],
        "bot": {"url": bot_url, **asdict(workspace.bot)},
    }


def person_json(person: Person) -> Json:
    """One person, with the fields that the page needs to draw them."""
    names = ("id", "name", "real_name", "title", "team_id", "kind", "initials", "color")
    return {name: getattr(person, name) for name in names}


def _conversation(workspace: Workspace, person: Person, channel: Channel) -> Json:
    is_im = workspace.directory.is_im(channel)
    unread = workspace.unread(person.id, channel)
    mentions = unread if is_im else [m for m in unread if _mentions(workspace, person, m)]
    return {
        "id": channel.id,
        "name": cast.APP_NAME if is_im else channel.name,
        "kind": "im" if is_im else "channel",
        "is_private": channel.is_private,
        "is_shared": channel.is_ext_shared,
        "topic": channel.topic,
        "takes_messages": workspace.takes_messages(channel),
        "unread": len(unread),
        "mentions": len(mentions),
    }


def _mentions(workspace: Workspace, person: Person, message: Message) -> bool:
    said = message.text + dumps(message.blocks)
    groups = [f"<!subteam^{group.id}" for group in workspace.directory.groups_of(person.id)]
    return any(word in said for word in (f"<@{person.id}", "<!channel", "<!here", *groups))


def _messages(workspace: Workspace, person: Person, channel: Channel) -> list[Json]:
    shown = workspace.messages.shown_to(person.id, channel.id)
    return [_message(message, len(workspace.messages.replies(message))) for message in shown]


def _message(message: Message, replies: int) -> Json:
    inside = [block for attachment in message.attachments or [] for block in attachment.get("blocks") or []]
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "is_bot": message.is_bot,
        "text": message.text,
        "blocks": [*(message.blocks or []), *inside] or None,
        "edited": message.edited_ts is not None,
        "ephemeral": message.only_for is not None,
        "reply_count": replies,
        "posted_at": float(message.ts),
        "subtype": message.subtype,
    }


def _view(view: View) -> Json:
    shown = ("type", "callback_id", "title", "submit", "close")
    return {
        "id": view.id,
        **{name: view.spec.get(name) for name in shown},
        "blocks": view.blocks,
        "hash": view.hash,
        "errors": view.errors,
        "values": view.values,
    }
