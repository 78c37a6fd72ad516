"""How a process is told to stop: with SIGTERM by the platform, with SIGINT (Ctrl+C) in a terminal."""

import asyncio
import signal


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set from now on, in place of ending the process. Needs a running event loop."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return stop
