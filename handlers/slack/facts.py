"""What Slack's JSON about people and channels says, read in one place for the directory and for `doctor`."""

from datetime import UTC, datetime
from typing import Any

from approvals.model.away import SlackStatus
from approvals.ports.outside import Person

Json = dict[str, Any]

LATEST = 253_402_300_800
"""The first second of the year 10000: later ones are no dates."""


def person_of(user: Json, asked_for: str) -> Person:
    """The person in an answer of users.info; `asked_for` is the id that was asked for.

    On Enterprise Grid the id of the organization (`enterprise_user.id`) is the one to keep: it is the same whatever id
    was asked for.
    """
    member = user.get("enterprise_user") or {}
    local = user.get("id") or asked_for
    kept = member.get("id") or local
    return Person(
        id=kept,
        ids=frozenset({asked_for, local, kept}),
        team_id=user.get("team_id"),
        enterprise_id=member.get("enterprise_id"),
        teams=frozenset(member.get("teams") or ()),
        is_active=not (user.get("deleted") or user.get("is_bot")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outsider=bool(user.get("is_stranger")),
        tz=user.get("tz"),
        email=(user.get("profile") or {}).get("email"),
        names=_names(user),
        status=_status(user.get("profile") or {}),
    )


def is_shared(channel: Json) -> bool:
    """Whether people of another company or workspace are in a channel (conversations.info)."""
    return any(channel.get(kind) for kind in ("is_ext_shared", "is_org_shared", "is_shared"))


def is_about_to_be_shared(channel: Json) -> bool:
    """Whether another company was invited to a channel and has not answered yet."""
    return any(channel.get(sign) for sign in ("is_pending_ext_shared", "pending_shared", "pending_connected_team_ids"))


def _names(user: Json) -> tuple[str, ...]:
    """The names of a person, as Slack has them: the full one, and the one that they chose to be shown by."""
    profile = user.get("profile") or {}
    names = (user.get("real_name"), profile.get("real_name"), profile.get("display_name"))
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name.strip()))


def _status(profile: Json) -> SlackStatus | None:
    """A person's status, if they have set one. `status_expiration` is in seconds since 1970; 0 means that it stays."""
    text, emoji, ends = (profile.get(f"status_{name}") for name in ("text", "emoji", "expiration"))
    if not (text or emoji):
        return None
    ends_at = datetime.fromtimestamp(ends, UTC) if isinstance(ends, int) and 0 < ends < LATEST else None
    return SlackStatus(text=str(text or ""), emoji=str(emoji or ""), ends_at=ends_at)
