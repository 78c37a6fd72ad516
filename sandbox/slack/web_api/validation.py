"""The method blocks.validate: what is wrong with blocks, a message or a view. Nothing is posted or opened.

Source: https://docs.slack.dev/reference/methods/blocks.validate. Its examples show a pointer into `blocks` only; for a
message or a view it is assumed to begin inside of them too.
"""

import re
from typing import Any

from sandbox.slack.blocks.checks import field
from sandbox.slack.blocks.messages import validate_message
from sandbox.slack.blocks.unknown import refuse_unknown
from sandbox.slack.blocks.views import validate_view
from sandbox.slack.errors import SlackError
from sandbox.slack.web_api.method import ApiCall, Method, Methods

Json = dict[str, Any]

PROBLEM = re.compile(r"\[ERROR\] (.*) \[json-pointer:(.*)\]", re.DOTALL)


def validation_methods() -> Methods:
    """The methods of this file."""
    return {"blocks.validate": Method(validate)}


def validate(call: ApiCall) -> Json:
    """Judge exactly one of `blocks`, `message` and `view`."""
    given = {name: call.args.structure(name, f"invalid_{name}") for name in ("blocks", "message", "view")}
    sent = {name: value for name, value in given.items() if value is not None}
    if len(sent) != 1:
        raise SlackError("invalid_arguments", ["must provide exactly one of `blocks`, `view`, or `message`"])
    [(name, value)] = sent.items()
    problems = _problems(name, value) or _unknown(call, name, value)
    if problems:
        raise SlackError(f"invalid_{name}", errors=problems)
    return {}


def _problems(name: str, value: object) -> list[Json]:
    if name == "blocks":
        return _errors(validate_message({"blocks": value}), "/blocks")
    if not isinstance(value, dict):
        return _errors(["[ERROR] must provide an object [json-pointer:]"], "")
    return _errors(validate_view(value), "/view") if name == "view" else _errors(validate_message(value), "")


def _unknown(call: ApiCall, name: str, value: object) -> list[Json]:
    """What faults find: types of blocks that this workspace does not know."""
    blocks, pointer = (value, "") if name == "blocks" else (field(value, "blocks"), "/blocks")
    try:
        refuse_unknown(call.workspace.faults, blocks, pointer, "")
    except SlackError as error:
        return _errors(error.messages, "")
    return []


def _errors(problems: list[str], inside: str) -> list[Json]:
    found = [PROBLEM.fullmatch(problem) for problem in problems]
    return [
        {"code": "failed_constraint", "message": match[1], "pointer": match[2].removeprefix(inside)}
        for match in found
        if match is not None
    ]
