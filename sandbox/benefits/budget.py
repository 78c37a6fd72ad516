"""A limit on how many calls the API takes in a period, as gateways have."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.benefits.replies import Refusal


@dataclass
class Budget:
    """Allows `calls_allowed` calls in a period of `seconds` from the first call. Then answers 429 until it ends."""

    calls_allowed: int
    seconds: float
    _ends: datetime | None = None
    _spent: int = 0

    def spend(self, now: datetime) -> None:
        """Count one call. Raises Refusal, with the seconds to wait, if there are no calls left."""
        if self._ends is None or now >= self._ends:
            self._ends, self._spent = now + timedelta(seconds=self.seconds), 0
        if self._spent >= self.calls_allowed:
            wait = math.ceil((self._ends - now).total_seconds() * 100) / 100
            raise Refusal(429, "Too many requests", {"Retry-After": f"{wait:g}"})
        self._spent += 1
