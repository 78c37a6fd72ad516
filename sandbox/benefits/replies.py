"""The answer of an endpoint of the benefits API, before it is sent."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

from starlette.responses import Response

DROPPED = 0
"""The status that means: close the connection without an answer."""


@dataclass(frozen=True)
class Reply:
    """An answer. `effect` says whether the call changed anything."""

    status: int = 200
    content: bytes = b""
    effect: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    def response(self) -> Response:
        """The answer as an HTTP response."""
        return Response(self.content, self.status, self.headers, self.media_type)


class Refusal(Exception):
    """The API refuses a call with a status, a message, and possibly headers and the code of an error for programs."""

    def __init__(
        self, status: int, message: str, headers: dict[str, str] | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.headers = headers


def answered(content: object, *, effect: bool = False) -> Reply:
    """A successful answer: `content` as JSON."""
    return Reply(content=json.dumps(content, ensure_ascii=False).encode(), effect=effect)


def problem(
    status: int,
    message: str,
    *,
    effect: bool = False,
    headers: dict[str, str] | None = None,
    code: str | None = None,
) -> Reply:
    """A failure in the format of newer servers: `{timestamp, message, error, trace_id}`.

    With a `code` it is that of connect-6: `app_error_code` as well, and `error` repeats the message.
    """
    content = {
        "timestamp": datetime.now(UTC).isoformat(),
        "message": message,
        "error": HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error",
        "trace_id": uuid4().hex,
    }
    if code is not None:
        content |= {"error": message, "app_error_code": code}
    return Reply(status, json.dumps(content).encode(), effect, headers or {})
