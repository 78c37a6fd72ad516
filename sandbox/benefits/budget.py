"""A limit on how many calls the API takes in a while, as gateways have one."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.benefits.replies import Refusal


@dataclass
class Budget:
    """`calls_allowed` calls within `seconds`, counted from the first; then 429 until these seconds are over."""

    calls_allowed: int
    seconds: float
    _ends: datetime | None = None
    _spent: int = 0

    def spend(self, now: datetime) -> None:
        """Count one call. Raises Refusal if there are no calls left; it says how many seconds to wait."""
        if self._ends is None or now >= self._ends:
            self._ends, self._spent = now + timedelta(seconds=self.seconds), 0
        if self._spent >= self.calls_allowed:
            wait = math.ceil((self._ends - now).total_seconds() * 100) / 100
            raise Refusal(429, "Too many requests", {"Retry-After": f"{wait:g}"})
        self._spent += 1
