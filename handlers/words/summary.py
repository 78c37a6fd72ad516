"""The enrollment before a reissue and the one after it, in lines; and what to check with carrier and payroll."""

from datetime import date, timedelta

from approvals.model.request import ReissueRequest
from benefits.models import Enrollment, EnrollmentStatus, QualifyingLifeEvent
from handlers.words.benefits import (
    amount,
    coverage_words,
    dependents_words,
    enrollment_status_words,
    plan_words,
    tier_words,
)
from handlers.words.dates import counted, day
from handlers.words.enrollments import NEW_ENROLLMENT, enrollment_facts
from handlers.words.mrkdwn import Mrkdwn, escape
from handlers.words.removed import employee_name, name_alone

FEW = 3
"""With more changes than this, a list of them says no more than the two lines above it."""

_NEW_CHILD = {"birth": "birth", "newborn": "birth", "adoption": "adoption", "adopted": "adoption"}
"""The name of an event by a word in its type. A child has to be covered from the event on (29 CFR 2590.701-6(b)(3));
after a marriage or a loss of coverage the first of the next month is as expected."""

_CALLED = {
    "Plan": "plan",
    "Status": "status",
    "Covers": "tier",
    "Coverage": "dates of coverage",
    "Employee pays": "what the employee pays",
    "Employer pays": "what the employer pays",
    "Dependents": "dependents",
}


def before_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """The enrollment that the reissue closed."""
    return escape(_sentences(reissue_request.enrollment, reissue_request.product))


def now_words(reissue_request: ReissueRequest, after: Enrollment, today: date) -> Mrkdwn:
    """The enrollment that the reissue opened; while nothing is chosen in it, by when that must be done."""
    if after.status != EnrollmentStatus.PENDING:
        return escape(_sentences(after, reissue_request.product))
    return Mrkdwn(" ".join(filter(None, ["nothing chosen yet.", _choose(reissue_request, today), _runs(after)])))


def before_shown(reissue_request: ReissueRequest) -> Mrkdwn:
    """The enrollment before, in its paragraph."""
    return Mrkdwn(f"*Before:* {before_words(reissue_request)}")


def now_shown(reissue_request: ReissueRequest, after: Enrollment, today: date) -> Mrkdwn:
    """The enrollment now, in its paragraph, and what differs where that is little."""
    lines = [f"*Now:* {now_words(reissue_request, after, today)}", _changed(reissue_request, after)]
    return Mrkdwn("\n".join(filter(None, lines)))


def before_said(reissue_request: ReissueRequest) -> Mrkdwn:
    """The enrollment before, in a text."""
    return Mrkdwn(f"Before: {before_words(reissue_request)}")


def now_said(reissue_request: ReissueRequest, after: Enrollment, today: date) -> Mrkdwn:
    """The enrollment now, in a text, with its id."""
    return Mrkdwn(f"Now: {now_words(reissue_request, after, today)} Enrollment id: {after.id}.")


def new_enrollment_line(reissue_request: ReissueRequest, after: Enrollment, today: date) -> Mrkdwn:
    """The employee and the new enrollment."""
    return Mrkdwn(f"{NEW_ENROLLMENT} of {employee_name(reissue_request)}: {now_words(reissue_request, after, today)}")


def own_new_enrollment_shown(reissue_request: ReissueRequest, after: Enrollment, today: date) -> Mrkdwn:
    """The new enrollment, on a copy that names the employee elsewhere."""
    return Mrkdwn(f"*{NEW_ENROLLMENT}:* {now_words(reissue_request, after, today)}")


def own_new_enrollment_said(reissue_request: ReissueRequest, after: Enrollment, today: date) -> Mrkdwn:
    """The same in a text."""
    return Mrkdwn(f"{NEW_ENROLLMENT}: {now_words(reissue_request, after, today)}")


def checks_words(reissue_request: ReissueRequest, after: Enrollment) -> str:
    """What to check because of the day on which coverage starts; empty where nothing is unusual."""
    start = after.coverage_start_date
    if start is None or after.status not in (EnrollmentStatus.PENDING, EnrollmentStatus.ENROLLED):
        return ""
    reissued_on = min(after.created_at, reissue_request.changed_at).date()  # often learned later than it was done
    return " ".join(filter(None, [_late_start(start, reissue_request.qle), _payroll(start, reissued_on)]))


def _sentences(enrollment: Enrollment, product: str) -> str:
    if enrollment.status == EnrollmentStatus.PENDING:
        return " ".join(filter(None, ["nothing chosen yet.", _runs(enrollment)]))
    status = None if enrollment.status == EnrollmentStatus.ENROLLED else enrollment_status_words(enrollment.status)
    runs = None if enrollment.status == EnrollmentStatus.WAIVED else coverage_words(enrollment)
    facts = [plan_words(enrollment, product), tier_words(enrollment.coverage_tier), status, runs]
    parts = [f"{' · '.join(fact for fact in facts if fact)}.", _costs(enrollment), _covered(enrollment)]
    return " ".join(filter(None, parts))


def _costs(enrollment: Enrollment) -> str:
    """What they pay; nothing about costs where neither is told of an enrollment without a plan."""
    employee, employer = enrollment.employee_contribution_cents, enrollment.employer_contribution_cents
    if employee is not None and employer is not None:
        return f"Employee pays {amount(employee)}, employer {amount(employer)} a month."
    if employee is not None:
        return f"Employee pays {amount(employee)} a month; what the employer pays is not given."
    if employer is not None:
        return f"Employer pays {amount(employer)} a month; what the employee pays is not given."
    return "Monthly costs are not given." if enrollment.status == EnrollmentStatus.ENROLLED else ""


def _covered(enrollment: Enrollment) -> str:
    """Who else is covered; nothing where the server never tells, or where nobody could be."""
    dependents = enrollment.enrolled_dependents
    if dependents:
        return f"Covered too: {dependents_words(dependents)}."
    if enrollment.status != EnrollmentStatus.ENROLLED or not enrollment.may_tell_dependents:
        return ""
    return "Dependents are not given." if dependents is None else "No dependents."


def _runs(enrollment: Enrollment) -> str:
    runs = coverage_words(enrollment)
    return f"Coverage runs {runs}." if runs else ""


def _choose(reissue_request: ReissueRequest, today: date) -> str:
    end, employee = reissue_request.election_end, name_alone(reissue_request)
    if end is None:
        return f"{employee} still has to choose."
    return f"{employee} must choose by {day(end)}." if end >= today else f"The time to choose ended {day(end)}."


def _changed(reissue_request: ReissueRequest, after: Enrollment) -> str:
    if after.status == EnrollmentStatus.PENDING:
        return ""
    before = dict(enrollment_facts(reissue_request.enrollment, reissue_request.product))
    now = dict(enrollment_facts(after, reissue_request.product))
    changed = [_CALLED[name] for name in now if before.get(name, now[name]) != now[name]]
    if not changed:
        return "*Changed:* nothing."
    return f"*Changed:* {', '.join(changed)}." if len(changed) <= FEW else ""


def _late_start(start: date, qle: QualifyingLifeEvent | None) -> str:
    if qle is None or qle.event_date is None or start <= qle.event_date:
        return ""
    words = qle.event_type.casefold().replace("_", " ").split()
    kind = next((_NEW_CHILD[word] for word in words if word in _NEW_CHILD), None)
    count = counted((start - qle.event_date).days, "day")
    return f"Coverage starts {count} after the {kind}: check with the carrier." if kind else ""


def _payroll(start: date, reissued_on: date) -> str:
    """The API tells no days of deduction, so this names what is unusual and leaves the rest to payroll. A day of
    tolerance: `reissued_on` is in UTC."""
    if start < reissued_on - timedelta(days=1):
        return f"Coverage began {day(start)}, before the reissue: payroll may have to catch up on deductions."
    if start.day == 1:
        return ""
    return f"The start, {day(start)}, is not the 1st of a month: ask payroll about the deductions for that month."
