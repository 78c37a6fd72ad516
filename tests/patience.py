"""Waiting for what is about to happen, without sleeping for a guessed time."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 90.0
"""Seconds until something that should happen counts as not happening."""

LOOK_EVERY = 0.1


async def eventually(look: Callable[[], Any], what: str = "what was expected") -> Any:  # noqa: ANN401 - what was found
    """Look again and again until there is something; fails after `PATIENCE` seconds. `look` may be a coroutine."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = look()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {PATIENCE:.0f} s")
        await asyncio.sleep(LOOK_EVERY)
