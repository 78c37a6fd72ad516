"""Tells everyone who looks on that what they see has changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

News = Literal["state", "wire"]


@dataclass
class Watcher:
    """A page that is open, and what is new for it since it last looked."""

    person: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    _news: set[News] = field(default_factory=set)

    def wake(self, news: News) -> None:
        """There is something new."""
        self._news.add(news)
        self.woken.set()

    def take(self) -> list[News]:
        """What is new; from now on nothing is."""
        news: list[News] = sorted(self._news)
        self._news.clear()
        self.woken.clear()
        return news


class Changes:
    """A counter of changes, and a wake-up for every page that is open."""

    def __init__(self) -> None:
        self.seq = 1
        self._watchers: list[Watcher] = []

    def touch(self, *people: str) -> None:
        """Something changed that these people can see; named nobody: everyone."""
        self.seq += 1
        for watcher in self._watchers:
            if not people or watcher.person in people:
                watcher.wake("state")

    def touch_wire(self) -> None:
        """Something went over the wire."""
        for watcher in self._watchers:
            watcher.wake("wire")

    @contextmanager
    def watch(self, person: str) -> Iterator[Watcher]:
        """Somebody who is woken whenever something changes that this person can see."""
        watcher = Watcher(person)
        self._watchers.append(watcher)
        try:
            yield watcher
        finally:
            self._watchers.remove(watcher)
