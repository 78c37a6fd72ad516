"""Using elements of messages and views, and asking the app for the options of a menu."""

from typing import Any

from sandbox.slack.acts.kinds import AskOptions, Click, Raw, ViewAct, ViewClick
from sandbox.slack.acts.scene import Scene, element_at
from sandbox.slack.blocks.checks import Place
from sandbox.slack.blocks.menus import menu_options
from sandbox.slack.blocks.stored import with_text_defaults
from sandbox.slack.delivery import Answer, NotAnswered, interaction_body
from sandbox.slack.errors import ActRefused
from sandbox.slack.inputs import Values, held, initial_values, stateful_elements, typed_state
from sandbox.slack.messages import Message
from sandbox.slack.payloads import action, asking_source, interaction, message_source, view_source
from sandbox.slack.views import View
from sandbox.slack.web_api.shapes import message_shape

Json = dict[str, Any]

DEFAULT_MIN_QUERY_LENGTH = 3
UNTOUCHED = object()


async def click(scene: Scene, act: Click) -> Json:
    """Use an element of a message."""
    channel = scene.conversation(act.conversation)
    message = scene.workspace.messages.find_for(scene.person.id, channel.id, act.ts)
    if message is None:
        raise ActRefused("gone", "This message is no longer there.")
    block, element = element_at(_blocks_of(message), act.block_id, act.action_id)
    state = _state(element, act.selected, [])
    values = initial_values(_blocks_of(message))
    _keep_state(values, block, element, state)
    shape = message_shape(message, scene.workspace.messages.replies(message))
    entry = action(block, element, state, scene.workspace.messages.next_ts())
    payload = (
        interaction("block_actions", scene.person, scene.workspace.installation)
        | message_source(message, channel, scene.workspace.directory, values, shape)
        | {"trigger_id": scene.trigger_id(), "response_url": scene.response_url(channel, message.ts)}
        | {"actions": [entry]}
    )
    with scene.telling(conversation=channel.id):
        await scene.delivery.send(interaction_body(payload))
    return {}


async def view_click(scene: Scene, act: ViewClick) -> Json:
    """Use an element of a modal or Home tab."""
    view = open_view(scene, act)
    block, element = element_at(view.blocks, act.block_id, act.action_id)
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise ActRefused("not_dispatching", f"{act.action_id} does not tell the app when it changes.")
    raw = act.selected
    if raw is None:
        raw = act.values.get(act.block_id, {}).get(act.action_id)
    state = _state(element, raw, view.offered.get((act.block_id, act.action_id), []))
    _keep_state(view.values, block, element, state)
    entry = action(block, element, state, scene.workspace.messages.next_ts())
    payload = interaction("block_actions", scene.person, scene.workspace.installation) | view_source(view)
    payload |= {"trigger_id": scene.trigger_id(view.id), "actions": [entry]}
    with scene.telling(view_id=view.id):
        await scene.delivery.send(interaction_body(payload))
    return {}


async def ask_options(scene: Scene, act: AskOptions) -> Json:
    """Get options for the text the person typed. If it is shorter than the menu's minimum, the app is not asked."""
    view = open_view(scene, act)
    block, element = element_at(view.blocks, act.block_id, act.action_id)
    if len(act.query) < element.get("min_query_length", DEFAULT_MIN_QUERY_LENGTH):
        return {"options": [], "option_groups": None}
    payload = interaction("block_suggestion", scene.person, scene.workspace.installation) | asking_source(view)
    payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": act.query}
    try:
        answer = await scene.delivery.send(interaction_body(payload))
    except NotAnswered as failure:
        raise NotAnswered("timeout", "The options could not be loaded.") from failure
    found = _options(answer)
    groups = [option for group in found["option_groups"] or [] for option in group["options"]]
    offered = view.offered.setdefault((act.block_id, act.action_id), [])
    offered[:0] = [*(found["options"] or []), *groups]
    return found


def open_view(scene: Scene, act: ViewAct) -> View:
    """The view this person acts in, after storing the values they entered. Raises `ActRefused` if it is closed."""
    view = scene.workspace.views.find(act.view_id)
    if view is None or view.person != scene.person.id:
        raise ActRefused("gone", "This view is no longer open.")
    for block, element in stateful_elements(view.blocks):
        ids = block["block_id"], element["action_id"]
        raw = act.values.get(ids[0], {}).get(ids[1], UNTOUCHED)
        if raw is not UNTOUCHED and not _is_held(view.values[ids[0]][ids[1]], raw):
            view.values[ids[0]][ids[1]] = typed_state(element, raw, view.offered.get(ids, []))
    return view


def _state(element: Json, raw: Raw, offered: list[Json]) -> Json:
    return {} if element["type"] == "button" else typed_state(element, raw, offered)


def _is_held(state: Json, raw: object) -> bool:
    """Whether an option is already chosen. It stays chosen even if an update removes it from the menu."""
    chosen = held(state)
    return isinstance(raw, dict) and isinstance(chosen, dict) and raw.get("value") == chosen.get("value")


def _keep_state(values: Values, block: Json, element: Json, state: Json) -> None:
    if element["action_id"] in values.get(block["block_id"], {}):
        values[block["block_id"]][element["action_id"]] = state


def _blocks_of(message: Message) -> list[Json]:
    inside = [block for attachment in message.attachments or [] for block in attachment.get("blocks") or []]
    return [*(message.blocks or []), *inside]


def _options(answer: Answer) -> Json:
    given = answer.json() or {}
    place = Place("", [])
    menu_options()(given, place)
    if place.problems:
        raise NotAnswered("bad_options", f"The options could not be shown: {place.problems[0]}")
    return {"options": None, "option_groups": None, **with_text_defaults(given)}
