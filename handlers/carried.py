"""What buttons and forms carry and Slack sends back: written and read here, and never with a name in it."""

from typing import NamedTuple
from uuid import UUID

from approvals.errors import Refusal
from approvals.model.history import MOST_PEOPLE, Month, Wanted
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section
from benefits.errors import InvalidId
from benefits.ids import employee_id


class NoTrigger(Refusal):
    """Slack sent no trigger with this click, as for messages that a workflow step posted: no form can be opened."""


class UnreadableValue(ValueError):
    """What a button or a modal carries is not a request and a revision, or not a page."""


class SeenRevision(NamedTuple):
    """A button's value: the request, and the revision that the person saw. Nothing else."""

    request_id: UUID
    revision: int

    def __str__(self) -> str:
        return f"{self.request_id}:{self.revision}"

    @classmethod
    def parse(cls, value: str) -> "SeenRevision":
        """Read a button's value; raises UnreadableValue, which does not quote it, for anything else."""
        request_id, _, revision = value.partition(":")
        try:
            return cls(UUID(request_id), int(revision))
        except ValueError:
            raise UnreadableValue(UnreadableValue.__doc__) from None

    @classmethod
    def parse_all(cls, value: str) -> "list[SeenRevision]":
        """Read what the form for several requests carries, each request once; raises UnreadableValue."""
        return list({seen.request_id: seen for seen in map(cls.parse, filter(None, value.split(",")))}.values())


class AgainOf(NamedTuple):
    """What a form carries that was filled in from an earlier request: that request."""

    request_id: UUID

    def __str__(self) -> str:
        return f"again:{self.request_id}"

    @classmethod
    def parse(cls, value: str) -> "AgainOf | None":
        """Read what a form carries; None for a form that was not filled in so."""
        kind, _, request_id = value.partition(":")
        try:
            return cls(UUID(request_id)) if kind == "again" else None
        except ValueError:
            return None


LAST_PAGE = 10_000
"""No section has more pages. Without a limit, a click could carry a number of any size, and it would be stored."""


class Page(NamedTuple):
    """The value of a button that turns a page: the section, and the page to show."""

    section: Section
    page: int

    def __str__(self) -> str:
        return f"{self.section}:{self.page}"

    @classmethod
    def parse(cls, value: str) -> "Page":
        """Read a button's value; raises UnreadableValue, which does not quote it, for anything else."""
        section, _, page = value.partition(":")
        try:
            return cls(Section(section), max(0, min(int(page), LAST_PAGE)))
        except ValueError:
            raise UnreadableValue(UnreadableValue.__doc__) from None


class RecordFor(NamedTuple):
    """What the form for a life event carries: the employee, what was chosen in the form below it, how often it was
    refused, and the events that the person was asked about."""

    employee: str
    enrollments: tuple[str, ...] = ()
    again_of: UUID | None = None
    refusals: int = 0
    similar: tuple[str, ...] = ()

    def __str__(self) -> str:
        again = "" if self.again_of is None else str(self.again_of)
        lists = (",".join(self.enrollments), ",".join(self.similar))
        return ";".join((self.employee, lists[0], again, str(self.refusals), lists[1]))

    @classmethod
    def parse(cls, value: str) -> "RecordFor":
        """Read what the form carries; raises UnreadableValue, which does not quote it, for anything else."""
        try:
            employee, enrollments, again, refusals, similar = value.split(";")
            again_of = UUID(again) if again else None
            return cls(employee, tuple(_parts(enrollments)), again_of, int(refusals), tuple(_parts(similar)))
        except ValueError:
            raise UnreadableValue(UnreadableValue.__doc__) from None


class FoundPage(NamedTuple):
    """The value of a button that turns a page of what was found: `1;denied,closed;2026-11;empl_1,empl_2`.

    It has ids in place of a name, and needs no memory of the bot: after a restart, and in another replica, it still
    works.
    """

    wanted: Wanted
    page: int

    def __str__(self) -> str:
        wanted, month = self.wanted, self.wanted.month
        parts = (
            str(self.page),
            ",".join(sorted(wanted.statuses)),
            f"{month.year}-{month.month}" if month else "",
            ",".join(wanted.employees),
        )
        return ";".join(parts)

    @classmethod
    def parse(cls, value: str) -> "FoundPage":
        """Read a button's value; raises UnreadableValue, which does not quote it, for anything else."""
        try:
            page, statuses, month, employees = value.split(";")
            wanted = Wanted(
                employees=tuple(map(employee_id, _parts(employees)[:MOST_PEOPLE])),
                statuses=frozenset(map(RequestStatus, _parts(statuses))),
                month=_month(month) if month else None,
            )
            return cls(wanted, max(0, min(int(page), LAST_PAGE)))
        except (ValueError, InvalidId):
            raise UnreadableValue(UnreadableValue.__doc__) from None


def _parts(joined: str) -> list[str]:
    return joined.split(",") if joined else []


def _month(text: str) -> Month:
    year, month = map(int, text.split("-"))
    return Month(year, month).checked
