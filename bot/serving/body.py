"""Receives the body of a delivery whose sender is not known yet: its size, its time and the memory are limited."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bot.serving.refused import Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyLimits:
    """Of one body: `largest` in bytes, `seconds` until it is there. `together`: bytes of all bodies being received.

    Slack's views are at most 250 KB; a form escapes them to less than four times that.
    """

    largest: int = 1_000_000
    seconds: float = 10.0
    together: int = 32_000_000


class DeliveryRefused(Exception):
    """The delivery is refused for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(slots=True, eq=False)
class _Arriving:
    """A body of which a part is there."""

    deadline: asyncio.Timeout
    content: bytearray = field(default_factory=bytearray)
    is_displaced: bool = False


class Bodies:
    """The bodies that are being received. If they take too much memory together, the one that has taken longest is
    refused: Slack's are there within moments, so a slow sender cannot keep them out."""

    def __init__(self, limits: BodyLimits | None = None) -> None:
        self.limits = limits or BodyLimits()
        self._arriving: list[_Arriving] = []
        self._bytes = 0

    async def receive(self, chunks: AsyncIterator[bytes]) -> bytes:
        """The whole body. Raises DeliveryRefused."""
        arriving = _Arriving(asyncio.timeout(self.limits.seconds))
        self._arriving.append(arriving)
        try:
            async with arriving.deadline:
                async for chunk in chunks:
                    self._add(arriving, chunk)
        except TimeoutError as late:
            raise DeliveryRefused(Reason.BUSY if arriving.is_displaced else Reason.DEADLINE) from late
        finally:
            self._drop(arriving)
        if arriving.is_displaced:
            raise DeliveryRefused(Reason.BUSY)
        return bytes(arriving.content)

    def _add(self, arriving: _Arriving, chunk: bytes) -> None:
        if arriving.is_displaced:
            raise DeliveryRefused(Reason.BUSY)
        arriving.content += chunk
        self._bytes += len(chunk)
        if len(arriving.content) > self.limits.largest:
            raise DeliveryRefused(Reason.TOO_LARGE)
        while self._bytes > self.limits.together:
            self._displace(self._arriving[0])

    def _displace(self, slowest: _Arriving) -> None:
        slowest.is_displaced = True
        slowest.deadline.reschedule(asyncio.get_running_loop().time())
        self._drop(slowest)

    def _drop(self, arriving: _Arriving) -> None:
        if arriving in self._arriving:
            self._arriving.remove(arriving)
            self._bytes -= len(arriving.content)
            if arriving.is_displaced:
                arriving.content.clear()
