"""The remarks on a request since its submission, for cards and threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from approvals.model.audit_codes import AuditCodes, latest_revision
from approvals.model.event import Event
from approvals.model.remark import Remark, RemarkKind


@dataclass(frozen=True, slots=True)
class Conversation:
    """The remarks, first to last, and the names of the fields that the latest revision changed."""

    remarks: Sequence[Remark] = ()
    changed: tuple[str, ...] = ()

    @classmethod
    def of(cls, remarks: Sequence[Remark], events: Sequence[Event]) -> Self:
        """The remarks, with the changes of the latest revision from the audit."""
        latest = latest_revision(events)
        return cls(remarks, (AuditCodes.of(latest).changed or ()) if latest else ())

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
