"""People, conversations, groups and messages as the Web API returns them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import cast
from sandbox.cast import Channel, Group, Person
from sandbox.slack.directory import Directory
from sandbox.slack.messages import Message

Json = dict[str, Any]

CREATED = 1_700_000_000


def person_shape(person: Person, with_email: bool) -> Json:
    """A user object. A deactivated account has no personal data in it.

    `with_email` says whether the app has the scope `users:read.email`, which the e-mail address needs.
    """
    shape: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": CREATED,
        "profile": _profile(person, with_email),
    }
    if person.enterprise_id is not None:
        shape["enterprise_user"] = {
            "id": person.global_id or person.id,
            "enterprise_id": person.enterprise_id,
            "enterprise_name": cast.ENTERPRISE_NAME,
            "is_admin": False,
            "is_owner": False,
            "teams": list(person.teams),
        }
    if person.deleted:
        return shape
    return (
        shape
        | _zone(person)
        | {
            "color": person.color.lstrip("#"),
            "real_name": person.real_name,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": False,
            "is_stranger": person.is_stranger,
        }
    )


def _zone(person: Person) -> Json:
    if person.tz is None:
        return {}
    now = datetime.now(ZoneInfo(person.tz))
    offset = int((now.utcoffset() or timedelta()).total_seconds())
    return {
        "tz": person.tz,
        "tz_label": now.tzname(),
        "tz_offset": offset if person.tz_offset is None else person.tz_offset,
    }


def _profile(person: Person, with_email: bool) -> Json:
    profile: Json = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "team": person.team_id,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
    }
    if with_email and not person.is_bot and not person.is_stranger:
        profile["email"] = f"{person.name}@brightside.example"
    return profile


def channel_shape(channel: Channel, directory: Directory) -> Json:
    """A conversation object."""
    if directory.is_im(channel):
        person = directory.people[channel.members[0]]
        return {
            "id": channel.id,
            "created": CREATED,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": False,
            "is_user_deleted": person.deleted,
            "user": person.id,
            "context_team_id": cast.TEAM_ID,
        }
    return _channel_flags(channel) | {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": CREATED,
        "creator": cast.NINA,
        "topic": {"value": channel.topic, "creator": cast.NINA, "last_set": CREATED},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "context_team_id": cast.TEAM_ID,
        "shared_team_ids": [cast.TEAM_ID, cast.OTHER_TEAM_ID] if channel.is_ext_shared else [cast.TEAM_ID],
        "pending_shared": [cast.OTHER_TEAM_ID] if channel.is_pending_ext_shared else [],
        "pending_connected_team_ids": [cast.OTHER_TEAM_ID] if channel.is_pending_ext_shared else [],
    }


def _channel_flags(channel: Channel) -> Json:
    return {
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.id == cast.GENERAL,
        "is_archived": channel.is_archived,
        "is_shared": channel.is_ext_shared or channel.is_org_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": channel.is_org_shared,
        "is_pending_ext_shared": channel.is_pending_ext_shared,
        "is_member": channel.bot_member,
    }


def group_shape(group: Group) -> Json:
    """A user group object."""
    return {
        "id": group.id,
        "team_id": cast.TEAM_ID,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_create": CREATED,
        "date_update": CREATED,
        "date_delete": CREATED if group.disabled else 0,
        "auto_type": None,
        "user_count": len(group.users),
    }


def message_shape(message: Message, replies: list[Message]) -> Json:
    """A message object, as in a history, an answer, or the payload of a click."""
    shape: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shape["team"] = cast.TEAM_ID
    if message.is_bot:
        shape |= {"bot_id": cast.BOT_ID, "app_id": cast.APP_ID, "bot_profile": _bot_profile()}
    optional = {
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
        "subtype": message.subtype,
    }
    shape |= {name: value for name, value in optional.items() if value is not None}
    if message.edited_ts is not None:
        shape["edited"] = {"user": cast.BOT_USER_ID, "ts": message.edited_ts}
    if replies:
        shape |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return shape


def _bot_profile() -> Json:
    return {
        "id": cast.BOT_ID,
        "app_id": cast.APP_ID,
        "name": cast.APP_NAME,
        "deleted": False,
        "updated": CREATED,
        "team_id": cast.TEAM_ID,
    }
