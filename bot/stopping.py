"""How a process is told to stop: with SIGTERM by the platform, with SIGINT (Ctrl+C) in a terminal."""

import asyncio
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog

ON_TOP = 5.0
"""Seconds beyond the time for one API call: 3 for open deliveries, the rest for handing over and closing."""

log = structlog.get_logger()


class StoppedAtStart(Exception):
    """The process was told to stop before it began to work."""


@dataclass(slots=True, eq=False, repr=False)
class Stop:
    """Whether this process was told to stop. `call` is the longest time for one API call, in seconds: a call that is
    under way is waited for."""

    call: float
    told: asyncio.Event = field(default_factory=asyncio.Event)
    _begun: float = 0.0

    def tell(self) -> None:
        """To be called at each signal; all but the first change nothing."""
        if not self.told.is_set():
            self._begun = time.monotonic()
            at_most = self.call + ON_TOP
            log.info("stopping", at_most_seconds=at_most, waits_for="deliveries and calls that are under way")
            self.told.set()

    def ended(self) -> None:
        """Log the end."""
        if self.told.is_set():
            log.info("stopped", seconds=round(time.monotonic() - self._begun, 1))

    async def unless_told(self, waiting: Coroutine[None, None, None]) -> None:
        """Wait for something at the start. Raises StoppedAtStart as soon as the process is told to stop."""
        tasks = asyncio.create_task(waiting), asyncio.create_task(self.told.wait())
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self.told.is_set():
            raise StoppedAtStart
        tasks[0].result()


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set from now on, in place of ending the process. Needs a running event loop."""
    stop = asyncio.Event()
    _on_signal(stop.set)
    return stop


@contextmanager
def told_stop(call: float) -> Iterator[Stop]:
    """Listens for SIGTERM and SIGINT from now on, in place of ending the process, and logs the stop and its end.

    A process that is told to stop before it began to work leaves the context in order too.
    """
    stop = Stop(call)
    _on_signal(stop.tell)
    with suppress(StoppedAtStart):
        yield stop
    stop.ended()


def _on_signal(act: Callable[[], None]) -> None:
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, act)
