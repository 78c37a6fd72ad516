"""The messages and modals that the tests of the page show, and the bot that shows them."""

from typing import Any

from starlette.responses import Response

from sandbox import cast
from tests.sandbox.slack.room import Json, Room


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """An mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str) -> Json:
    """An option of a menu."""
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> Json:  # noqa: ANN401 - any field of a button
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def form(*extra: Json) -> Json:
    """A modal with a typeahead that sends its choice to the bot, and a reason."""
    people = {"type": "external_select", "action_id": "employee", "min_query_length": 2, "placeholder": plain("Search")}
    reason = {"type": "plain_text_input", "action_id": "reason", "multiline": True, "max_length": 20}
    return {
        "type": "modal",
        "title": plain("Reissue"),
        "submit": plain("Submit"),
        "close": plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "who",
                "label": plain("Employee"),
                "element": people,
                "dispatch_action": True,
            },
            *extra,
            {"type": "input", "block_id": "why", "label": plain("Reason"), "element": reason, "hint": plain("Short")},
        ],
    }


def opening(room: Room, view: Json) -> None:
    """Make the bot answer every command by opening this modal."""

    async def opened(command: Json) -> Response:
        answer = await room.api("views.open", trigger_id=command["trigger_id"], view=view)
        assert answer["ok"], answer
        return Response()

    room.bot.answers["command"] = opened


async def say(room: Room, text: str, channel: str = cast.APPROVALS, **more: Any) -> str:  # noqa: ANN401 - any argument
    """Post as the bot, and return the message's ts."""
    answer = await room.api("chat.postMessage", channel=channel, text=text, **more)
    assert answer["ok"], answer
    return str(answer["ts"])


def of_kind(room: Room, kind: str) -> list[Json]:
    """The deliveries of one kind that the bot got."""
    return [one for one in room.bot.deliveries if one.get("type") == kind]
