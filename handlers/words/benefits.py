"""Enrollments, tiers, contributions, life events in words. Values of the API that the bot does not know are shown
unchanged."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from benefits.models import CoverageTier, EnrolledDependent, Enrollment, EnrollmentStatus, QualifyingLifeEvent
from handlers.words.dates import ahead, counted, day, days
from handlers.words.mrkdwn import one_line

NOT_GIVEN, NOT_YET = "not given", "not chosen yet"
"""Words for a value that the API does not give, and for one that it cannot give before the employee has chosen."""
NONE_NEEDED = "none needed"
"""In place of a life event, where the reissue needs none."""
PLAN_LIMIT = 80
DEPENDENTS_SHOWN = 10

_TIERS: Mapping[str, str] = MappingProxyType(
    {
        CoverageTier.EMPLOYEE: "Employee only",
        CoverageTier.EMPLOYEE_AND_SPOUSE: "Employee and spouse",
        CoverageTier.EMPLOYEE_AND_CHILDREN: "Employee and children",
        CoverageTier.FAMILY: "Family",
    }
)
_STATUSES: Mapping[str, str] = MappingProxyType(
    {
        EnrollmentStatus.PENDING: "election pending",
        EnrollmentStatus.ENROLLED: "enrolled",
        EnrollmentStatus.WAIVED: "waived",
        EnrollmentStatus.INACTIVE: "inactive",
    }
)


def plan_words(enrollment: Enrollment, product: str = "", limit: int = PLAN_LIMIT) -> str:
    """The plan's name; without a plan, the name of the product."""
    if enrollment.selected_plan_name and enrollment.selected_plan_name.strip():
        return one_line(enrollment.selected_plan_name, limit)
    suffix = " (no plan chosen)"
    return (one_line(product, limit - len(suffix)) if product.strip() else "Enrollment") + suffix


def tier_words(tier: CoverageTier | str | None) -> str | None:
    """Who is covered; None when the API does not say."""
    if tier is None or not tier.strip():
        return None
    return _TIERS.get(tier) or one_line(tier, 40)


def enrollment_status_words(status: EnrollmentStatus | str) -> str:
    """The status of an enrollment (not of a request)."""
    return _STATUSES.get(status) or one_line(status.replace("_", " "), 40)


def coverage_words(enrollment: Enrollment) -> str | None:
    """The days that are covered."""
    return days(enrollment.coverage_start_date, enrollment.coverage_end_date)


def enrollment_words(enrollment: Enrollment, product: str = "", limit: int = 240) -> str:
    """One line: "Gold PPO · Employee only · enrolled · 1 Jan - 31 Dec 2026". The plan's name gives way to `limit`."""
    rest = (
        tier_words(enrollment.coverage_tier),
        enrollment_status_words(enrollment.status),
        coverage_words(enrollment),
    )
    known = "".join(f" · {part}" for part in rest if part)
    return plan_words(enrollment, product, min(PLAN_LIMIT, max(24, limit - len(known)))) + known


def plan_and_tier(enrollment: Enrollment, product: str = "", limit: int = PLAN_LIMIT) -> str:
    """What a reissue closes: "Gold PPO (Employee only)"."""
    tier = tier_words(enrollment.coverage_tier)
    return plan_words(enrollment, product, limit) + (f" ({tier})" if tier else "")


def unsaid(enrollment: Enrollment) -> str:
    """The words for a value that the API does not give."""
    return NOT_YET if enrollment.status == EnrollmentStatus.PENDING else NOT_GIVEN


def money(cents: int | None, otherwise: str = NOT_GIVEN) -> str:
    """A contribution from cents a month: "$1,234.50 a month"; without one, `otherwise`."""
    return otherwise if cents is None else f"{amount(cents)} a month"


def amount(cents: int) -> str:
    """An amount of money: "$1,234.50"."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${dollars:,}.{rest:02d}"


def costs_words(enrollment: Enrollment) -> str:
    """Who pays, and for how many: "Employee pays: $125.50 a month · employer: $410.00 a month · no dependents"."""
    otherwise = unsaid(enrollment)
    told = told_dependents(enrollment)
    parts = [
        f"Employee pays: {money(enrollment.employee_contribution_cents, otherwise)}",
        f"employer: {money(enrollment.employer_contribution_cents, otherwise)}",
        *([_dependent_count(told, otherwise)] if enrollment.may_tell_dependents else []),
    ]
    return " · ".join(parts)


def short_costs_words(enrollment: Enrollment) -> str:
    """The same in 75 characters: "Employee pays $125.50 a month, employer $410.00 · 2 dependents"."""
    employee, employer = enrollment.employee_contribution_cents, enrollment.employer_contribution_cents
    if employee is None and employer is None:
        return f"Costs: {unsaid(enrollment)}"
    told = told_dependents(enrollment)
    pays = NOT_GIVEN if employee is None else f"{amount(employee)} a month"
    too = NOT_GIVEN if employer is None else amount(employer)
    covered = f" · {counted(len(told), 'dependent')}" if told else ""
    return f"Employee pays {pays}, employer {too}{covered}"


def told_dependents(enrollment: Enrollment) -> tuple[EnrolledDependent, ...] | None:
    """Who else is covered; None if the API does not say. Before the employee has chosen, an empty list says nothing."""
    if enrollment.status == EnrollmentStatus.PENDING and not enrollment.enrolled_dependents:
        return None
    return enrollment.enrolled_dependents


def _dependent_count(dependents: tuple[EnrolledDependent, ...] | None, otherwise: str) -> str:
    if dependents is None:
        return f"dependents: {otherwise}"
    return counted(len(dependents), "dependent") if dependents else "no dependents"


def dependents_words(dependents: tuple[EnrolledDependent, ...] | None, otherwise: str = NOT_GIVEN) -> str:
    """Who is covered together with the employee: "Ben Lovelace (child), Cy Lovelace (spouse)"; else `otherwise`."""
    if dependents is None:
        return otherwise
    if not dependents:
        return "none"
    shown = ", ".join(_dependent(dependent) for dependent in dependents[:DEPENDENTS_SHOWN])
    more = len(dependents) - DEPENDENTS_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def event_name(qle: QualifyingLifeEvent | None) -> str:
    """A life event's name; "" for a request without one."""
    return "" if qle is None else event_type_words(qle.event_type)


def event_type_words(event_type: str) -> str:
    """A life event's name: `loss_of_coverage` is "Loss of coverage"."""
    words = event_type.replace("_", " ").split()
    if not words:
        return "Life event"
    shouted = event_type.isupper()
    lowered = [word if word.isupper() and len(word) > 1 and not shouted else word.lower() for word in words]
    first = lowered[0][:1].upper() + lowered[0][1:]
    return one_line(" ".join([first, *lowered[1:]]), 60)


def window_words(qle: QualifyingLifeEvent, today: date) -> str:
    """The state of the enrollment window: "window closes in 12 days", "window closed 4 days ago", "no window"; "" where
    the server tells no windows."""
    if qle.only_when_approved:
        return ""
    start, end = qle.enrollment_window_start, qle.enrollment_window_end
    if start is not None and start > today:
        return f"window opens {ahead((start - today).days)}"
    if end is None:
        return "no window"
    left = (end - today).days
    return f"window closes {ahead(left)}" if left >= 0 else f"window closed {counted(-left, 'day')} ago"


def qle_words(qle: QualifyingLifeEvent, today: date) -> str:
    """One line: "Birth · 3 Nov 2026 · window closes in 12 days"."""
    return event_with(qle, window_words(qle, today))


def event_with(qle: QualifyingLifeEvent, *notes: str) -> str:
    """One line: the life event, its day, and notes about it. Empty notes are left out."""
    event_day = day(qle.event_date) if qle.event_date else None
    if event_day is None and qle.submitted_at is not None:
        event_day = f"reported {day(qle.submitted_at.date())}"
    return " · ".join(part for part in (event_type_words(qle.event_type), event_day, *notes) if part)


def _dependent(dependent: EnrolledDependent) -> str:
    relationship = f" ({one_line(dependent.relationship.lower(), 20)})" if dependent.relationship else ""
    return (one_line(dependent.name, 60) if dependent.name else "unnamed") + relationship
