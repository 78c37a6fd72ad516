"""What is shown in Slack, read as a person reads it: words, buttons, menus of a message or a modal."""

import re
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

GUESTS_CANNOT = (
    "Guest accounts cannot do this. Ask a colleague with a full account to do it, or an administrator of this "
    "workspace to make yours a full one."
)
"""What guests are told."""


def words_of(shown: Json) -> str:
    """Everything that can be read in a message or a modal."""
    return "\n".join(_texts({name: shown[name] for name in ("text", "title", "blocks", "errors") if name in shown}))


def inventory(messages: list[Json]) -> str:
    """The latest messages of a conversation, each in a line that tells them apart."""
    return "".join(f"\n{_kind(message)} {message['ts']}: {_start(message)}" for message in messages[-12:]) or "nothing"


def _kind(message: Json) -> str:
    return "ephemeral" if message["ephemeral"] else "in a thread" if message["thread_ts"] else "message"


def _start(message: Json) -> str:
    return " ".join(words_of(message).split())[:100]


def _texts(part: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(part, str):
        return [part]
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    return [text for inner in parts for text in _texts(inner)]


def times_told(posts: Sequence[str], words: str) -> int:
    """How often a thread tells something. The summary of the outcome may tell it once more: an approval has a post of
    its own only if the API took longer than half a second, which a busy machine does too."""
    told = [post for post in posts if words in post]
    with_outcome = sum("New enrollment of" in post for post in told)
    return max(with_outcome, len(told) - with_outcome)


def notice_of(view: Json) -> str | None:
    """What a modal says that only tells a person why something did not happen."""
    if view["title"]["text"] not in ("Not possible", "Something went wrong"):
        return None
    said: str = view["blocks"][0]["text"]["text"]
    return said


def buttons_of(message: Json) -> list[str]:
    """The action ids of a message's buttons."""
    rows = [block["elements"] for block in message["blocks"] or [] if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


def block_of(message: Json, action: str) -> str:
    """The id of the block that holds a button."""
    for block in message["blocks"]:
        beside = [block["accessory"]] if "accessory" in block else []
        if any(element.get("action_id") == action for element in [*block.get("elements", []), *beside]):
            return str(block["block_id"])
    raise AssertionError(f"no button {action!r}; there are {buttons_of(message)}")


def value_of(message: Json, action: str) -> str:
    """What a button of a message carries."""
    for block in message["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                return str(element["value"])
    raise AssertionError(f"no button {action!r}; there are {buttons_of(message)}")


def options_of(menu: Json) -> list[str]:
    """The values a menu offers."""
    return [option["value"] for option in menu["element"]["options"]]


def menus_of(view: Json) -> list[Json]:
    """The menus for enrollment and life event, once they are there."""
    kinds = ("static_select", "checkboxes", "multi_static_select")
    return [block for block in view["blocks"] if block.get("element", {}).get("type") in kinds]


def initial_of(menu: Json) -> list[str]:
    """The values that are chosen in a menu at first."""
    element = menu["element"]
    chosen = element.get("initial_options") or [element.get("initial_option")]
    return [option["value"] for option in chosen if option]


def labels_of(shown: Json) -> list[str]:
    """The numbers of the requests that a message or a modal is about."""
    return list(dict.fromkeys(re.findall(r"R-[0-9]+", words_of(shown))))


def label_of(shown: Json) -> str:
    """The number of the request that a message or a modal is about, such as R-12."""
    found = re.search(r"R-[0-9]+", words_of(shown))
    assert found, words_of(shown)
    return found.group()
