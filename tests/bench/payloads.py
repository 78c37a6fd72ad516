"""The deliveries of a measurement, made before it begins: signed, as the sandbox makes them for people's acts."""

from collections.abc import Sequence
from typing import Any

from handlers.ids import ActionId, BlockId, CallbackId, depending_on
from sandbox import cast
from sandbox.cast import Person
from sandbox.courier import Body
from sandbox.slack.acts.scene import element_at
from sandbox.slack.assembly import SlackServer
from sandbox.slack.delivery import form_body, interaction_body
from sandbox.slack.inputs import initial_values
from sandbox.slack.messages import Message
from sandbox.slack.payloads import action, command_form, interaction, message_source
from sandbox.slack.web_api.shapes import message_shape

Json = dict[str, Any]

APPROVERS = 8
"""How many approvers there are beside those of the cast."""

LASTS = 3600.0
"""Seconds for which a trigger opens a form: the deliveries are made long before they are sent."""


def add_approvers(slack: SlackServer) -> list[str]:
    """Let more approvers join; returns the ids of all who may approve."""
    directory = slack.workspace.directory
    ids = [f"U0APPROVER{number}" for number in range(1, APPROVERS + 1)]
    for user_id in ids:
        directory.add(Person(user_id, f"Approver {user_id[-1]}", "HR manager", "#0f766e"))
        directory.channels[cast.APPROVALS].members.append(user_id)
    directory.groups[cast.HR_MANAGERS].users += ids
    slack.workspace.triggers.seconds = LASTS
    return [cast.MARCUS, cast.PRIYA, *ids]


def signed(slack: SlackServer, body: Body) -> Json:
    """A delivery as the generator sends it."""
    headers = {"content-type": body.content_type, **slack.delivery.signed(body)}
    return {"body": body.content.decode(), "headers": headers}


def click(slack: SlackServer, message: Message, person_id: str, action_id: str) -> Body:
    """A person presses a button of a message."""
    workspace, directory = slack.workspace, slack.workspace.directory
    person, channel = directory.people[person_id], directory.channels[message.channel]
    blocks = message.blocks or []
    block_id = next(
        block["block_id"]
        for block in blocks
        if any(element.get("action_id") == action_id for element in block.get("elements", []))
    )
    block, element = element_at(blocks, block_id, action_id)
    shape = message_shape(message, workspace.messages.replies(message))
    payload = (
        interaction("block_actions", person, workspace.installation)
        | message_source(message, channel, directory, initial_values(blocks), shape)
        | {"trigger_id": workspace.triggers.issue(person_id), "response_url": ""}
        | {"actions": [action(block, element, {}, workspace.messages.next_ts())]}
    )
    return interaction_body(payload)


def command(slack: SlackServer, person_id: str) -> Body:
    """A person types `/reissue` in a channel."""
    workspace = slack.workspace
    person, channel = workspace.directory.people[person_id], workspace.directory.channels[cast.GENERAL]
    ids = {"trigger_id": workspace.triggers.issue(person_id), "response_url": ""}
    return form_body(command_form(person, channel, workspace, "/reissue", "", ids))


def submission(slack: SlackServer, number: int) -> Body:
    """Nina sends the request form for a member of the crowd."""
    key = f"crowd_{number}"
    employee = f"empl_{key}"
    blocks, values = _filled_in(
        (BlockId.EMPLOYEE, ActionId.EMPLOYEE, {"type": "external_select", "selected_option": _option(employee)}),
        (
            depending_on(BlockId.ENROLLMENT, employee),
            ActionId.ENROLLMENT,
            {"type": "checkboxes", "selected_options": [_option(f"enrl_{key}_medical")]},
        ),
        (
            depending_on(BlockId.QLE, employee),
            ActionId.QLE,
            {"type": "static_select", "selected_option": _option(f"qle_{key}_birth")},
        ),
        (BlockId.REASON, ActionId.REASON, {"type": "plain_text_input", "value": "A daughter was born on the third."}),
    )
    view = {
        "id": f"V0BENCH{number}",
        "team_id": cast.TEAM_ID,
        "type": "modal",
        "callback_id": CallbackId.REQUEST,
        "private_metadata": "",
        "hash": "1",
        "title": {"type": "plain_text", "text": "Reissue"},
        "blocks": blocks,
        "state": {"values": values},
    }
    nina = slack.workspace.directory.people[cast.NINA]
    return interaction_body(interaction("view_submission", nina, slack.workspace.installation) | {"view": view})


def _filled_in(*inputs: tuple[str, str, Json]) -> tuple[Sequence[Json], Json]:
    blocks = [
        {"type": "input", "block_id": block, "element": {"type": state["type"], "action_id": action_id}}
        for block, action_id, state in inputs
    ]
    return blocks, {block: {action_id: state} for block, action_id, state in inputs}


def _option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}
