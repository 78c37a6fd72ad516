"""One time limit for several calls: each gets what the earlier ones left of it, so that each notices its own end."""

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """`within` seconds from now on; None for no limit. Needs a running event loop."""

    within: float | None
    _began: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    @property
    def now(self) -> float | None:
        """The seconds that are left; never less than 0, None for no limit."""
        return None if self.within is None else max(0.0, self.within - asyncio.get_running_loop().time() + self._began)
