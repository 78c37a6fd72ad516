"""When one approval is not enough: the conditions that a workspace may set, and the approvals needed if they hold."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from approvals.model.likeness import Likeness
from benefits.models import Enrollment, QleStatus, QualifyingLifeEvent

_NUMBER = re.compile(r"[0-9]{1,9}")


class ConditionKind(StrEnum):
    """What a condition checks."""

    WINDOW_CLOSED = "window_closed"
    """The enrollment window has ended."""
    QLE_NOT_APPROVED = "qle_not_approved"
    """The qualifying life event is not approved (yet)."""
    COVERAGE_OLDER_THAN = "coverage_older_than"
    """The coverage began more than a number of days ago."""
    EMPLOYER_PAYS_ABOVE = "employer_pays_above"
    """The employer contributes more than a number of cents a month."""
    NOT_MATCHED = "not_matched"
    """The bot cannot tell whether the requester or an approver is the employee."""


LIMITED = frozenset({ConditionKind.COVERAGE_OLDER_THAN, ConditionKind.EMPLOYER_PAYS_ABOVE})
"""Kinds that have a number."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; `limit` is in days or in cents a month, None for a kind without a number."""

    kind: ConditionKind
    limit: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """A condition as the setting writes it: `window_closed`, `coverage_older_than=90`. Raises ValueError."""
        name, _, number = text.partition("=")
        if name not in set(ConditionKind):
            raise ValueError(f"there is no condition {name!r}")
        kind = ConditionKind(name)
        if kind not in LIMITED and text != name:
            raise ValueError(f"{name} takes no number")
        if kind in LIMITED and not _NUMBER.fullmatch(number):
            raise ValueError(f"{name} needs a whole number of at most nine digits, such as {name}=90")
        return cls(kind, int(number) if number else None)

    def __str__(self) -> str:
        return self.kind.value if self.limit is None else f"{self.kind.value}={self.limit}"

    def holds(
        self, enrollment: Enrollment, qle: QualifyingLifeEvent | None, asked_on: date, requester: Likeness
    ) -> bool:
        """Whether it holds for a request; False if the API does not say what it checks. `asked_on` is the day of the
        request, `requester` is how the requester is like the employee."""
        limit = self.limit or 0
        match self.kind:
            case ConditionKind.WINDOW_CLOSED:
                end = None if qle is None else qle.enrollment_window_end
                return end is not None and end < asked_on
            case ConditionKind.QLE_NOT_APPROVED:
                return qle is not None and qle.status != QleStatus.APPROVED
            case ConditionKind.COVERAGE_OLDER_THAN:
                start = enrollment.coverage_start_date
                return start is not None and (asked_on - start).days > limit
            case ConditionKind.EMPLOYER_PAYS_ABOVE:
                return (enrollment.employer_contribution_cents or 0) > limit
            case ConditionKind.NOT_MATCHED:
                return not requester.is_checked


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many approvals are needed, and the conditions that made it more than one. `requester` is how the requester is
    like the employee: a namesake makes a second approval necessary too."""

    needed: int
    because: tuple[Condition, ...] = ()
    requester: Likeness = Likeness.OTHER
