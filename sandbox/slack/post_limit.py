"""Slack's limit on posts: about one message a second in each channel, and direct messages are channels of their own.

Source: https://docs.slack.dev/apis/web-api/rate-limits.
"""

from collections.abc import Callable
from math import ceil

from sandbox.slack.errors import SlackError


class PostLimit:
    """Allows one post every `seconds` in a channel. 0 allows any number: so it is unless it is switched on."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.seconds = 0.0
        self._clock = clock
        self._free_at: dict[str, float] = {}

    def take(self, channel_id: str) -> None:
        """Count a post. Raises `SlackError` with the whole seconds to wait if it comes too early; then it does not
        count."""
        if not self.seconds:
            return
        now, free_at = self._clock(), self._free_at.get(channel_id, 0.0)
        if now < free_at:
            raise SlackError("ratelimited", retry_after=ceil(free_at - now))
        self._free_at[channel_id] = now + self.seconds
