"""The endpoint for Slack's deliveries. The signature comes first; then the form of the body; then Bolt, which checks
the signature again.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.door import Door
from bot.serving.body import Bodies, DeliveryRefused
from bot.serving.refused import Reason, RefusedDeliveries
from bot.serving.signed import Signing, refusal, signed_body
from handlers.kinds import DeliveryKind, kind_of
from handlers.outline import is_well_formed
from handlers.reference import Cause, delivered

SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

MOST_FIELDS = 100
"""Fields of a form; Slack's have fewer than 30."""

ANSWERS: Mapping[Reason, str] = {
    Reason.UNSIGNED: "unsigned",
    Reason.TIMESTAMP: "the timestamp is not within five minutes",
    Reason.SIGNATURE: "wrong signature",
    Reason.TOO_LARGE: "too large",
    Reason.DEADLINE: "the body took too long",
    Reason.BUSY: "busy",
    Reason.UNREADABLE: "unreadable body",
}


@dataclass(frozen=True, eq=False, repr=False)
class Deliveries:
    """Verifies deliveries, and passes them on to Bolt. `verifier` has the signing secret and the clock."""

    bolt: AsyncApp
    verifier: SignatureVerifier
    refused: RefusedDeliveries
    door: Door = field(default_factory=Door)
    bodies: Bodies = field(default_factory=Bodies)

    async def receive(self, request: Request) -> Response:
        """One delivery."""
        with delivered() as cause:
            try:
                body = await signed_body(request, self._signing, self.bodies, self.verifier.clock.now())
            except DeliveryRefused as refused:
                return self._refuse(refused.reason)
            except ClientDisconnect:
                return Response(status_code=400)  # which no one receives
            self.refused.note_verified()
            if not _is_readable(body, request.headers.get("content-type", "")):
                return self._refuse(Reason.UNREADABLE)
            return await self._pass_on(to_async_bolt_request(request, body), cause)

    async def _pass_on(self, asked: AsyncBoltRequest, cause: Cause) -> Response:
        kind, status = kind_of(asked.body), 500
        try:
            with self.door.around(kind):
                answer = to_starlette_response(await self.bolt.async_dispatch(asked))
            status = answer.status_code
        finally:
            self.door.answered(kind, str(status), cause.seconds)
        return answer

    @property
    def _signing(self) -> Signing:
        return Signing(
            timestamp="x-slack-request-timestamp",
            signature="x-slack-signature",
            form=SIGNATURE,
            is_right=self._is_signed,
        )

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        try:
            return self.verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:  # the library signs text, as Slack does
            return False

    def _refuse(self, reason: Reason) -> Response:
        self.refused.note(reason)
        answer = refusal(reason, f"{ANSWERS[reason]}\n")
        self.door.answered(DeliveryKind.OTHER, str(answer.status_code), None)
        return answer


def _is_readable(body: bytes, content_type: str) -> bool:
    """Whether a body is what its type says: JSON, or a form whose `payload`, if any, is one of Slack's."""
    text = body.decode()
    try:
        is_json = "json" in content_type or text.startswith("{")  # as Bolt decides
        return is_well_formed(json.loads(text if is_json else _payload(text)))
    except (ValueError, RecursionError):
        return False


def _payload(form: str) -> str:
    """The field `payload` of a form; of one without it, such as a command, an empty object. The other fields are left
    to Bolt. Raises ValueError if there are too many."""
    fields = form.split("&")
    if len(fields) > MOST_FIELDS:
        raise ValueError
    named = (field.partition("=") for field in fields)
    return next((unquote_plus(value) for name, _, value in named if value and unquote_plus(name) == "payload"), "{}")
