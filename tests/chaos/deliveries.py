"""What people send through Slack: submissions and clicks, and what they know of each afterwards."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sandbox.slack.delivery import Answer, Delivery, NotAnswered, interaction_body
from sandbox.slack.messages import Message
from tests.chaos.balancer import Balancer
from tests.chaos.books import wanted
from tests.conversations import forged
from tests.shown import labels_of, value_of

Json = dict[str, Any]

MADE = {
    "approve": "approved",
    "deny": "denied",
    "withdraw": "withdrawn",
    "retry": "retried",
    "close": "closed",
    "check": "checked",
    "send_again": "sent_again",
    "mark_done": "marked_done",
}
"""The audit line behind each button."""


@dataclass(frozen=True)
class Acknowledged:
    """A delivery that Slack got a 200 for. `key` is the view of a submission, or tells the click; `seconds` it took."""

    action: str
    label: str
    person: str
    key: str
    seconds: float


@dataclass
class Deliveries:
    """Everything people sent. `url` is where the bot's words to one person go."""

    delivery: Delivery
    balancer: Balancer
    url: str
    acknowledged: list[Acknowledged] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    async def request(self, person: str, key: str, numbers: Sequence[int], event: str | None) -> list[str]:
        """Submit the requests of some members of the crowd; returns their labels once the modal says that they were
        sent."""
        enrollments = [wanted(number) for number in numbers]
        values = forged.request_values(f"empl_crowd_{numbers[0]}", " ".join(enrollments), event)
        answer, seconds = await self._deliver(forged.submission(person, "request", values, view_id=key))
        view = (answer or {}).get("view", {})
        if view.get("title", {}).get("text", "").split()[-1:] != ["sent"]:
            return []
        labels = labels_of({"blocks": view["blocks"]})
        keys = [key, *(f"{key}:{enrollment}" for enrollment in enrollments[1:])]
        for label, its_key in zip(labels, keys, strict=True):
            self.acknowledged.append(Acknowledged("submit", label, person, its_key, seconds))
        return labels

    async def approve_all(self, person: str, shown: Mapping[str, Message]) -> None:
        """Submit the list of *Approve all…* with these requests, by label, as their cards show them."""
        key = f"V0ALL{next(self._numbers)}"
        metadata = " ".join(_value(card, "approve") for card in shown.values())
        payload = forged.submission(person, "approve_all", {}, view_id=key, metadata=metadata)
        answer, seconds = await self._deliver(payload)
        for block in (answer or {}).get("view", {}).get("blocks", []):
            words = block["text"]["text"]
            if words.startswith("✅"):
                label = labels_of({"text": words})[0]
                self.acknowledged.append(Acknowledged("approve", label, person, key, seconds))

    async def press(self, person: str, message: Message, action: str, label: str) -> str | None:
        """Press a button that acts at once; returns the click's key if it was acknowledged."""
        key = f"{time.time():.6f}{next(self._numbers):06}"
        payload = forged.click(person, action, _value(message, action), response_url=f"{self.url}/told/{key}")
        payload["actions"][0]["action_ts"] = key
        payload["channel"]["id"] = payload["container"]["channel_id"] = message.channel
        payload["message"]["ts"] = payload["container"]["message_ts"] = message.ts
        answer, seconds = await self._deliver(payload)
        if answer is None:
            return None
        self.acknowledged.append(Acknowledged(action, label, person, key, seconds))
        return key

    async def fill_in(self, person: str, message: Message, action: str, label: str, values: Json) -> str | None:
        """Submit the modal that a button opens; returns the modal's key if it was accepted."""
        key = f"V0{action.upper()}{next(self._numbers)}"
        metadata = _value(message, "details" if action == "withdraw" else action)
        payload = forged.submission(person, action, values, view_id=key, metadata=metadata)
        answer, seconds = await self._deliver(payload)
        if answer not in ({}, {"response_action": "clear"}):
            return None
        self.acknowledged.append(Acknowledged(action, label, person, key, seconds))
        return key

    async def _deliver(self, payload: Json) -> tuple[Json | None, float]:
        """What the bot answered, as JSON, and after how many seconds; None when Slack got no 200 in time."""
        began = time.monotonic()
        try:
            answer: Answer = await self.delivery.send(interaction_body(payload))
        except NotAnswered:
            return None, 0.0
        return answer.json() or {}, time.monotonic() - began


def _value(message: Message, action: str) -> str:
    return value_of({"blocks": message.blocks}, action)
