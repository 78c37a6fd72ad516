"""The errors that Slack itself finds in a form before it sends the form to the app."""

from typing import Any

from sandbox.slack.inputs import Values, held

Json = dict[str, Any]

REQUIRED = "Please complete this required field."


def field_errors(blocks: list[Json], values: Values) -> dict[str, str]:
    """The error sentence under each field that has one, by block_id."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values[block["block_id"]][element["action_id"]]
        sentence = _objection(element, held(state), optional=block.get("optional") is True)
        if sentence is not None:
            errors[block["block_id"]] = sentence
    return errors


def _objection(element: Json, content: object, optional: bool) -> str | None:
    if not content:
        return None if optional else REQUIRED
    if element["type"] == "plain_text_input":
        return _length_objection(element, str(content))
    if element["type"] == "email_text_input" and "@" not in str(content):
        return "Please enter a valid email address."
    if element["type"] == "number_input" and not str(content).lstrip("-").replace(".", "", 1).isdigit():
        return "Please enter a number."
    return None


def _length_objection(element: Json, text: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(text) < least:
        return f"Must be at least {least} characters."
    return f"Must be {most} characters or fewer." if len(text) > most else None
