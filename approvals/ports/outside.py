"""The doors to the rest of the world. Other rooms implement them; `bot/app.py` puts them together."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from approvals.model.digest import Digest
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId
from benefits.models import Employee, Employer, Enrollment, Product, QualifyingLifeEvent
from benefits.outcome import Outcome
from benefits.paging import Listed
from benefits.reissue import Reissue


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class Board(Protocol):
    """Where requests are shown."""

    async def draw(self, request_id: UUID) -> float | None:
        """Bring every copy of a request up to date.

        Returns None when all are, otherwise the seconds after which to try again.
        """
        ...


class Post(Protocol):
    """How people are reminded."""

    async def send(self, digest: Digest) -> bool:
        """Send a digest; False when it certainly was not sent, and may be another time."""
        ...


class Benefits(Protocol):
    """The benefits API. Reads raise `benefits.errors.BenefitsError`; `within` is a total time in seconds."""

    async def enrollment(self, enrollment_id: EnrollmentId, *, within: float | None = None) -> Enrollment:
        """One enrollment."""
        ...

    async def employee(self, employee_id: EmployeeId, *, within: float | None = None) -> Employee:
        """One employee."""
        ...

    async def enrollments_of(self, employee_id: EmployeeId, *, within: float | None = None) -> Listed[Enrollment]:
        """An employee's enrollments."""
        ...

    async def qualifying_life_events_of(
        self, member_id: MemberId, *, within: float | None = None
    ) -> Listed[QualifyingLifeEvent]:
        """A member's qualifying life events."""
        ...

    async def qualifying_life_event(
        self, member_id: MemberId, qle_id: QleId, *, within: float | None = None
    ) -> QualifyingLifeEvent:
        """One qualifying life event."""
        ...

    def employer_pages(self) -> AsyncIterator[Listed[Employer]]:
        """Every employer the key reaches, page by page; after an error the next step asks for the same page again."""
        ...

    def employees_of(self, employer_id: EmployerId) -> AsyncIterator[Listed[Employee]]:
        """An employer's employees, page by page; after an error the next step asks for the same page again."""
        ...

    async def products(self) -> Listed[Product]:
        """The kinds of benefits."""
        ...

    async def reissue(self, call: Reissue) -> Outcome:
        """Send the reissue, once. Never raises for what the network or the API did: that is the outcome."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What Slack says of a person. `team_id` is None in an org-wide install; `tz` is the name of their time zone;
    `email` is None unless the app was granted `users:read.email`."""

    id: str
    team_id: str | None
    is_active: bool
    is_guest: bool
    is_outsider: bool
    tz: str | None = None
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """What Slack says of a channel."""

    id: str
    is_private: bool
    is_shared: bool


class Emails(Protocol):
    """The e-mail addresses of employees."""

    async def of(self, employee_id: EmployeeId) -> str | None:
        """An employee's; None where none is known."""
        ...


class Directory(Protocol):
    """Who people are. Everything raises AuthorityUnreadable when Slack does not say in time."""

    async def home_team(self) -> str:
        """The id of the workspace the bot is installed in."""
        ...

    async def person(self, user_id: str) -> Person:
        """One person."""
        ...

    async def group(self, group_id: str) -> frozenset[str]:
        """The user ids in a user group."""
        ...

    async def channel(self, channel_id: str) -> Channel:
        """One channel."""
        ...

    async def channel_members(self, channel_id: str) -> frozenset[str]:
        """The user ids in a channel."""
        ...
