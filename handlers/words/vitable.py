"""Failures of Vitable's API, and what the person can do: one sentence for each."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.choices import Obstacle
from handlers.words.dates import counted

_WAIT, _ADMINISTRATOR = "try again in a moment", "ask your administrator to look"

_SAID: Mapping[Obstacle, tuple[str, str]] = MappingProxyType(
    {
        Obstacle.API_NO_ANSWER: ("Vitable did not answer", _WAIT),
        Obstacle.API_UNTRUSTED: ("Vitable's certificate is not trusted here", _ADMINISTRATOR),
        Obstacle.API_SERVER_ERROR: ("Vitable has a problem", _WAIT),
        Obstacle.API_RATE_LIMITED: ("Vitable asks the bot to slow down", _WAIT),
        Obstacle.API_WRONG_KEY: ("Vitable does not accept the bot's key", _ADMINISTRATOR),
        Obstacle.API_WRONG_ORGANIZATION: ("The bot is not set up for the right organization", _ADMINISTRATOR),
        Obstacle.API_WRONG_CONTRACT: ("The bot is set up for another version of Vitable", _ADMINISTRATOR),
        Obstacle.API_NO_ACCESS: ("The bot's key may belong to another organization", _ADMINISTRATOR),
        Obstacle.API_REFUSED: ("Vitable refused to answer", _ADMINISTRATOR),
        Obstacle.API_UNREADABLE: ("The bot could not read Vitable's answer", _ADMINISTRATOR),
    }
)
_IN_MENU = {_WAIT: "Type again in a moment.", _ADMINISTRATOR: "Ask your administrator."}

AN_EMPLOYEE, AN_ENROLLMENT, A_LIFE_EVENT = "employee", "enrollment", "life event"
"""The names of records that could not be read."""

VITABLE_OBSTACLES = tuple(_SAID)


def vitable_words(obstacle: Obstacle) -> str:
    """What happened, that no work is lost, and what to do."""
    happened, remedy = _SAID[obstacle]
    return f"{happened}. Nothing is lost: {remedy}."


def vitable_menu_words(obstacle: Obstacle) -> str:
    """The same as a line of a menu: at most 75 characters."""
    happened, remedy = _SAID[obstacle]
    return f"{happened}. {_IN_MENU[remedy]}"


def left_out_words(count: int, what: str, *, in_menu: bool = False) -> str:
    """Says how many records could not be read; `what` is the name of one."""
    remedy = _IN_MENU[_ADMINISTRATOR] if in_menu else "Ask your administrator to look."
    return f"{counted(count, what)} could not be read. {remedy}"
