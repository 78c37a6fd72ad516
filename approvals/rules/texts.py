"""Text that people type into a form: what of it is kept, and what is refused."""

from approvals.errors import InvalidSubmission
from approvals.model.request import REASON_LIMIT


def kept_text(text: str) -> str:
    """A text without stray space around it, and without what no database takes: halves of characters and NULs."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "").strip()


def checked_text(text: str, field: str, *, required: bool = True) -> str:
    """What is kept of a text; raises InvalidSubmission for the field when it is missing or too long."""
    kept = kept_text(text)
    if required and not kept:
        raise InvalidSubmission(field, "required")
    if len(kept) > REASON_LIMIT:
        raise InvalidSubmission(field, "too_long")
    return kept
