"""A sample of Vitable's records: how many of each kind can be read, and what is wrong with the others.

It tells numbers, names of fields and kinds of errors, and never a value, because records hold personal data.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from benefits.errors import BenefitsError, Declined
from benefits.paging import Listed
from bot.doctor.finding import Check, Finding, failed, ok, warning
from bot.doctor.troubles import remedy
from bot.settings import Settings

SHOW_THEM = "Ask Vitable's support to look at these records; the bot's log names their ids."

NO_EMPLOYEE = "Ask Vitable whether your company's employees are there already: without them nothing can be requested."


class Kind(StrEnum):
    """The kinds of records, in reading order. Each has a regular plural."""

    EMPLOYER = "employer"
    MEMBER = "member"
    EMPLOYEE = "employee"
    ENROLLMENT = "enrollment"
    EVENT = "life event"


@dataclass(slots=True)
class Tally:
    """The number of records of one kind, and the wrong fields in the unreadable ones."""

    kind: Kind
    readable: int = 0
    unreadable: int = 0
    fields: set[str] = field(default_factory=set)

    @property
    def says(self) -> str:
        """The number of records, or how many of them cannot be read and why."""
        total = self.readable + self.unreadable
        counted = f"{total} {self.kind}{'' if total == 1 else 's'}"
        if not self.unreadable:
            return counted
        why = f": {', '.join(sorted(self.fields))}" if self.fields else ""
        return f"{self.unreadable} of {counted} cannot be read{why}"


@dataclass(frozen=True, slots=True)
class Sample:
    """The records that were read, in the order in which their kinds were met. `troubles` are the errors by their
    sentence, so that each is reported once.
    """

    tallies: dict[Kind, Tally] = field(default_factory=dict)
    troubles: dict[str, BenefitsError] = field(default_factory=dict)

    def count(self, kind: Kind, listed: Listed[Any]) -> None:
        """Count a list."""
        tally = self.tallies.setdefault(kind, Tally(kind))
        tally.readable += len(listed.records)
        tally.unreadable += len(listed.unreadable)
        tally.fields.update(listed.fields)

    def note(self, what: str, error: BenefitsError) -> None:
        """Note that something could not be read at all."""
        self.troubles.setdefault(f"{what}: {_kind_of(error)}", error)

    def finding(self, settings: Settings) -> Finding:
        """A failure if a call failed or no record of a kind can be read; single unreadable records are a warning."""
        check, odd = Check.VITABLE_RECORDS, [tally for tally in self.tallies.values() if tally.unreadable]
        remedies = [remedy(error, settings, SHOW_THEM) for error in self.troubles.values()]
        if self.troubles or odd:
            is_useless = bool(self.troubles) or any(not tally.readable for tally in odd)
            says = "; ".join([*self.troubles, *(tally.says for tally in odd)])
            to_do = " ".join(dict.fromkeys([*remedies, *(SHOW_THEM for _ in odd)]))
            return (failed if is_useless else warning)(check, says, to_do)
        employees = self.tallies.get(Kind.EMPLOYEE)
        if employees is None or not employees.readable:
            return warning(check, "no employee was found, so enrollments could not be tried", NO_EMPLOYEE)
        return ok(check, ", ".join(tally.says for kind, tally in self.tallies.items() if kind is not Kind.EMPLOYER))


def _kind_of(error: BenefitsError) -> str:
    """The error in our words, because the API's might quote a value."""
    if isinstance(error, Declined):
        return f"{str(type(error)()).removesuffix('.')} ({error.status_code})"
    return str(error)
