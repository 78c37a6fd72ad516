"""Payloads of our own making, in Slack's shapes: what a client of Slack would not send, but somebody could."""

from typing import Any

from sandbox import cast

Json = dict[str, Any]


def _from(user: str, kind: str, team: str) -> Json:
    return {
        "type": kind,
        "team": {"id": team, "domain": "forged"},
        "user": {"id": user, "team_id": team},
        "api_app_id": cast.APP_ID,
        "trigger_id": "1.2.forged",
    }


def click(
    user: str,
    action: str,
    value: str,
    *,
    ts: str = "1.1",
    team: str = cast.TEAM_ID,
    response_url: str | None = None,
    channel: str = cast.APPROVALS,
) -> Json:
    """A pressed button of the message `ts` in a channel."""
    pressed = {"type": "button", "action_id": action, "block_id": "forged", "value": value, "action_ts": "1.1"}
    payload = _from(user, "block_actions", team) | {
        "container": {"type": "message", "message_ts": ts, "channel_id": channel},
        "channel": {"id": channel, "name": "forged"},
        "message": {"ts": ts, "text": "forged"},
        "actions": [pressed],
    }
    return payload | ({"response_url": response_url} if response_url else {})


def suggestion(user: str, typed: str) -> Json:
    """A letter typed into the employee menu."""
    asked = {"action_id": "employee", "block_id": "employee", "value": typed}
    return _from(user, "block_suggestion", cast.TEAM_ID) | asked | {"view": view("request", {})}


def submission(user: str, callback: str, values: Json, *, view_id: str = "V0FORGED", metadata: str = "") -> Json:
    """A submitted modal with these input blocks and what is in them."""
    shown = view(callback, values) | {"id": view_id, "private_metadata": metadata}
    return _from(user, "view_submission", cast.TEAM_ID) | {"view": shown}


def request_values(employee: str, enrollment: str, qle: str | None, reason: str = "New baby") -> Json:
    """The filled-in request modal of an employee (`empl_…`), with one `enrollment` or several with spaces between.
    Without `qle` the menu is one that may be left empty."""
    menu = "qle_optional" if qle is None else "qle"
    return {
        "employee": {"employee": chosen(employee)},
        f"enrollment:{employee}": {"enrollment": ticked(*enrollment.split())},
        f"{menu}:{employee}": {"qle": chosen(qle)},
        "reason": {"reason": {"type": "plain_text_input", "value": reason}},
    }


def ticked(*values: str) -> Json:
    """The options ticked in an input that takes several."""
    options = [{"text": {"type": "plain_text", "text": "forged"}, "value": value} for value in values]
    return {"type": "checkboxes", "selected_options": options}


def chosen(value: str | None) -> Json:
    """A chosen option, or none."""
    option = value and {"text": {"type": "plain_text", "text": "forged"}, "value": value}
    return {"type": "static_select", "selected_option": option}


def view(callback: str, values: Json) -> Json:
    """A modal whose inputs are the blocks of `values`."""
    plain = {"type": "plain_text", "text": "Forged"}
    return {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": callback,
        "title": plain,
        "submit": plain,
        "hash": "1.1",
        "private_metadata": "",
        "blocks": [{"type": "input", "block_id": block_id} for block_id in values],
        "state": {"values": values},
    }
