"""A remark: what people wrote about a request after it was submitted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RemarkKind(StrEnum):
    """What a remark is for."""

    QUESTION = "question"
    """An approver asked."""
    ANSWER = "answer"
    """The requester answered."""
    WITHDRAWAL = "withdrawal"
    """Why the requester took the request back."""
    EARLIER_REASON = "earlier_reason"
    """The reason as it was before the requester changed it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One remark. `text` is foreign text of at most 500 characters, `at` is UTC."""

    kind: RemarkKind
    author: str
    text: str
    at: datetime
