"""The kinds of Slack's deliveries, as metrics and the log name them."""

from enum import StrEnum

from handlers.payloads import Body


class DeliveryKind(StrEnum):
    """What a delivery is."""

    COMMAND = "command"
    ACTION = "action"
    """A click, or a choice in a menu."""
    SUBMISSION = "view_submission"
    CLOSED = "view_closed"
    OPTIONS = "options"
    """A search in a typeahead."""
    EVENT = "event"
    OTHER = "other"
    """A shortcut, or what the bot does not ask for."""


_KINDS = {
    "block_actions": DeliveryKind.ACTION,
    "view_submission": DeliveryKind.SUBMISSION,
    "view_closed": DeliveryKind.CLOSED,
    "block_suggestion": DeliveryKind.OPTIONS,
    "event_callback": DeliveryKind.EVENT,
}


def kind_of(body: Body) -> DeliveryKind:
    """The kind of a delivery, from its payload."""
    if "command" in body:
        return DeliveryKind.COMMAND
    return _KINDS.get(str(body.get("type")), DeliveryKind.OTHER)
