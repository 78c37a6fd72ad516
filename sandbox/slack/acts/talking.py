"""Messages, commands, shortcuts, the Home tab, and reading."""

from typing import Any

from sandbox import cast
from sandbox.cast import Channel
from sandbox.slack.acts.kinds import OpenHome, Read, Say, UseShortcut
from sandbox.slack.acts.scene import Scene
from sandbox.slack.delivery import Answer, NotAnswered, event_body, form_body, interaction_body
from sandbox.slack.errors import ActRefused, SlackError
from sandbox.slack.messages import Message
from sandbox.slack.payloads import command_form, global_shortcut, home_opened
from sandbox.slack.web_api.chat import composed

Json = dict[str, Any]

COMMAND_ERRORS = {"operation_timeout": "operation_timeout", "trouble_connecting": "dispatch_failed"}
"""Slack's error name for a command that was not answered in time, or not with status 200."""


READ_ONLY = "Sending messages to this app has been turned off."
"""What Slack shows in place of the message box."""


async def say(scene: Scene, act: Say) -> Json:
    """Post what the person wrote, or run their command."""
    channel = scene.conversation(act.conversation)
    if not scene.force and not scene.workspace.takes_messages(channel):
        raise ActRefused("messages_tab_read_only", READ_ONLY)
    if act.text.startswith("/"):
        return await _command(scene, channel, act)
    if not act.text.strip():
        raise ActRefused("no_text", "There is nothing to say.")
    if channel.is_archived:
        raise ActRefused("is_archived", f"{channel.name} is archived.")
    message = Message(channel.id, scene.person.id, act.text, thread_ts=act.thread_ts)
    return {"ts": scene.workspace.post(message).ts}


async def use_shortcut(scene: Scene, act: UseShortcut) -> Json:
    """Tell the app that a global shortcut was picked."""
    if act.callback_id not in [shortcut.callback_id for shortcut in cast.cast_shortcuts()]:
        raise ActRefused("no_such_shortcut", f"The app has no shortcut {act.callback_id}.")
    payload = global_shortcut(scene.person, scene.workspace.installation) | {
        "callback_id": act.callback_id,
        "trigger_id": scene.trigger_id(),
        "action_ts": scene.workspace.messages.next_ts(),
    }
    with scene.telling():
        await scene.delivery.send(interaction_body(payload))
    return {}


async def open_home(scene: Scene, _wanted: OpenHome) -> Json:
    """Tell the app that its Home tab was opened, if it subscribed to that event. Slack does not wait for an answer."""
    workspace = scene.workspace
    channel = workspace.directory.im_with(scene.person.id)
    view = workspace.views.home(scene.person.id)
    event = home_opened(scene.person, channel, workspace.installation, view, workspace.messages.next_ts())
    if "app_home_opened" in workspace.events:
        scene.delivery.send_unawaited(event_body(event))
    return {}


async def read(scene: Scene, act: Read) -> Json:
    """Mark a conversation as read."""
    scene.workspace.read(scene.person.id, scene.conversation(act.conversation))
    return {}


async def _command(scene: Scene, channel: Channel, act: Say) -> Json:
    if act.thread_ts is not None:
        raise ActRefused("no_commands_in_threads", "Slash commands cannot be used in threads.")
    command, _, text = act.text.partition(" ")
    if command not in [known.command for known in cast.cast_commands()]:
        raise ActRefused("unknown_command", f"{command} is not a command here.")
    ids = {"response_url": scene.response_url(channel), "trigger_id": scene.trigger_id()}
    failing = {code: f'{command} failed with the error "{error}"' for code, error in COMMAND_ERRORS.items()}
    with scene.telling(conversation=channel.id, instead=failing):
        answer = await scene.delivery.send(
            form_body(command_form(scene.person, channel, scene.workspace, command, text.strip(), ids))
        )
    with scene.telling(conversation=channel.id):
        _show_answer(scene, channel, answer)
    return {}


def _show_answer(scene: Scene, channel: Channel, answer: Answer) -> None:
    content = answer.json() or {"text": answer.content.decode("utf-8", "replace").strip()}
    if not any(content.get(part) for part in ("text", "blocks", "attachments")):
        return
    try:
        message = composed(content, channel.id)
    except SlackError as error:
        raise NotAnswered("trouble_connecting", f"The app's answer was refused ({error.code}).") from error
    message.only_for = None if content.get("response_type") == "in_channel" else scene.person.id
    scene.workspace.post(message)
