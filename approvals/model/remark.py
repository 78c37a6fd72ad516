"""A remark: what a person wrote about a request after it was submitted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RemarkKind(StrEnum):
    """The purpose of a remark."""

    QUESTION = "question"
    """An approver asked."""
    ANSWER = "answer"
    """The requester answered."""
    WITHDRAWAL = "withdrawal"
    """Why the requester withdrew the request."""
    EARLIER_REASON = "earlier_reason"
    """The reason before the requester changed it."""
    NOT_KNOWN = "not_known"
    """A purpose that only a later release knows. Read in place of it, and never written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One remark. `text` is foreign text of at most 500 characters, `at` is UTC."""

    kind: RemarkKind
    author: str
    text: str
    at: datetime
