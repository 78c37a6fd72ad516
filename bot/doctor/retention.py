"""How long names and reasons are kept: is it long enough to answer a question about a plan year?"""

from bot.doctor.finding import Check, Finding, ok, warning
from bot.settings import Settings

PLAN_YEAR = 365
"""Days. With less, the reasons of a change are gone before the plan year that it belongs to is over."""

READ = (
    "Read docs/privacy.md on how long benefit records are usually kept, and raise RETENTION_DAYS if you keep no others."
)


def examine_retention(settings: Settings) -> Finding:
    """Whether RETENTION_DAYS is far below what is usual for benefit records."""
    days = settings.retention_days
    if days is None:
        return ok(Check.RETENTION, "names and reasons are kept for good")
    if days < PLAN_YEAR:
        says = f"names and reasons are gone after {days} days, before a plan year is over"
        return warning(Check.RETENTION, says, READ)
    return ok(Check.RETENTION, f"names and reasons are removed after {days} days")
