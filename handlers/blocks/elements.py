"""Slack's blocks and elements, within Slack's limits (Block Kit reference). Only what the bot uses."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from approvals.model.request import REASON_LIMIT
from approvals.rules.texts import kept_text
from handlers.blocks.drawn import Block
from handlers.words.controls.buttons import ConfirmWords
from handlers.words.controls.forms import warned
from handlers.words.mrkdwn import Mrkdwn, clip, clip_mrkdwn, paragraphs

TEXT_LIMIT = 3000
ALERT_LIMIT = 200
FIELD_LIMIT = 2000
FIELDS_LIMIT = 10
OPTION_LIMIT = 75
OPTIONS_LIMIT = 100
CHECKBOXES_LIMIT = 10


class Level(StrEnum):
    """How serious an alert is."""

    WARNING = "warning"
    ERROR = "error"


def plain_text(text: str, limit: int) -> Block:
    """Text without markup; `:tada:` stays `:tada:`."""
    return {"type": "plain_text", "text": clip(text, limit), "emoji": False}


def mrkdwn(text: Mrkdwn, limit: int = TEXT_LIMIT) -> Block:
    """Text in Slack's markup. `verbatim`: Slack must not make links and mentions out of names that look like them."""
    return {"type": "mrkdwn", "text": clip_mrkdwn(text, limit), "verbatim": True}


def header(text: str) -> Block:
    """A large line."""
    return {"type": "header", "text": plain_text(text, 150)}


def section(text: Mrkdwn) -> Block:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(text)}


def alert(text: Mrkdwn, level: Level = Level.WARNING) -> Block:
    """A warning or a refusal in a modal. Slack takes alerts only there, and only short ones; a longer text is a
    paragraph with a sign in front."""
    if len(text) > ALERT_LIMIT:
        return section(warned(text))
    return {"type": "alert", "level": level.value, "text": mrkdwn(text, ALERT_LIMIT)}


def without_alerts(view: Mapping[str, Any]) -> dict[str, Any]:
    """The same view with a paragraph in place of each alert, for a workspace that takes none."""
    return {**view, "blocks": [_as_section(block) for block in view["blocks"]]}


def _as_section(block: Block) -> Block:
    if block["type"] != "alert":
        return block
    kept = {"block_id": block["block_id"]} if "block_id" in block else {}
    return {**section(warned(block["text"]["text"])), **kept}


def section_with(text: Mrkdwn, beside: Block) -> Block:
    """A paragraph with a button next to it."""
    return {**section(text), "accessory": beside}


def quoted(text: str) -> Block:
    """A text that a person or another system wrote, word for word."""
    return {"type": "section", "text": plain_text(paragraphs(text, TEXT_LIMIT), TEXT_LIMIT)}


def fields(pairs: Sequence[tuple[str, Mrkdwn]]) -> Block:
    """Facts with their names, in two columns where there is room."""
    texts = [mrkdwn(Mrkdwn(f"*{name}*\n{value}"), FIELD_LIMIT) for name, value in pairs[:FIELDS_LIMIT]]
    return {"type": "section", "fields": texts}


def context(*texts: Mrkdwn) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def context_quoting(words: Mrkdwn, text: str) -> Block:
    """Small print with a text that a person wrote, word for word."""
    quoting = plain_text(paragraphs(text, FIELD_LIMIT), FIELD_LIMIT)
    return {"type": "context", "elements": [mrkdwn(words), quoting]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(buttons: Sequence[Block]) -> Block:
    """Buttons side by side."""
    return {"type": "actions", "elements": list(buttons)}


def button(label: str, action_id: str, value: str, *, style: str | None = None, asks: Block | None = None) -> Block:
    """A button; `asks` is the dialog that the person must confirm first."""
    drawn: Block = {"type": "button", "action_id": action_id, "text": plain_text(label, 75), "value": value}
    if style is not None:
        drawn["style"] = style
    if asks is not None:
        drawn["confirm"] = asks
    return drawn


def confirm(words: ConfirmWords, *, style: str = "primary") -> Block:
    """A dialog before a button takes effect."""
    return {
        "title": plain_text(words.title, 100),
        "text": plain_text(words.text, 300),
        "confirm": plain_text(words.yes, 30),
        "deny": plain_text(words.no, 30),
        "style": style,
    }


def option(text: str, value: str, description: str | None = None) -> Block:
    """One choice of a menu."""
    drawn: Block = {"text": plain_text(text, OPTION_LIMIT), "value": value}
    if description:
        drawn["description"] = plain_text(description, OPTION_LIMIT)
    return drawn


def checkboxes(action_id: str, options: Sequence[Block], chosen: Collection[str]) -> Block:
    """Options of which several can be ticked, at most ten; `chosen` are the values that are ticked at first."""
    drawn: Block = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    initial = [option for option in options if option["value"] in chosen]
    return {**drawn, "initial_options": initial} if initial else drawn


def multi_static_select(
    action_id: str, placeholder: str, options: Sequence[Block], chosen: Collection[str], at_most: int
) -> Block:
    """A menu in which up to `at_most` options can be chosen; `chosen` are the values that are selected at first."""
    offered = list(options[:OPTIONS_LIMIT])
    drawn: Block = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, 150),
        "options": offered,
        "max_selected_items": at_most,
    }
    initial = [option for option in offered if option["value"] in chosen]
    return {**drawn, "initial_options": initial} if initial else drawn


def static_select(action_id: str, placeholder: str, options: Sequence[Block], chosen: str | None = None) -> Block:
    """A menu; `chosen` is the value that is selected at first."""
    offered = list(options[:OPTIONS_LIMIT])
    drawn: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, 150),
        "options": offered,
    }
    initial = next((offer for offer in offered if offer["value"] == chosen), None)
    return drawn if initial is None else {**drawn, "initial_option": initial}


def text_area(action_id: str, text: str = "") -> Block:
    """A field of several lines, as long as a reason may be; `text` is its first content."""
    area: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": REASON_LIMIT,
    }
    initial = kept_text(text)[:REASON_LIMIT]
    return {**area, "initial_value": initial} if initial else area


def text_line(action_id: str, at_most: int, text: str = "") -> Block:
    """A field of one line, with at most so many characters; `text` is its first content."""
    line: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": at_most}
    return {**line, "initial_value": text} if text else line


def date_picker(action_id: str, day: date | None = None) -> Block:
    """A calendar; `day` is the date that is chosen at first."""
    picker: Block = {"type": "datepicker", "action_id": action_id}
    return {**picker, "initial_date": day.isoformat()} if day else picker


def entry(block_id: str, label: str, element: Block, **more: Any) -> Block:  # noqa: ANN401  Block Kit's own properties
    """A field of a form; `more` are properties of the input block, such as `dispatch_action` or `optional`."""
    return {"type": "input", "block_id": block_id, "label": plain_text(label, 2000), "element": element, **more}


def hint(text: str) -> Block:
    """A line under a field."""
    return plain_text(text, 2000)
