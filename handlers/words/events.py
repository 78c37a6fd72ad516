"""What the timeline and the thread say alike about an event: who did it, why it waits, what was found."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.audit_codes import AuditCodes
from approvals.model.event import THE_BOT, THE_OPERATOR, Event
from approvals.model.request import ProblemCode
from handlers.words.dates import counted
from handlers.words.mrkdwn import Mrkdwn, mention

_NOT_PEOPLE: Mapping[str, str] = MappingProxyType({THE_BOT: "the bot", THE_OPERATOR: "the bot's operator"})

_HELD: Mapping[str, str] = MappingProxyType(
    {
        ProblemCode.WRONG_KEY: "Vitable does not accept the bot's key",
        ProblemCode.NO_ACCESS: "the bot's key has no access to the enrollment in Vitable",
    }
)

_FIELDS: Mapping[str, str] = MappingProxyType(
    {"reason": "reason", "qle": "life event", "document": "document", "warnings": "warnings"}
)


def who(actor: str) -> Mrkdwn:
    """Who did it."""
    return Mrkdwn(_NOT_PEOPLE[actor]) if actor in _NOT_PEOPLE else mention(actor)


def present_of(event: Event) -> int:
    """How many approvers were present when too many were away; 0 if all of them were."""
    return int(event.codes.get("present", 0))


def held_words(event: Event) -> str:
    """Why a request is on hold."""
    return _HELD.get(str(event.codes.get("code")), "sending is switched off")


def found_words(codes: AuditCodes, still: str = "") -> str:
    """What the bot saw in Vitable when it did not find the effect of a reissue."""
    if codes.unread:
        return "Vitable could not be read"
    if codes.unreadable:
        count = counted(codes.unreadable, "enrollment")
        return f"{count} of the employee could not be read, so a new one may be among them"
    return f"Vitable{still} shows no new enrollment"


def fields_words(changed: Sequence[str]) -> str:
    """The names of changed fields."""
    return ", ".join(_FIELDS[name] for name in changed if name in _FIELDS)


def no_longer_count(void: int) -> str:
    """How many approvals were made void."""
    return "1 approval no longer counts" if void == 1 else f"{void} approvals no longer count"
