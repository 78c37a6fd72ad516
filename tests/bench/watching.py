"""What the sandbox sees: when each card first said what, and every call. Times are `time.monotonic()`, which all
processes of a machine share."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field

from sandbox import cast
from sandbox.app import Sandbox
from sandbox.calls import Call
from sandbox.slack.messages import Message
from tests.chaos.card_watch import status_of


@dataclass
class Watch:
    """Looks at each message of the approvals channel when it changes, so that nothing has to be polled."""

    sandbox: Sandbox
    first: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """By status and card: when the card first said so."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self) -> None:
        """Watch from now on."""
        workspace = self.sandbox.workspace
        touch = workspace.touch

        def watched(message: Message) -> None:
            touch(message)
            self._look_at(message)

        workspace.touch = watched  # type: ignore[method-assign]

    async def until(self, status: str, count: int, seconds: float) -> bool:
        """Wait until so many cards have said a status; False if that takes longer."""
        deadline = time.monotonic() + seconds
        while len(self.first[status]) < count:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), deadline - time.monotonic())
            except TimeoutError:
                return False
        return True

    async def quiet(self, seconds: float, within: float) -> bool:
        """Wait until there was no call for so many seconds; False if there are always some."""
        deadline = time.monotonic() + within
        while (rest := seconds - (time.time() - self._last_call())) > 0:
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(rest)
        return True

    def calls(self, after: int) -> list[Call]:
        """The calls after a number; the raw pairs of the inspector are not kept meanwhile."""
        return self.sandbox.calls.since(n=after)

    def _last_call(self) -> float:
        last = self.sandbox.calls.since()[-1:]
        return last[0].at if last else 0.0

    def _look_at(self, message: Message) -> None:
        if message.channel == cast.APPROVALS and message.thread_ts is None and (status := status_of(message)):
            self.first[status].setdefault(message.ts, time.monotonic())
            self._changed.set()
