"""What a failing answer says about itself: the API's message, its trace id, and how long to wait."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from pydantic_core import from_json

MESSAGE_LENGTH = 500
TRACE_ID_LENGTH = 200

_DOCUMENT = re.compile(r"<(!doctype|html|head|body)\b", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


@dataclass(frozen=True)
class Problem:
    """The API's own words: plain text of at most 500 characters (never a page of HTML), and what its support asks for.

    Newer servers answer `{timestamp, message, error, app_error_code?, trace_id}`, others `{"error": {"code",
    "message"}}`; `error` may be a text or an object, and the body may be empty or HTML.
    """

    message: str | None = None
    trace_id: str | None = None

    @classmethod
    def of(cls, body: bytes) -> Self:
        """What `body` says, as far as it says anything."""
        try:
            answer = from_json(body)
        except ValueError:
            return cls()
        if not isinstance(answer, dict):
            return cls()
        error = answer.get("error")
        inner = error if isinstance(error, dict) else {"message": error}
        return cls(
            message=_plain(answer.get("message"), MESSAGE_LENGTH) or _plain(inner.get("message"), MESSAGE_LENGTH),
            trace_id=_plain(answer.get("trace_id"), TRACE_ID_LENGTH) or _plain(inner.get("trace_id"), TRACE_ID_LENGTH),
        )


def retry_after(header: str | None, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header asks to wait, given as seconds or as an HTTP date (RFC 9110, 10.2.3).

    `now` is the time in UTC. None when there is no header or nobody can read it; never less than 0.
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header.strip()):
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _plain(text: object, length: int) -> str | None:
    if not isinstance(text, str) or _DOCUMENT.search(text):
        return None
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= length else plain[: length - 1] + "…"
