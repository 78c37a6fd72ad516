"""The signed deliveries of Slack and Vitable: nothing that a stranger sends is decoded or parsed.

In this order: size, timestamp and form of the signature from the headers alone; then the body, and its signature.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.serving.body import Bodies, DeliveryRefused
from bot.serving.refused import Reason

TIMESTAMP = re.compile(r"[0-9]{1,12}")
"""The time a delivery was signed at, in unix seconds."""

FRESH = 300
"""Seconds between the timestamp and now (Slack, "Verifying requests from Slack"; Vitable's webhooks ask the same)."""

STATUSES: Mapping[Reason, int] = {
    Reason.UNSIGNED: 401,
    Reason.TIMESTAMP: 401,
    Reason.SIGNATURE: 401,
    Reason.TOO_LARGE: 413,
    Reason.DEADLINE: 408,
    Reason.BUSY: 503,
    Reason.UNREADABLE: 400,
}

GIVEN_UP = frozenset({Reason.DEADLINE, Reason.BUSY})
"""After these the rest of the body is not waited for: the connection is closed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """How a sender signs: the names of the two headers, the form of a signature, and the check of one.

    `is_right` gets the body, the timestamp and a signature of that form.
    """

    timestamp: str
    signature: str
    form: re.Pattern[str]
    is_right: Callable[[bytes, str, str], bool]


async def signed_body(request: Request, signing: Signing, bodies: Bodies, now: float) -> bytes:
    """The body of a delivery at `now` (unix seconds), if its signature is right; raises DeliveryRefused.

    With headers that cannot be right it is refused without being received.
    """
    timestamp = request.headers.get(signing.timestamp, "")
    signature = request.headers.get(signing.signature, "")
    if int(request.headers.get("content-length", 0)) > bodies.limits.largest:
        raise DeliveryRefused(Reason.TOO_LARGE)
    if not (TIMESTAMP.fullmatch(timestamp) and signing.form.fullmatch(signature)):
        raise DeliveryRefused(Reason.UNSIGNED)
    if abs(now - int(timestamp)) > FRESH:
        raise DeliveryRefused(Reason.TIMESTAMP)
    body = await bodies.receive(request.stream())
    if not signing.is_right(body, timestamp, signature):
        raise DeliveryRefused(Reason.SIGNATURE)
    return body


def refusal(reason: Reason, says: str = "") -> Response:
    """The answer to a delivery that is refused."""
    headers = {"connection": "close"} if reason in GIVEN_UP else None
    return PlainTextResponse(says, STATUSES[reason], headers)
