"""The payloads that Slack sends to an app, in Slack's published formats: commands, interactions, events."""

from typing import Any

from sandbox import cast
from sandbox.cast import Channel, Person
from sandbox.slack.directory import Directory
from sandbox.slack.inputs import Values
from sandbox.slack.installation import Installation
from sandbox.slack.messages import Message
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]

HOME_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}
"""Slack gives a Home tab a title, which it shows nowhere."""


def view_shape(view: View) -> Json:
    """A view object, as in answers and payloads."""
    shape: Json = {
        "id": view.id,
        "team_id": cast.TEAM_ID,
        "type": view.spec["type"],
        "blocks": view.blocks,
        "private_metadata": view.spec.get("private_metadata", ""),
        "callback_id": view.spec.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": view.spec.get("title", HOME_TITLE),
        "clear_on_close": view.spec.get("clear_on_close", False),
        "notify_on_close": view.spec.get("notify_on_close", False),
        "close": view.spec.get("close"),
        "submit": view.spec.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": cast.APP_ID,
        "external_id": view.spec.get("external_id", ""),
        "app_installed_team_id": cast.TEAM_ID,
        "bot_id": cast.BOT_ID,
    }
    return shape


def command_form(
    person: Person, channel: Channel, workspace: Workspace, command: str, text: str, ids: dict[str, str]
) -> dict[str, str]:
    """The form fields of a slash command; `ids` are its response_url and trigger_id."""
    installation = workspace.installation
    organization = installation.organization or {}
    return {
        "token": cast.VERIFICATION_TOKEN,
        "team_id": cast.TEAM_ID,
        "team_domain": cast.TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel, workspace.directory),
        "user_id": person.sent_id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": cast.APP_ID,
        "is_enterprise_install": str(installation.is_org_wide).lower(),
        **{f"enterprise_{name}": value for name, value in organization.items()},
        **ids,
    }


def interaction(kind: str, person: Person, installation: Installation) -> Json:
    """The fields that every interactive payload has: who acted, and in which installation."""
    return {
        "type": kind,
        "team": installation.team,
        "user": {"id": person.sent_id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": cast.APP_ID,
        "token": cast.VERIFICATION_TOKEN,
        "enterprise": installation.organization,
        "is_enterprise_install": installation.is_org_wide,
    }


def global_shortcut(person: Person, installation: Installation) -> Json:
    """The same fields of a global shortcut, which names neither the app nor the person's handle twice."""
    payload = interaction("shortcut", person, installation)
    del payload["user"]["name"], payload["api_app_id"]
    return payload


def in_modal(kind: str, person: Person, installation: Installation, view: View) -> Json:
    """A modal that was submitted or closed. People of another company are in their workspace, and so is the view."""
    own = {"team_id": person.team_id} if person.team_id == cast.OTHER_TEAM_ID else {}
    return interaction(kind, person, installation) | installation.origin(person) | {"view": view_shape(view) | own}


def message_source(message: Message, channel: Channel, directory: Directory, values: Values, shape: Json) -> Json:
    """The fields of a block_actions payload that identify the message it happened in.

    They include the message itself, except for an ephemeral, as in Slack.
    """
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    source: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel, directory)},
        "state": {"values": values},
    }
    return source if message.only_for is not None else source | {"message": shape}


def view_source(view: View) -> Json:
    """The fields of a payload that identify the view it happened in."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_shape(view)}


def asking_source(view: View) -> Json:
    """The same for somebody who types in a menu of the view: Slack leaves its values out then."""
    source = view_source(view)
    source["view"]["state"] = {"values": {}}
    return source


def action(block: Json, element: Json, state: Json, action_ts: str) -> Json:
    """One entry of `actions`: the element, and what the person chose or typed in it."""
    carried = ("text", "value", "style", "confirm", "placeholder", "url")
    entry = {name: element[name] for name in carried if name in element}
    return {
        **entry,
        **state,
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }


def home_opened(person: Person, channel: Channel, installation: Installation, view: View | None, event_ts: str) -> Json:
    """The event for a person opening the app's Home tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.sent_id,
        "channel": channel.id,
        "tab": "home",
        "event_ts": event_ts,
    }
    if view is not None:
        event["view"] = view_shape(view)
    return {
        "token": cast.VERIFICATION_TOKEN,
        "team_id": cast.TEAM_ID,
        "api_app_id": cast.APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{event_ts.replace('.', '')}",
        "event_time": int(event_ts.split(".", maxsplit=1)[0]),
        "authorizations": [_authorization(installation)],
        "is_ext_shared_channel": False,
    }


def channel_name(channel: Channel, directory: Directory) -> str:
    """The name of a conversation in payloads. Private ones do not show their real name."""
    if directory.is_im(channel):
        return channel.name
    return "privategroup" if channel.is_private else channel.name


def _authorization(installation: Installation) -> Json:
    return {
        "enterprise_id": installation.enterprise_id,
        "team_id": installation.team_id,
        "user_id": cast.BOT_USER_ID,
        "is_bot": True,
        "is_enterprise_install": installation.is_org_wide,
    }
