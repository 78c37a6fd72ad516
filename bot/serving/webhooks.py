"""The endpoint for Vitable's events. The signature comes first, and the answer before anything is done about an event.

Every event with a right signature is answered with 204, whatever is in it and whether or not the database answers:
Vitable closes a subscription after 25 failed deliveries in a row. Nothing is lost by that, since an event only makes a
reading come sooner that comes anyway.
"""

from dataclasses import dataclass, field
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from approvals.ports.outside import Clock
from benefits.errors import UnreadableAnswer
from benefits.webhooks import SIGNATURE, SIGNATURE_HEADER, TIMESTAMP_HEADER, event_in, is_signed
from bot.serving.body import Bodies, BodyLimits, DeliveryRefused
from bot.serving.refused import Reason, RefusedDeliveries
from bot.serving.signed import Signing, refusal, signed_body
from bot.webhook_events import WebhookEvents

PATH = "/vitable/webhooks"

LIMITS = BodyLimits(largest=64_000, together=2_000_000)
"""An event has about 300 bytes. It has memory of its own, so that events take none from Slack's deliveries."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Webhooks:
    """Verifies deliveries, and notes the events."""

    secret: str = field(repr=False)
    clock: Clock
    refused: RefusedDeliveries
    events: WebhookEvents
    bodies: Bodies = field(default_factory=lambda: Bodies(LIMITS))

    async def receive(self, request: Request) -> Response:
        """One delivery."""
        try:
            body = await signed_body(request, self._signing, self.bodies, self.clock.now().timestamp())
        except DeliveryRefused as refused:
            self.refused.note(refused.reason)
            return refusal(refused.reason)
        except ClientDisconnect:
            return Response(status_code=400)  # which no one receives
        self.refused.note_verified()
        self._take(body)
        return Response(status_code=204)

    def _take(self, body: bytes) -> None:
        try:
            event = event_in(body)
        except UnreadableAnswer:
            self.refused.note(Reason.UNREADABLE)
        else:
            self.events.note(event)

    @property
    def _signing(self) -> Signing:
        return Signing(
            timestamp=TIMESTAMP_HEADER,
            signature=SIGNATURE_HEADER,
            form=SIGNATURE,
            is_right=partial(is_signed, self.secret),
        )
