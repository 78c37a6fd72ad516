"""Who is away, in words: in Home to the person themselves, and on cards to the others."""

from collections.abc import Sequence

from approvals.model.away import Away, AwayApprover
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn, escape, mention, one_line

AWAY_UNTIL = "Away until the end of"

WHAT_AWAY_DOES = Mrkdwn(
    "While you are away, cards do not mention you and you get no digests; a digest comes when you are back. You can "
    "still decide on everything. Cards say who is away and until when."
)


def you_are_away(away: Away) -> Mrkdwn:
    """Tells a person in Home that they count as away, and how that ends."""
    until = f" until {day(away.until)}" if away.until else ""
    if away.is_own_word:
        return Mrkdwn(f"You are *away{until}*: no digests, and cards do not mention you. You can still decide.")
    return Mrkdwn(
        f"Your status in Slack says that you are *away{until}*: no digests, and cards do not mention you. You can "
        "still decide. Clear the status when you are back."
    )


def away_words(away: Sequence[AwayApprover], *, are_all: bool) -> Mrkdwn:
    """Who is away: "Away: Priya Raman until 5 Dec 2026"; empty if no one is. `are_all`: no one is left to mention."""
    if not away:
        return Mrkdwn("")
    said = ", ".join(f"{_name(each)}{f' until {day(each.until)}' if each.until else ''}" for each in away)
    return Mrkdwn(f"Everyone asked here is away: {said}" if are_all else f"Away: {said}")


def with_absence(words: Mrkdwn, *, are_all: bool) -> Mrkdwn:
    """Words that mention people, and that all of them are away if `are_all` of them are."""
    return Mrkdwn(f"{words} Everyone asked here is away.") if are_all else words


def _name(approver: AwayApprover) -> Mrkdwn:
    """A name, not a mention, which would notify the person; a mention if Slack has given no name."""
    return escape(one_line(approver.name)) if approver.name else mention(approver.user_id)
