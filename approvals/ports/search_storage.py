"""A protocol for the database as the search through all requests uses it."""

from collections.abc import Sequence
from typing import Protocol

from approvals.model.history import Criteria, Hits
from approvals.model.viewer import Viewer
from benefits.ids import EmployeeId


class Histories(Protocol):
    """All requests, of any age, as far as one reader may see them: the rules of `approvals.model.viewer.Viewer`."""

    async def employees_named(self, reader: Viewer, text: str, limit: int) -> Sequence[EmployeeId]:
        """The employees whose name has every word of `text`, in requests of which the reader may read all facts.

        Requests without names are left out. The employee with the newest request comes first.
        """
        ...

    async def page(self, reader: Viewer, criteria: Criteria, *, limit: int, offset: int) -> Hits:
        """Part of what fits, the newest first, and how many there are of them."""
        ...

    async def is_whole(self) -> bool:
        """Whether every request that has a name can be found by it."""
        ...

    async def catch_up(self, limit: int) -> int:
        """Let up to `limit` requests be found by name that an earlier release wrote, and no longer those that it
        blanked. Returns how many were changed."""
        ...
