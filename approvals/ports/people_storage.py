"""Protocols for what the database has about people who request and approve: digests, absences, overviews, Home tabs."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from approvals.model.away import Absence
from approvals.model.digest import Pending
from approvals.model.home import Home
from approvals.model.newer import NewerRequest
from approvals.model.overview import SectionRows
from approvals.model.request import ReissueRequest
from approvals.model.viewer import Section, Viewer


class Digests(Protocol):
    """The days (by their own calendar) on which each approver was sent a digest."""

    async def pending(self) -> Sequence[Pending]:
        """Every request that waits for approvers."""
        ...

    async def approved(self) -> Mapping[str, Collection[int]]:
        """By approver, the numbers of those that they have approved already, as they are now."""
        ...

    async def claim(self, approver: str, day: date, at: datetime) -> bool:
        """Write down that an approver is sent a digest for a day; False if that was already written down."""
        ...

    async def release(self, approver: str, day: date) -> None:
        """Undo a claim whose digest was certainly not sent: it may be claimed again."""
        ...


class Absences(Protocol):
    """The approvers who said in Home that they are away, and those who missed a digest while they were."""

    async def of(self, user_ids: Collection[str]) -> Mapping[str, Absence]:
        """What is stored about these people, by user id."""
        ...

    async def note(self, user_id: str, until: date | None, at: datetime) -> None:
        """Note that a person said that they are away until the end of a day; None: that they are back."""
        ...

    async def missed(self, user_id: str, day: date, at: datetime) -> None:
        """Note that a person's digest was left out on a day."""
        ...

    async def caught_up(self, user_id: str) -> None:
        """Note that no digest is owed to a person any more."""
        ...


class Overviews(Protocol):
    """The requests in one reader's overview. Requests closed before `since` (UTC) are left out."""

    async def sections(
        self, reader: Viewer, since: datetime, pages: Mapping[Section, int], limit: int
    ) -> Mapping[Section, SectionRows]:
        """A page of each section with at most `limit` requests, the last one in place of one that is gone: waiting
        requests by deadline, closed ones by the time of closing, all others by number. Empty sections are left out."""
        ...

    async def numbered(self, reader: Viewer, number: int) -> ReissueRequest | NewerRequest | None:
        """The request with this number, if the reader made it or may read it; what this does and how long it takes
        does not depend on whether there is one that they may not read."""
        ...

    async def undeliverable(self, request_ids: Collection[UUID]) -> Collection[UUID]:
        """The requests about which Slack refused a message that it has not accepted since."""
        ...


class Homes(Protocol):
    """The Home tabs that people have opened. A tab is behind as soon as the audit has a line that it does not show."""

    async def opened(self, user_id: str, at: datetime, pages: Mapping[Section, int]) -> None:
        """Note that a person opened their tab at these pages: it must be drawn even if nothing has changed."""
        ...

    async def pages(self, user_id: str) -> Mapping[Section, int]:
        """The pages that a person has opened."""
        ...

    async def look_at_all(self, now: datetime) -> None:
        """Have every tab looked at: what people may see may have changed without an audit line."""
        ...

    async def are_due(self, now: datetime) -> bool:
        """Whether any tab is behind and may be drawn now."""
        ...

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Home]:
        """The tabs that are behind, postponed by `lease` so that only one caller gets each."""
        ...

    async def drop(self, home: Home) -> None:
        """Remove the note of a tab that shows nothing any more, unless it was opened since the claim."""
        ...

    async def drawn(self, home: Home, shown: str, at: datetime, quiet: timedelta, look_again: timedelta) -> None:
        """Note what Slack shows now. No change is drawn during `quiet`; after `look_again` the tab is checked anyway.

        Nothing is noted for a tab that was opened again since the claim, so it is drawn once more.
        """
        ...

    async def postponed(self, home: Home, at: datetime) -> None:
        """Note that a tab was not drawn, or perhaps not: it is tried again at `at`, and not before."""
        ...
