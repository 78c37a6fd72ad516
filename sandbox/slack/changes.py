"""Tells open pages when something they show has changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

News = Literal["state", "wire"]


@dataclass
class Watcher:
    """An open page, and the kinds of change since it last asked."""

    person: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    _news: set[News] = field(default_factory=set)

    def wake(self, news: News) -> None:
        """Wake the page, and note what kind of change there is."""
        self._news.add(news)
        self.woken.set()

    def take(self) -> list[News]:
        """The kinds of change since the last call. Calling it clears them."""
        news: list[News] = sorted(self._news)
        self._news.clear()
        self.woken.clear()
        return news


class Changes:
    """Counts changes, and wakes every open page that can see one."""

    def __init__(self) -> None:
        self.seq = 1
        self._watchers: list[Watcher] = []

    def touch(self, *people: str) -> None:
        """Wake the pages of these people, because something they see has changed; without names, all pages."""
        self.seq += 1
        for watcher in self._watchers:
            if not people or watcher.person in people:
                watcher.wake("state")

    def touch_wire(self) -> None:
        """Wake all pages, because a request or an answer was recorded."""
        for watcher in self._watchers:
            watcher.wake("wire")

    @contextmanager
    def watch(self, person: str) -> Iterator[Watcher]:
        """A watcher that is woken, while the block runs, when something changes that this person can see."""
        watcher = Watcher(person)
        self._watchers.append(watcher)
        try:
            yield watcher
        finally:
            self._watchers.remove(watcher)
