"""The time left for a decision, and the sentences for when it gets short."""

from datetime import date

from approvals.model.request import ReissueRequest
from approvals.rules.deadlines import days_left
from handlers.words.dates import counted, day
from handlers.words.mrkdwn import Mrkdwn, mentions

DIGEST_RULE = Mrkdwn(
    "You get this on Mondays and Thursdays while something waits for you, and every working day when it has a week or "
    "less left."
)


def decide_by(reissue_request: ReissueRequest, today: date) -> str:
    """The last day for a decision, at the end of a sentence: " by 17 Nov 2026 (12 days left)"; empty without one."""
    deadline = reissue_request.deadline
    return f" by {day(deadline)} ({left(deadline, today)})" if deadline else ""


def left(deadline: date, today: date) -> str:
    """The days until then, not counting the day itself."""
    count = days_left(deadline, today)
    if count < 0:
        return "this day is over"
    return f"{counted(count, 'day')} left" if count else "today is the last day"


def escalation_words(reissue_request: ReissueRequest, asked: tuple[str, ...]) -> Mrkdwn:
    """Said once to the approvers who are asked too when the deadline is near. It is not redrawn, so it counts no
    days."""
    until = f", which is needed by {day(reissue_request.deadline)}" if reissue_request.deadline else ""
    return Mrkdwn(
        f"{mentions(asked)} {reissue_request.label} is still waiting for a decision{until}. "
        "From now on you can decide too: approve or deny on the card."
    )


def digest_title(count: int) -> str:
    """How many requests wait for an approver."""
    return f"{counted(count, 'request')} {'waits' if count == 1 else 'wait'} for your decision"


def more_waiting(count: int) -> Mrkdwn:
    """The waiting requests that a digest does not list."""
    return Mrkdwn(f"And {count} more, which have more time.")
