"""The endpoint for Slack's deliveries. The signature comes first: nothing that a stranger sends is decoded or parsed.

In this order: size, timestamp and form of the signature from the headers alone; then the body, and its signature; then
its form; then Bolt, which checks the signature again.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.serving.body import Bodies, DeliveryRefused
from bot.serving.refused import Reason, RefusedDeliveries
from handlers.outline import is_well_formed

TIMESTAMP = re.compile(r"[0-9]{1,12}")
"""The time a delivery was signed at, in unix seconds."""

SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

FRESH = 300
"""Seconds between the timestamp and now (Slack, "Verifying requests from Slack")."""

MOST_FIELDS = 100
"""Fields of a form; Slack's have fewer than 30."""

ANSWERS: Mapping[Reason, tuple[int, str]] = {
    Reason.UNSIGNED: (401, "unsigned"),
    Reason.TIMESTAMP: (401, "the timestamp is not within five minutes"),
    Reason.SIGNATURE: (401, "wrong signature"),
    Reason.TOO_LARGE: (413, "too large"),
    Reason.DEADLINE: (408, "the body took too long"),
    Reason.BUSY: (503, "busy"),
    Reason.UNREADABLE: (400, "unreadable body"),
}

GIVEN_UP = frozenset({Reason.DEADLINE, Reason.BUSY})
"""After these the rest of the body is not waited for: the connection is closed."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Verifies deliveries, and passes them on to Bolt. `verifier` has the signing secret and the clock."""

    bolt: AsyncApp
    verifier: SignatureVerifier
    refused: RefusedDeliveries
    bodies: Bodies = field(default_factory=Bodies)

    async def receive(self, request: Request) -> Response:
        """One delivery."""
        try:
            body = await self._verified_body(request)
        except DeliveryRefused as refusal:
            return self._refuse(refusal.reason)
        except ClientDisconnect:
            return Response(status_code=400)  # which no one receives
        self.refused.note_verified()
        if not _is_readable(body, request.headers.get("content-type", "")):
            return self._refuse(Reason.UNREADABLE)
        return to_starlette_response(await self.bolt.async_dispatch(to_async_bolt_request(request, body)))

    async def _verified_body(self, request: Request) -> bytes:
        """The body, if the signature is right. Headers that cannot be right are refused without receiving it."""
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if int(request.headers.get("content-length", 0)) > self.bodies.limits.largest:
            raise DeliveryRefused(Reason.TOO_LARGE)
        if not (TIMESTAMP.fullmatch(timestamp) and SIGNATURE.fullmatch(signature)):
            raise DeliveryRefused(Reason.UNSIGNED)
        if abs(self.verifier.clock.now() - int(timestamp)) > FRESH:
            raise DeliveryRefused(Reason.TIMESTAMP)
        body = await self.bodies.receive(request.stream())
        if not self._is_signed(body, timestamp, signature):
            raise DeliveryRefused(Reason.SIGNATURE)
        return body

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        try:
            return self.verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:  # the library signs text, as Slack does
            return False

    def _refuse(self, reason: Reason) -> Response:
        self.refused.note(reason)
        status, says = ANSWERS[reason]
        headers = {"connection": "close"} if reason in GIVEN_UP else None
        return PlainTextResponse(f"{says}\n", status, headers)


def _is_readable(body: bytes, content_type: str) -> bool:
    """Whether a body is what its type says: JSON, or a form whose `payload`, if any, is one of Slack's."""
    text = body.decode()
    try:
        is_json = "json" in content_type or text.startswith("{")  # as Bolt decides
        payload = text if is_json else parse_qs(text, max_num_fields=MOST_FIELDS).get("payload", ["{}"])[0]
        return is_well_formed(json.loads(payload))
    except (ValueError, RecursionError):
        return False
