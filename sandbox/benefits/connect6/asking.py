"""Reads the body of the reissue call, and says what is wrong with it."""

import json
from collections.abc import Callable
from typing import NamedTuple

from sandbox.benefits.connect6.violations import Rule
from sandbox.benefits.records import Record
from sandbox.benefits.replies import Refusal
from sandbox.benefits.rules import REASON_LENGTH

FIELDS = ("qualifying_life_event_id", "reason", "ticket_number")

Violated = Callable[[Rule, str], None]


class Asked(NamedTuple):
    """What a caller asks for. Every field may be left out."""

    event_id: str | None
    reason: str | None
    ticket_number: str | None


def asked_in(body: bytes, violated: Violated) -> Asked:
    """The fields of a body. Raises Refusal.

    A real server may ignore a name that it doesn't know, and reissue without an event. This one refuses the old name
    `qle_id`, any other name, and null for what should be left out; and it calls `violated`.
    """
    fields = _object(body)
    for name in fields:
        if name not in FIELDS:
            violated("wrong name in the body", name)
            raise Refusal(422, f"{name} is not a field of this call", code="unknown_field")
        if fields[name] is None:
            violated("null in the body", name)
            raise Refusal(422, f"{name} may not be null", code="null_field")
        if not isinstance(fields[name], str):
            raise Refusal(422, f"{name} must be a text", code="invalid_field")
    if len(fields.get("reason", "")) > REASON_LENGTH:
        raise Refusal(422, "reason must be a text of at most 500 characters", code="reason_too_long")
    return Asked(*(fields.get(name) for name in FIELDS))


def _object(body: bytes) -> Record:
    try:
        fields = json.loads(body or b"{}")
    except ValueError as error:
        raise Refusal(400, "The body is not JSON", code="parse_error") from error
    if not isinstance(fields, dict):
        raise Refusal(400, "The body is not a JSON object", code="parse_error")
    return fields
