"""What an approval does, before it is given: on the card, in its form, and in the request form."""

from datetime import date

from approvals.model.request import ReissueRequest
from benefits.models import Enrollment, EnrollmentStatus
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.removed import name_alone


def effect_words(employee: Mrkdwn, enrollment: Enrollment, window_end: date | None, today: date) -> Mrkdwn:
    """What approving does to an enrollment. `employee` is escaped; `window_end` is the last day of the event's window,
    if that is known."""
    return Mrkdwn(f"Approving closes {_closes(enrollment)} at once and {_opens(employee, window_end, today)}")


def effect_on_each(employee: Mrkdwn, count: int, window_end: date | None, today: date) -> Mrkdwn:
    """What approving does to several enrollments that are asked for together. `employee` is escaped."""
    opens = _opens(employee, window_end, today)
    return Mrkdwn(
        f"*{count} requests.* Each is decided separately; approving one closes that coverage at once and {opens}"
    )


def effect_of_approval(reissue_request: ReissueRequest, today: date) -> Mrkdwn:
    """What the next approval does; where more than one is missing, what the last one does."""
    employee, enrollment = name_alone(reissue_request), reissue_request.enrollment
    if len(reissue_request.approvals) + 1 >= reissue_request.approvals_required:
        return effect_words(employee, enrollment, reissue_request.window_end, today)
    opens = _opens(employee, reissue_request.window_end, today)
    return Mrkdwn(f"The last approval closes {_closes(enrollment)} at once and {opens}")


def _closes(enrollment: Enrollment) -> str:
    return "this coverage" if enrollment.status == EnrollmentStatus.ENROLLED else "this enrollment"


def _opens(employee: Mrkdwn, window_end: date | None, today: date) -> str:
    if window_end is None or window_end < today:
        return f"opens a new enrollment, in which {employee} chooses again."
    return f"opens a new enrollment; {employee} has until {day(window_end)} to choose again."
