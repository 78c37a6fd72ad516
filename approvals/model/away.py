"""People who are away: what they said themselves in Home, and what their status in Slack hints at."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackStatus:
    """A person's status in Slack: its text, the name of its emoji (`:palm_tree:`), and when it ends (UTC; None:
    never)."""

    text: str = field(default="", repr=False)
    emoji: str = ""
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Away:
    """A person is away. `until` is their last day away, by their own calendar; None if nothing says when they are back.

    `is_own_word`: they said so in Home. Otherwise their status in Slack does, which is a hint.
    """

    until: date | None
    is_own_word: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """What is stored about an approver (a user id). `until` is the last day away that they gave in Home; None if they
    are back. `missed_on` is the day of the first digest that was left out while they were away; None if none is owed.
    `changed_at` is when one of the two was noted last."""

    user_id: str
    until: date | None
    changed_at: datetime
    missed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AwayApprover:
    """An approver who is listed by user id and is away. `name` is the one that they go by in Slack; "" if it is not
    known."""

    user_id: str
    name: str = field(default="", repr=False)
    until: date | None


def to_mention(approvers: tuple[str, ...], away: tuple[AwayApprover, ...]) -> tuple[str, ...]:
    """Those of some user and group ids that are mentioned: without people who are away, but with all if no one would be
    left."""
    gone = {each.user_id for each in away}
    return tuple(each for each in approvers if each not in gone) or approvers


def are_all_away(approvers: tuple[str, ...], away: tuple[AwayApprover, ...]) -> bool:
    """Whether some user ids are all away; a group id counts as present."""
    return bool(approvers) and set(approvers) <= {each.user_id for each in away}
