"""The requests that this process leaves to a later release, because only that one understands them."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from cachetools import TTLCache

from approvals.ports.outside import Clock

TRY_AGAIN = timedelta(minutes=10)
"""When a request is looked at once more: the later release may have taken back what this one does not know."""

MOST = 1_000
"""Requests that are remembered at most; of more, each sweep takes some up and leaves them again."""


class LeftAlone:
    """Remembers such requests. It may be lost: then each is looked at once more."""

    def __init__(self, clock: Clock) -> None:
        self._known: TTLCache[UUID, None] = TTLCache(MOST, TRY_AGAIN.total_seconds(), lambda: clock.now().timestamp())

    @property
    def now(self) -> Collection[UUID]:
        """The requests to leave alone now."""
        self._known.expire()
        return list(self._known)

    def add(self, request_id: UUID) -> None:
        """Leave a request alone for a while."""
        self._known[request_id] = None
