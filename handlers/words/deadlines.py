"""The time left for a decision, and the sentences for when it gets short."""

from datetime import date

from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from approvals.rules.deadlines import day_of_window, days_left
from handlers.words.benefits import window_words
from handlers.words.dates import counted, day, days
from handlers.words.mrkdwn import Mrkdwn, mentions

SHORT = 3
"""With this many days left or fewer the time has a sign in front, so that it is not overlooked."""

DIGEST_RULE = Mrkdwn(
    "You get this on Mondays and Thursdays while something waits for you, and every working day when it has a week or "
    "less left."
)


def decide_by(reissue_request: ReissueRequest, today: date) -> str:
    """The last day for a decision, at the end of a sentence: " by 17 Nov 2026 (12 days left)"; empty without one."""
    last = reissue_request.decide_until
    if last is None:
        return ""
    lapses = ", then it expires" if last == reissue_request.lapses_on else ""
    return f" by {day(last)} ({left(last, today)}{lapses})"


def overdue_words(reissue_request: ReissueRequest) -> str:
    """That the deadline has passed, in front of the next step; empty if it has not."""
    deadline = reissue_request.deadline
    if not reissue_request.is_overdue or deadline is None:
        return ""
    return f"⏰ *Overdue:* the window closed {day(deadline)}. It was requested in time, so it can still be decided. "


def window_notes(reissue_request: ReissueRequest, today: date) -> list[str]:
    """The life event's window, and on which day of it the request was made. A date that stands elsewhere on the card
    (the deadline, or the end of a window that had closed) is left out."""
    qle, end = reissue_request.qle, reissue_request.window_end
    if qle is None or end is None or _opens_later(reissue_request, today):
        return [window_words(qle, today)] if qle else []
    is_shown = reissue_request.status in UNDECIDED and (
        end == reissue_request.deadline or reissue_request.is_asked_late
    )
    window = days(qle.enrollment_window_start, end)
    return [*([] if is_shown else [f"window {window}"]), _asked_words(reissue_request)]


def asked_late_words(reissue_request: ReissueRequest) -> str:
    """That the window had ended when it was asked for: "Window closed 29 Oct 2026, 30 days before this request; needs 2
    approvals."."""
    end, needed = reissue_request.window_end, reissue_request.approvals_required
    if end is None or not reissue_request.is_asked_late:
        return "The enrollment window had closed when this was requested."
    before = counted((reissue_request.asked_on - end).days, "day")
    approvals = f"; needs {needed} approvals" if needed > 1 else ""
    return f"Window closed {day(end)}, {before} before this request{approvals}."


def left(deadline: date, today: date) -> str:
    """The days until then, not counting the day itself."""
    count = days_left(deadline, today)
    if count < 0:
        return "this day is over"
    sign = "⏰ " if count <= SHORT else ""
    return sign + (f"{counted(count, 'day')} left" if count else "today is the last day")


def escalation_words(reissue_request: ReissueRequest, asked: tuple[str, ...]) -> Mrkdwn:
    """Said once to the approvers who are asked too when the deadline is near. It is not redrawn, so it counts no
    days."""
    until = f", which is needed by {day(reissue_request.deadline)}" if reissue_request.deadline else ""
    return Mrkdwn(
        f"{mentions(asked)} {reissue_request.label} is still waiting for a decision{until}. "
        "From now on you can decide too: approve or deny on the card."
    )


def absence_words(reissue_request: ReissueRequest, asked: tuple[str, ...], present: int = 0) -> Mrkdwn:
    """Said once when all who could decide are away, or so many that the `present` ones are too few: to the approvers
    who are asked too, if there are any."""
    label = reissue_request.label
    why = f"All approvers who could decide on {label} are away."
    if present:
        needed = counted(reissue_request.approvals_required, "approval")
        why = f"{label} needs {needed}, and too few of those who could still approve are here: the others are away."
    if not asked:
        return Mrkdwn(f"{why} There is no one else to ask; they can still decide on the card.")
    return Mrkdwn(f"{mentions(asked)} {why} From now on you can decide too: approve or deny on the card.")


def overdue_said(reissue_request: ReissueRequest, approvers: tuple[str, ...], lapses_on: date | None) -> Mrkdwn:
    """Said once to everyone who may decide when the deadline has passed. It is not redrawn, so it counts no days."""
    since = f": the window closed {day(reissue_request.deadline)}" if reissue_request.deadline else ""
    until = f" until {day(lapses_on)}" if lapses_on else ""
    what = (
        "The requester has to answer a question first."
        if reissue_request.status is RequestStatus.NEEDS_INFO
        else "Please approve or deny on the card."
    )
    return Mrkdwn(
        f"{mentions(approvers)} {reissue_request.label} is overdue{since}. It was requested in time, so it can still "
        f"be decided{until}. {what}"
    )


def digest_title(count: int) -> str:
    """How many requests wait for an approver."""
    return f"{counted(count, 'request')} {'waits' if count == 1 else 'wait'} for your decision"


def more_waiting(count: int) -> Mrkdwn:
    """The waiting requests that a digest does not list."""
    return Mrkdwn(f"And {count} more, which have more time.")


def _opens_later(reissue_request: ReissueRequest, today: date) -> bool:
    start = reissue_request.qle.enrollment_window_start if reissue_request.qle else None
    return start is not None and start > today


def _asked_words(reissue_request: ReissueRequest) -> str:
    """On which day of the window it was asked for: "asked on day 29 of 30"; outside of it, or without a first day, the
    date."""
    inside = day_of_window(reissue_request.qle, reissue_request.asked_on)
    return "asked on day {} of {}".format(*inside) if inside else f"asked on {day(reissue_request.asked_on)}"
