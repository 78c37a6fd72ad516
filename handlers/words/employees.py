"""Employees in words: the name, the employer where the name alone may not tell who is meant, and that a person left."""

from collections.abc import Sequence

from approvals.model.choices import Departure
from approvals.model.request import EmployeeFacts
from benefits.models import QualifyingLifeEvent
from handlers.words.benefits import event_type_words
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn, escape, one_line

NAME_LIMIT, EMPLOYER_LIMIT = 80, 40
DENIED_SHOWN = 3


def name_and_employer(name: str, employer: str, limit: int = NAME_LIMIT + EMPLOYER_LIMIT) -> str:
    """A name and the employer beside it, if there is one to show: "Maria Garcia (Acme Fabrication)". Where there is not
    enough room for both, the employer gets a third of it."""
    if not employer.strip():
        return one_line(name, min(limit, NAME_LIMIT))
    room = max(limit // 3, limit - len(name) - len(" ()"))
    shown = one_line(employer, min(EMPLOYER_LIMIT, room))
    return f"{one_line(name, min(NAME_LIMIT, limit - len(shown) - len(' ()')))} ({shown})"


def employee_words(employee: EmployeeFacts, limit: int = NAME_LIMIT + EMPLOYER_LIMIT) -> str:
    """The employee of a request, in plain text."""
    return name_and_employer(employee.name, employee.employer_name, limit)


def left_words(departure: Departure) -> str:
    """That a person left, in a menu: "left 14 Nov 2026"."""
    return f"left {day(departure.on)}" if departure.on else "left"


def left_sentence(name: str, departure: Departure) -> Mrkdwn:
    """That the chosen person left, above what can be chosen for them; `name` is plain text."""
    on = f" on {day(departure.on)}" if departure.on else ""
    return Mrkdwn(f"{escape(one_line(name))} left{on}. Check that the change still applies.")


def denied_words(denied: Sequence[QualifyingLifeEvent]) -> str:
    """Denied life events, in brackets: "Birth, 3 Nov 2026; Marriage, reported 5 Nov 2026"."""
    shown = "; ".join(_event(event) for event in denied[:DENIED_SHOWN])
    more = len(denied) - DENIED_SHOWN
    return f"{shown}; and {more} more" if more > 0 else shown


def _event(event: QualifyingLifeEvent) -> str:
    name = event_type_words(event.event_type)
    if event.event_date is not None:
        return f"{name}, {day(event.event_date)}"
    return name if event.submitted_at is None else f"{name}, reported {day(event.submitted_at.date())}"
