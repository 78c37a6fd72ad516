"""What was said about a request since it was submitted, as cards and threads show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark, RemarkKind

REVISING = (EventKind.ANSWERED, EventKind.EDITED)
"""Events that make a new revision; their code `changed` names the fields that differ, `void` counts approvals."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The remarks, first to last, and the names of the fields that the latest revision changed."""

    remarks: Sequence[Remark] = ()
    changed: tuple[str, ...] = ()

    @classmethod
    def of(cls, remarks: Sequence[Remark], events: Sequence[Event]) -> Self:
        """What was said, with what the audit says of the latest revision."""
        latest = next((event for event in reversed(events) if event.kind in REVISING), None)
        return cls(remarks, changed_by(latest) if latest else ())

    def last(self, kind: RemarkKind) -> Remark | None:
        """The latest remark of a kind."""
        return next((remark for remark in reversed(self.remarks) if remark.kind is kind), None)

    def made(self, kind: RemarkKind, at: datetime) -> Remark | None:
        """The remark of a kind that was written down together with an event at `at` (UTC)."""
        return next((remark for remark in self.remarks if remark.kind is kind and remark.at == at), None)

    def answer_to(self, question: Remark) -> Remark | None:
        """The first answer after a question."""
        answers = (one for one in self.remarks if one.kind is RemarkKind.ANSWER and one.at >= question.at)
        return next(answers, None)

    def question_before(self, at: datetime) -> Remark | None:
        """The question that was open at a time (UTC)."""
        asked = [one for one in self.remarks if one.kind is RemarkKind.QUESTION and one.at <= at]
        return asked[-1] if asked else None


def changed_by(event: Event) -> tuple[str, ...]:
    """The names of the fields that an event changed."""
    return tuple(filter(None, str(event.codes.get("changed", "")).split(",")))
