"""The codes of an audit line that the bot reads again later: written and read only here."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from approvals.model.conditions import Condition
from approvals.model.event import Event, EventKind
from approvals.model.likeness import Likeness

REVISING = frozenset({EventKind.SUBMITTED, EventKind.ANSWERED, EventKind.EDITED, EventKind.TAKEN_OVER})
"""Events that make a revision of a request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditCodes:
    """What a line says apart from who, when and what.

    `changed` are the names of the fields that a revision changed (None: the line is not about a change), `void` is the
    number of approvals that no longer count, `second_approval` has the conditions that require two approvals, `click`
    is the same in every delivery of one click. `likeness` is how the person who requested or approved is like the
    employee. `left` are the earlier approvers whose approvals no longer count because they left (user ids), with the
    name of the refusal that they would get. `unreadable` is the number of records that could not be read when the bot
    looked for the outcome, and `unread` says that nothing could be read. `again_of` is the number of the earlier
    request that a new one repeats, such as R-12. `document` says that the person saw a document of the life event.
    """

    changed: tuple[str, ...] | None = None
    void: int = 0
    second_approval: tuple[Condition, ...] = ()
    click: str | None = None
    likeness: Likeness | None = None
    left: Mapping[str, str] = field(default_factory=dict)
    unreadable: int = 0
    unread: bool = False
    again_of: str = ""
    document: bool = False

    @classmethod
    def of(cls, event: Event) -> Self:
        """The codes of a stored line; codes that an older version did not write are absent, and so are values that
        only a later one knows."""
        codes = event.codes
        changed = codes.get("changed")
        return cls(
            changed=None if changed is None else _split(changed),
            void=int(codes.get("void", 0)),
            second_approval=_conditions(_split(codes.get("second_approval", ""))),
            click=str(codes["click"]) if "click" in codes else None,
            likeness=next((one for one in Likeness if one == codes.get("likeness")), None),
            left=dict(_pair(each) for each in _split(codes.get("left", ""))),
            unreadable=int(codes.get("unreadable", 0)),
            unread=bool(codes.get("unread")),
            again_of=str(codes.get("again_of", "")),
            document=bool(codes.get("document")),
        )

    def written(self) -> Mapping[str, str | int]:
        """The codes in their stored form."""
        codes: dict[str, str | int] = {}
        if self.changed is not None:
            codes["changed"] = ",".join(self.changed)
        if self.changed is not None or self.void:
            codes["void"] = self.void
        if self.second_approval:
            codes["second_approval"] = ",".join(map(str, self.second_approval))
        if self.click:
            codes["click"] = self.click
        if self.likeness:
            codes["likeness"] = self.likeness.value
        codes |= {name: value for name in ("unreadable", "unread", "document") if (value := int(getattr(self, name)))}
        if self.again_of:
            codes["again_of"] = self.again_of
        if self.left:
            codes["left"] = ",".join(f"{who}={why}" for who, why in self.left.items())
        return codes


def latest_revision(events: Sequence[Event]) -> Event | None:
    """The audit line that made the current revision of a request."""
    return next((event for event in reversed(events) if event.kind in REVISING), None)


def conditions_of(events: Sequence[Event]) -> tuple[Condition, ...]:
    """The conditions that make a second approval necessary for the current revision of a request."""
    named = (condition for event in _of_current_revision(events) for condition in AuditCodes.of(event).second_approval)
    return tuple(dict.fromkeys(named))


def again_of(events: Sequence[Event]) -> str:
    """The number of the earlier request that a request repeats, such as R-12; empty if none."""
    submitted = next((event for event in events if event.kind is EventKind.SUBMITTED), None)
    return AuditCodes.of(submitted).again_of if submitted else ""


def likenesses_of(events: Sequence[Event]) -> Mapping[str, Likeness]:
    """How the people who requested and approved the current revision are like the employee, by user id; nobody from
    before the audit noted it."""
    noted = {event.actor: AuditCodes.of(event).likeness for event in _of_current_revision(events)}
    return {who: likeness for who, likeness in noted.items() if likeness}


def _of_current_revision(events: Sequence[Event]) -> Sequence[Event]:
    """The line that made the current revision, and the approvals of it."""
    latest = latest_revision(events)
    if latest is None:
        return ()
    since = events[events.index(latest) :]
    return [event for event in since if event is latest or event.kind is EventKind.APPROVED]


def _conditions(texts: Sequence[str]) -> tuple[Condition, ...]:
    known = list[Condition]()
    for text in texts:
        with suppress(ValueError):
            known.append(Condition.parse(text))
    return tuple(known)


def _pair(text: str) -> tuple[str, str]:
    who, _, why = text.partition("=")
    return who, why


def _split(text: str | int) -> tuple[str, ...]:
    return tuple(filter(None, str(text).split(",")))
