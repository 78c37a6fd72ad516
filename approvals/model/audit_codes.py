"""The codes of an audit line that the bot reads again later: written and read only here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from approvals.model.conditions import Condition
from approvals.model.event import Event, EventKind

REVISING = frozenset({EventKind.SUBMITTED, EventKind.ANSWERED, EventKind.EDITED})
"""Events that make a revision of a request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditCodes:
    """What a line says apart from who, when and what.

    `changed` are the names of the fields that a revision changed (None: the line is not about a change), `void` is the
    number of approvals that no longer count, `second_approval` has the conditions that require two approvals, `click`
    is the same in every delivery of one click.
    """

    changed: tuple[str, ...] | None = None
    void: int = 0
    second_approval: tuple[Condition, ...] = ()
    click: str | None = None

    @classmethod
    def of(cls, event: Event) -> Self:
        """The codes of a stored line; codes that an older version did not write are absent."""
        codes = event.codes
        changed = codes.get("changed")
        return cls(
            changed=None if changed is None else _split(changed),
            void=int(codes.get("void", 0)),
            second_approval=tuple(map(Condition.parse, _split(codes.get("second_approval", "")))),
            click=str(codes["click"]) if "click" in codes else None,
        )

    def written(self) -> Mapping[str, str | int]:
        """The codes in their stored form."""
        codes: dict[str, str | int] = {}
        if self.changed is not None:
            codes |= {"changed": ",".join(self.changed), "void": self.void}
        if self.second_approval:
            codes["second_approval"] = ",".join(map(str, self.second_approval))
        if self.click:
            codes["click"] = self.click
        return codes


def latest_revision(events: Sequence[Event]) -> Event | None:
    """The audit line that made the current revision of a request."""
    return next((event for event in reversed(events) if event.kind in REVISING), None)


def conditions_of(events: Sequence[Event]) -> tuple[Condition, ...]:
    """The conditions that make a second approval necessary for the current revision of a request."""
    latest = latest_revision(events)
    return AuditCodes.of(latest).second_approval if latest else ()


def _split(text: str | int) -> tuple[str, ...]:
    return tuple(filter(None, str(text).split(",")))
