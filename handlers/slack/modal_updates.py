"""Turns: the drawings in one open modal come one after the other, and only the latest choice is drawn at all.

Two choices made quickly are handled at the same time. Without turns a slow drawing for the first would cover the one
for the second: the form would show one employee's enrollments under another's name. Which is the latest is Slack's to
say (`action_ts`): a busy bot may read the second delivery first, and the first does not know the second choice yet.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from cachetools import LRUCache

from handlers.slack.views import Modals

REMEMBERED = 1_000
"""Modals that are remembered."""


@dataclass(slots=True)
class _Modal:
    """One modal. `latest` is Slack's time of the latest choice.

    `followed` leads from a hash seen by a listener to the next one.
    """

    latest: str = ""
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
    at: str

    async def draw(self, view: dict[str, Any], seen_hash: str | None = None) -> str | None:
        """Draw the modal again; returns its new hash, or None when it is closed or something else was chosen since.

        With `seen_hash`, also None when something other than an earlier turn redrew it: a submission, for example.
        """
        async with self.modal.lock:
            if self.at < self.modal.latest:
                return None
            expected = self.modal.current(seen_hash) if seen_hash else None
            drawn = await self.modals.replace(self.view_id, view, expected)
            if drawn is not None and expected is not None and drawn != expected:
                self.modal.followed[expected] = drawn
            return drawn


@dataclass(frozen=True, eq=False, repr=False)
class ModalUpdates:
    """The modals in which something was chosen lately. They are remembered after their drawing: an earlier choice may
    be delivered later."""

    modals: Modals
    chosen_in: LRUCache[str, _Modal] = field(default_factory=lambda: LRUCache(REMEMBERED))

    def begin(self, view_id: str, at: str | None) -> ModalUpdate:
        """A choice was made in a modal, `at` Slack's time: it is the latest until there is one with a later time."""
        modal = self.chosen_in.setdefault(view_id, _Modal())
        modal.latest = max(modal.latest, at or "")
        return ModalUpdate(self.modals, view_id, modal, at or "")
