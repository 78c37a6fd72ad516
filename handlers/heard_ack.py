"""An acknowledgement that wakes who waits for it."""

import asyncio

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response.response import BoltResponse


class HeardAck(AsyncAck):
    """Bolt's `ack`, which sets `heard` once there is something to answer."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self._response: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        """The answer, once there is one."""
        return self._response

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        self._response = response
        if response is not None:
            self.heard.set()
