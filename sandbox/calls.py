"""Every call the bot made, in order. Tests count them, and people can look at them."""

import time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from sandbox.wire import Wire

CallTarget = Literal["slack", "benefits"]


class Call(BaseModel):
    """One call, its answer, and whether it changed anything. `detail` never holds a token."""

    model_config = ConfigDict(frozen=True)

    n: int
    at: float
    target: CallTarget
    call: str
    method: str
    path: str
    status: int
    effect: bool
    detail: dict[str, Any]


class CallLog:
    """The calls of this run. `wire` holds the latest raw request and answer pairs, including deliveries."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self.wire = Wire()

    def record(
        self,
        target: CallTarget,
        call: str,
        method: str,
        path: str,
        status: int,
        effect: bool,
        detail: dict[str, Any],
    ) -> Call:
        """Log one call. `status` 0 means that the connection was dropped without an answer."""
        entry = Call(
            n=len(self._calls) + 1,
            at=time.time(),
            target=target,
            call=call,
            method=method,
            path=path,
            status=status,
            effect=effect,
            detail=detail,
        )
        self._calls.append(entry)
        return entry

    def since(self, target: CallTarget | None = None, n: int = 0) -> list[Call]:
        """The calls after number `n`, to one target or to both."""
        return [call for call in self._calls[n:] if target is None or call.target == target]
