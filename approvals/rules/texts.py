"""Text that people type into a form: which part is kept, and which text is refused."""

from approvals.errors import InvalidSubmission
from approvals.model.request import REASON_LIMIT


def kept_text(text: str) -> str:
    """A text without space around it, and without characters that no database stores: lone surrogates and NULs."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "").strip()


def checked_text(text: str, field: str, *, required: bool = True) -> str:
    """The part of a text that is kept; raises InvalidSubmission for the field if it is missing or too long."""
    kept = kept_text(text)
    if required and not kept:
        raise InvalidSubmission(field, "required")
    if len(kept) > REASON_LIMIT:
        raise InvalidSubmission(field, "too_long")
    return kept
