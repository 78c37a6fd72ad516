"""Finding again: the words that can be typed, and what is said of the people and requests that were found."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.choices import Departure
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.history import MOST_PEOPLE, History, Month
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry
from approvals.model.status import ENDED, OPEN, RequestStatus
from handlers.words.dates import counted, date_of
from handlers.words.employees import left_words
from handlers.words.mrkdwn import Mrkdwn, code, escape, one_line
from handlers.words.overview import page_words
from handlers.words.removed import employee_name
from handlers.words.statuses import status_name

_S = RequestStatus

TYPED_STATUSES: Mapping[str, frozenset[RequestStatus]] = MappingProxyType(
    {
        **{status.value: frozenset({status}) for status in RequestStatus},
        "waiting for approval": frozenset({_S.PENDING}),
        "waiting": frozenset({_S.PENDING}),
        "needs information": frozenset({_S.NEEDS_INFO}),
        "needs info": frozenset({_S.NEEDS_INFO}),
        "outcome unknown": frozenset({_S.UNKNOWN}),
        "approved": frozenset({_S.APPLYING, _S.CHECKING, _S.REISSUED, _S.FAILED, _S.UNKNOWN}),
        "done": frozenset({_S.REISSUED}),
        "declined": frozenset({_S.DENIED}),
        "rejected": frozenset({_S.DENIED}),
        "open": OPEN,
        "ended": ENDED,
    }
)
"""The words for statuses that people may type, in lower case: those of the cards, and some that mean the same."""

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
"""Also typed as their first three letters."""

_GROUPS: Mapping[frozenset[RequestStatus], str] = MappingProxyType(
    {OPEN: "open", ENDED: "ended", TYPED_STATUSES["approved"]: "approved"}
)

FIND_WHOM = Mrkdwn("`/reissue find` needs a name, or a part of one: `/reissue find mwangi`.")
NO_EMPLOYEE = Mrkdwn("No employee of that name was found.")
NO_REQUEST_OF_THAT_NAME = Mrkdwn(
    "No request that you may see is about an employee of that name. Requests whose names were removed are found by "
    "number, status or month."
)
NOTHING_FITS = Mrkdwn("No request that you may see matches.")
NOT_WHOLE_YET = Mrkdwn("⏳ Older requests cannot all be found by name yet. Look again in a few minutes.")
TOO_MANY_PEOPLE = Mrkdwn(f"More than {MOST_PEOPLE} people match: type more of the name.")
LETTERS_NEEDED = Mrkdwn("People are found from three letters on: type more of the name.")


def people_title(count: int, *, more: bool) -> str:
    """Above the people that were found: "People (3)", "People (8 or more)"."""
    return f"People ({count} or more)" if more else f"People ({count})"


def person_words(entry: EmployeeEntry) -> Mrkdwn:
    """An employee, with what tells them from namesakes."""
    left = "" if entry.active else left_words(Departure(entry.left_on))
    told_apart_by = [escape(one_line(part)) for part in (left, entry.email, entry.employer_name) if part]
    return Mrkdwn(" · ".join([f"*{escape(one_line(entry.name))}*", *told_apart_by]))


def requests_title(history: History) -> str:
    """Above the requests that were found: "Requests (23) · page 1 of 2"."""
    return f"Requests ({history.page.total}){page_words(history.page)}"


def looked_for_words(history: History) -> Mrkdwn:
    """How the typed words were understood: "Denied · submitted in Nov 2026 · about Grace Mwangi · newest first"."""
    wanted = history.wanted
    parts = [
        _statuses(wanted.statuses),
        f"submitted in {month_words(wanted.month)}" if wanted.month else "",
        _about(history) if wanted.employees else "",
        "newest first",
    ]
    words = " · ".join(part for part in parts if part)
    return Mrkdwn(words[:1].upper() + words[1:])


def dated_words(line: Mrkdwn, entry: Entry | NewerRequest) -> Mrkdwn:
    """The line of a request, with the day of its submission."""
    return Mrkdwn(f"{line} · submitted {date_of(entry.submitted_at)}")


def month_words(month: Month) -> str:
    """A month: "Nov 2026"."""
    return f"{MONTHS[month.month - 1][:3].title()} {month.year}"


def nothing_words(history: History) -> Mrkdwn:
    """Why the list is empty."""
    if history.too_many:
        return TOO_MANY_PEOPLE
    return NOTHING_FITS


def searching_words(typed: str) -> Mrkdwn:
    """While employees are looked for; `typed` is what was typed."""
    return Mrkdwn(f"⏳ Looking for {code(typed)}…")


def no_one_called_words(typed: str) -> Mrkdwn:
    """The form found no employee of the name that was typed with the command."""
    return Mrkdwn(
        f"No employee called {code(typed)} was found. Search above, or close this and type `/reissue help` to see what "
        "can be typed."
    )


def several_called_words(count: int, shown: int, typed: str, *, more: bool) -> Mrkdwn:
    """The form found several employees of the name; of `count` it shows `shown`."""
    match = f"{'More than ' if more else ''}{counted(count, 'employee')} match{'' if count > 1 else 'es'} {code(typed)}"
    return Mrkdwn(f"{match}. {'Choose one:' if shown == count and not more else 'Choose one, or search above:'}")


def _statuses(statuses: frozenset[RequestStatus]) -> str:
    if not statuses:
        return ""
    return _GROUPS.get(statuses) or " or ".join(status_name(each) for each in RequestStatus if each in statuses)


def _about(history: History) -> str:
    people = len(history.wanted.employees)
    if people > 1:
        return f"about {counted(people, 'employee')}"
    names = [
        employee_name(each.reissue_request) for each in history.entries if isinstance(each, Entry) and each.is_named
    ]
    return f"about {names[0]}" if names else "about 1 employee"
