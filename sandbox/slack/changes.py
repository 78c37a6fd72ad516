"""Tells everyone who looks on that what they see has changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Changes:
    """A counter of changes, and a wake-up for every page that is open."""

    def __init__(self) -> None:
        self.seq = 1
        self._watchers: list[tuple[str, asyncio.Event]] = []

    def touch(self, *people: str) -> None:
        """Something changed that these people can see; named nobody: everyone."""
        self.seq += 1
        for person, woken in self._watchers:
            if not people or person in people:
                woken.set()

    @contextmanager
    def watch(self, person: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something changes that this person can see."""
        watcher = (person, asyncio.Event())
        self._watchers.append(watcher)
        try:
            yield watcher[1]
        finally:
            self._watchers.remove(watcher)
