"""How a process is told to stop: with SIGTERM by the platform, with SIGINT (Ctrl+C) in a terminal."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

ON_TOP = 5.0
"""Seconds beyond the time for one API call: 3 for open deliveries, the rest for handing over and closing."""

log = structlog.get_logger()


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set from now on, in place of ending the process. Needs a running event loop."""
    stop = asyncio.Event()
    on_stop(lambda _sign: stop.set())
    return stop


def on_stop(act: Callable[[signal.Signals], None]) -> None:
    """Call `act` at each SIGTERM and SIGINT from now on, in place of ending the process."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, act, sign)


@contextmanager
def told_stop(call: float) -> Iterator[Callable[[], None]]:
    """Logs the stop and its end. To be called at each signal; all but the first change nothing.

    `call` is the longest time for one API call, in seconds: a call that is under way is waited for.
    """
    begun: list[float] = []

    def tell() -> None:
        if not begun:
            begun.append(time.monotonic())
            log.info("stopping", at_most_seconds=call + ON_TOP, waits_for="deliveries and calls that are under way")

    yield tell
    if begun:
        log.info("stopped", seconds=round(time.monotonic() - begun[0], 1))
