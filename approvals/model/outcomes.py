"""What about a request is news: the answer to a person's *Check again*, what an outcome tells with it, and what only
says the same again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind

OUTCOMES = frozenset({EventKind.REISSUED, EventKind.FAILED, EventKind.LOST, EventKind.UNKNOWN, EventKind.MARKED_DONE})

NOT_KNOWN = frozenset({EventKind.UNKNOWN, EventKind.HELD})
"""Events after which no one knows whether the reissue took effect."""

ENDS_A_TRY = OUTCOMES | {EventKind.POSTPONED}
"""Events that say what came of an attempt."""

OF_ONE_TRY = frozenset({"attempt", "trace", "revision"})
"""Codes that differ from try to try, though the outcome is the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """`checks` are the outcomes that a *Check again* left unknown (by the number of their line), each with the line of
    that choice; `repeated` are the outcomes that tell the requester nothing new.

    `approvals` are the reissues that followed an approval at once, each with the line of that approval, which their
    post tells too. `told_later` are these approvals, the attempts whose outcome is known, and the choices *Check
    again*: they are not worth a post of their own any more.
    """

    checks: Mapping[int, Event]
    repeated: frozenset[int]
    approvals: Mapping[int, Event]
    told_later: frozenset[int]

    @classmethod
    def of(cls, events: Sequence[Event], attempts: Sequence[Attempt]) -> "News":
        """The news in the audit lines of a request, which are in their order."""
        approvals = _approvals(events)
        later = {event.seq for event in events if event.kind is EventKind.CHECKED}
        return cls(
            checks=_checks(events),
            repeated=_repeated(events, attempts),
            approvals=approvals,
            told_later=frozenset(later | {event.seq for event in approvals.values()} | _concluded(events)),
        )


def _checks(events: Sequence[Event]) -> Mapping[int, Event]:
    found: dict[int, Event] = {}
    checked: Event | None = None
    for event in events:
        if event.kind is EventKind.CHECKED:
            checked = event
        elif event.kind in OUTCOMES:
            if checked is not None and event.kind is EventKind.UNKNOWN:
                found[event.seq] = checked
            checked = None
    return found


def _approvals(events: Sequence[Event]) -> Mapping[int, Event]:
    found: dict[int, Event] = {}
    before: Event | None = None
    for event in events:
        if event.kind is EventKind.REISSUED and before is not None and before.kind is EventKind.APPROVED:
            found[event.seq] = before
        if event.kind is not EventKind.ATTEMPTED:
            before = event
    return found


def _concluded(events: Sequence[Event]) -> set[int]:
    """The attempts of which a later line tells what came of them."""
    ends = [event.seq for event in events if event.kind in ENDS_A_TRY]
    return {event.seq for event in events if event.kind is EventKind.ATTEMPTED and any(event.seq < end for end in ends)}


def _repeated(events: Sequence[Event], attempts: Sequence[Attempt]) -> frozenset[int]:
    found = set[int]()
    told: object = None
    for event in events:
        tells = _content(event, attempts)
        if tells is None:
            continue
        if tells == told:
            found.add(event.seq)
        told = tells
    return frozenset(found)


def _content(event: Event, attempts: Sequence[Attempt]) -> object:
    """What an outcome tells the requester apart from when; None if it is not told."""
    if event.kind in NOT_KNOWN:
        return NOT_KNOWN
    if event.kind is EventKind.FAILED:
        n = event.codes.get("attempt")
        said = next((attempt.message for attempt in attempts if attempt.n == n), None)
        return {code: value for code, value in event.codes.items() if code not in OF_ONE_TRY} | {"said": said or ""}
    return event.seq if event.kind in OUTCOMES - {EventKind.LOST} else None
