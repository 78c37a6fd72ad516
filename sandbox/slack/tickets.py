"""The short-lived ids that Slack gives an app with an interaction: trigger ids and response URLs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open a view for a person. `view_id` is the view they acted in, if any."""

    person: str
    view_id: str | None
    issued_at: float
    used: bool = False


class Triggers:
    """Trigger ids. Each is valid once, for `seconds`."""

    def __init__(self, clock: Callable[[], float], seconds: float = TRIGGER_SECONDS) -> None:
        self.seconds = seconds
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}

    def issue(self, person: str, view_id: str | None = None) -> str:
        """A new id for something this person did, in a view or elsewhere."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(person, view_id, self._clock())
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use an id. Raises `SlackError` if it is unknown, too old or already used."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued_at > self.seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class ResponseTarget:
    """The target of a response URL: a person in a conversation, and the message they acted on, if any."""

    person: str
    channel: str
    message_ts: str | None
    issued_at: float = 0.0
    uses: int = 0


class ResponseUrls:
    """Response URLs. Each allows five uses within thirty minutes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._targets: dict[str, ResponseTarget] = {}

    def issue(self, person: str, channel: str, message_ts: str | None = None) -> str:
        """A new response URL; returns its secret last part."""
        key = secrets.token_urlsafe(18)
        self._targets[key] = ResponseTarget(person, channel, message_ts, self._clock())
        return key

    def use(self, key: str) -> ResponseTarget:
        """Count one use. Raises `SlackError` if the URL is unknown, too old or used up."""
        target = self._targets.get(key)
        if target is None or self._clock() - target.issued_at > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if target.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        target.uses += 1
        return target
