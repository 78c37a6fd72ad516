"""Webhooks: events about enrollments, signed and posted to one address.

Which events a real reissue fires is unknown. The names here are from the official client's list, and are those that fit
best: the old enrollment was terminated, the new one was granted. So an event is a reason to look, and proves nothing.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count

import httpx

from sandbox.benefits.connect6_state import Connect6State
from sandbox.benefits.records import Record
from sandbox.courier import Body, Courier
from sandbox.loopback import on_this_machine
from sandbox.wire import Wire

CLOSED, OPENED = "enrollment.terminated", "enrollment.granted"

PAUSES = (0.0, 1.0, 4.0)
"""Seconds before each attempt to deliver an event."""

FAILURES_ALLOWED = 25
"""After so many failed deliveries in a row the subscription is closed."""


@dataclass(frozen=True)
class Delivery:
    """An attempt to deliver an event. `status` is that of the answer; None, with `trouble`, if there was none."""

    event_id: object
    status: int | None
    trouble: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the bot took the event."""
        return self.status is not None and 200 <= self.status < 300


class Webhooks:
    """Delivers events to `url`, signed with `secret`, at least once each. Without a URL they are only listed.

    `pauses` are the seconds before each attempt. `deliveries` has every attempt, in order.
    """

    def __init__(self, state: Connect6State, wire: Wire, now: Callable[[], datetime]) -> None:
        self.url, self.secret = "", ""
        self.pauses: tuple[float, ...] = PAUSES
        self.deliveries: list[Delivery] = []
        self._state = state
        self._now = now
        self._courier = Courier(wire, "webhook")
        self._ids = count(1)
        self._under_way: set[asyncio.Task[None]] = set()
        self._failures = 0

    @property
    def is_open(self) -> bool:
        """Whether events are delivered."""
        return bool(self.url) and self._failures < FAILURES_ALLOWED

    def subscribe(self, url: str, secret: str) -> None:
        """Deliver all further events to this address; an empty one ends that. Raises ValueError for another machine."""
        self.url, self.secret, self._failures = on_this_machine(url), secret, 0

    def reissued(self, organization: str, old_id: str, new_id: str) -> None:
        """The events of a reissue: one for each of the two enrollments."""
        self.emit(organization, CLOSED, old_id)
        self.emit(organization, OPENED, new_id)

    def emit(self, organization: str, name: str, resource_id: str) -> Record:
        """List an event, and deliver it soon; returns it as it is listed."""
        event = {
            "id": f"wevt_sandbox_{next(self._ids)}",
            "organization_id": organization,
            "event_name": name,
            "resource_type": name.partition(".")[0],
            "resource_id": resource_id,
            "created_at": self._now().isoformat().replace("+00:00", "Z"),
        }
        self._state.webhook_events.append(event)
        if self.is_open:
            task = asyncio.create_task(self._deliver_until_taken(event))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return event

    async def deliver(self, event: Record, *, age: float = 0.0, secret: str | None = None) -> Delivery:
        """Deliver an event once, signed `age` seconds ago. Another `secret` makes a wrong signature."""
        pushed = {("event_id" if name == "id" else name): value for name, value in event.items()}
        body = Body("webhook", json.dumps(pushed, ensure_ascii=False).encode(), "application/json")
        timestamp = str(int(self._now().timestamp() - age))
        headers = {
            "X-Vitable-Timestamp": timestamp,
            "X-Vitable-Signature": signature(self.secret if secret is None else secret, timestamp, body.content),
        }
        try:
            answer = await self._courier.post(self.url, body, headers)
            delivery = Delivery(pushed.get("event_id"), answer.status_code)
        except httpx.HTTPError as error:
            delivery = Delivery(pushed.get("event_id"), None, f"{type(error).__name__}: {error}")
        self.deliveries.append(delivery)
        self._failures = 0 if delivery.is_taken else self._failures + 1
        return delivery

    def shown(self) -> Record:
        """The subscription and its deliveries, without the secret."""
        return {
            "url": self.url,
            "is_open": self.is_open,
            "events": self._state.webhook_events,
            "deliveries": [asdict(delivery) for delivery in self.deliveries],
        }

    async def close(self) -> None:
        """Give up the deliveries that are under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._courier.close()

    async def _deliver_until_taken(self, event: Record) -> None:
        for pause in self.pauses:
            await asyncio.sleep(pause)
            if not self.is_open or (await self.deliver(event)).is_taken:
                return


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `X-Vitable-Signature` of a body sent at `timestamp` (unix seconds, as text)."""
    return "sha512=" + hmac.new(secret.encode(), b".".join((timestamp.encode(), body)), hashlib.sha512).hexdigest()
