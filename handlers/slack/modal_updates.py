"""Turns: the drawings in one open modal come one after the other, and only the latest choice is drawn at all.

Two choices made quickly are handled at the same time. Without turns a slow drawing for the first would cover the one
for the second: the form would show one employee's enrollments under another's name.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from handlers.slack.views import Modals


@dataclass(slots=True)
class _Modal:
    """One open modal whose choices are being handled. `followed` leads from a hash seen by a listener to the next
    one."""

    latest: int = 0
    waiting: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    followed: dict[str, str] = field(default_factory=dict)

    def current(self, seen_hash: str) -> str:
        while seen_hash in self.followed:
            seen_hash = self.followed[seen_hash]
        return seen_hash


@dataclass(frozen=True, slots=True)
class ModalUpdate:
    """One choice in a modal."""

    modals: Modals
    view_id: str
    modal: _Modal
    number: int

    async def draw(self, view: dict[str, Any], seen_hash: str | None = None) -> str | None:
        """Draw the modal again; returns its new hash, or None when it is closed or something else was chosen since.

        With `seen_hash`, also None when something other than an earlier turn redrew it: a submission, for example.
        """
        async with self.modal.lock:
            if self.number != self.modal.latest:
                return None
            expected = self.modal.current(seen_hash) if seen_hash else None
            drawn = await self.modals.replace(self.view_id, view, expected)
            if drawn is not None and expected is not None and drawn != expected:
                self.modal.followed[expected] = drawn
            return drawn


@dataclass(frozen=True, slots=True)
class ModalUpdates:
    """The open modals whose choices this process is handling."""

    modals: Modals
    open: dict[str, _Modal] = field(default_factory=dict)

    @contextmanager
    def begin(self, view_id: str) -> Iterator[ModalUpdate]:
        """A choice was made in a modal: it is the latest until the next one."""
        modal = self.open.setdefault(view_id, _Modal())
        modal.latest += 1
        modal.waiting += 1
        try:
            yield ModalUpdate(self.modals, view_id, modal, modal.latest)
        finally:
            modal.waiting -= 1
            if not modal.waiting:
                del self.open[view_id]
