"""The messages to the app. Source: https://docs.slack.dev/apis/events-api/using-socket-mode#events."""

import json
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

Json = dict[str, Any]

ANSWERED_IN_THE_ACK = ("view_submission", "block_suggestion")
"""The interactions whose acknowledgement may contain an answer."""


def envelope(content: bytes, content_type: str) -> Json:
    """A new envelope for this body of an HTTP delivery."""
    if "json" in content_type:
        event = json.loads(content)
        return _around("events_api", event, answered=False) | {"retry_attempt": 0, "retry_reason": ""}
    form = {name: values[0] for name, values in parse_qs(content.decode(), keep_blank_values=True).items()}
    if "payload" not in form:
        return _around("slash_commands", form, answered=True)
    payload = json.loads(form["payload"])
    return _around("interactive", payload, answered=payload.get("type") in ANSWERED_IN_THE_ACK)


def _around(kind: str, payload: Json, *, answered: bool) -> Json:
    return {"envelope_id": str(uuid4()), "type": kind, "payload": payload, "accepts_response_payload": answered}


def hello(app_id: str, connections: int) -> Json:
    """The first message on a connection. `connections` is the number of open ones."""
    return {
        "type": "hello",
        "num_connections": connections,
        "connection_info": {"app_id": app_id},
        "debug_info": {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 18060},
    }


def disconnect(reason: str) -> Json:
    """The request to reconnect. `reason` is warning, refresh_requested, link_disabled or too_many_websockets."""
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
