"""Protocols of the outside world above the core. Other rooms implement them; `bot/app.py` connects them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from approvals.model.away import SlackStatus
from approvals.model.digest import Digest
from approvals.model.event_record import EventRecord
from approvals.model.fact import Fact
from benefits.ids import EmployeeId
from benefits.outcome import Outcome


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The current time in UTC, with its time zone."""
        ...


class Board(Protocol):
    """Where requests are shown."""

    async def draw(self, request_id: UUID) -> float | None:
        """Update every copy of a request.

        Returns None if all show the latest version, otherwise the seconds until the next try.
        """
        ...

    def looked_at(self, request_id: UUID) -> None:
        """A driver has come to an end, or has seen that its request is not new: no card has to wait for this one's."""
        ...

    def doubt(self, request_ids: Collection[UUID]) -> None:
        """These requests are taken up by a sweep, so a process may have ended while it drew them: its last update may
        have reached Slack after newer ones that are on record. It matters where several processes draw one request."""
        ...


class Teller(Protocol):
    """Tells requesters what became of the life events that they had recorded."""

    async def tell(self, record: EventRecord) -> bool:
        """Send a direct message about the result; False if it may not have arrived, so that it has to be sent again."""
        ...


class Post(Protocol):
    """Sends reminders to people."""

    async def send(self, digest: Digest) -> bool:
        """Send a digest; False if it was certainly not sent, so that it may be sent later."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeTeam:
    """The workspace that the bot works in. `enterprise_id` is its organization; None without Enterprise Grid."""

    team_id: str
    enterprise_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person in Slack, under the one id that the bot keeps for them; `ids` are all that Slack has named for them.

    On Enterprise Grid a person may have an id of the organization and another of their first workspace. `team_id` is
    then any of their workspaces (None in an org-wide install), `teams` are all, `enterprise_id` is the organization.
    `tz` is the name of their time zone; `email` is None unless the app has the scope `users:read.email`; `names` are
    the names that they go by, `status` is what they say about themselves now.
    """

    id: str
    team_id: str | None
    is_active: bool
    is_guest: bool
    is_outsider: bool
    ids: frozenset[str] = frozenset()
    enterprise_id: str | None = None
    teams: frozenset[str] = frozenset()
    tz: str | None = None
    email: str | None = field(default=None, repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    status: SlackStatus | None = field(default=None, repr=False)

    def belongs_to(self, home: HomeTeam, acting_in: str | None) -> bool:
        """Whether this is a colleague: a member of the bot's workspace, be it one of several of the organization.

        `acting_in` is the workspace that a payload names (None if it names none). It decides only without an
        organization: on Enterprise Grid a colleague may act from any workspace.
        """
        if self.is_outsider:
            return False
        if self.enterprise_id is None:
            return {self.team_id, acting_in} <= {None, home.team_id}
        return self.is_of_organization(home) and home.team_id in self.teams

    def is_of_organization(self, home: HomeTeam) -> bool:
        """Whether this person belongs to the organization of the bot's workspace."""
        return self.enterprise_id is not None and self.enterprise_id == home.enterprise_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A channel in Slack. `id` is its present one: it changes when some private channels are shared."""

    id: str
    is_private: bool
    is_shared: bool


class Emails(Protocol):
    """The e-mail addresses of employees."""

    async def of(self, employee_id: EmployeeId) -> tuple[str, ...]:
        """The addresses under which an employee is or was known, the present one first; none if none is known."""
        ...

    async def of_each(self, employee_ids: Collection[EmployeeId]) -> Mapping[EmployeeId, tuple[str, ...]]:
        """The same of several employees."""
        ...


class Directory(Protocol):
    """People, groups and channels in Slack. All methods raise AuthorityUnreadable if Slack does not answer in time."""

    async def home_team(self) -> HomeTeam:
        """The bot's workspace."""
        ...

    async def person(self, user_id: str) -> Person:
        """One person, by any of their ids."""
        ...

    def remembered(self, user_id: str) -> Person | None:
        """A person as Slack last described them to this process, which may be long ago; None if it never did."""
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


class Observer(Protocol):
    """Keeps logs and counts of what was committed."""

    def committed(self, fact: Fact) -> None:
        """This was committed just now. It does not wait, and raises nothing: what it is about stays as it is."""
        ...


class NoObserver:
    """`Observer` that keeps nothing."""

    def committed(self, fact: Fact) -> None:
        """Keep nothing."""


HeardOutcome = Callable[[Outcome], None]
"""Is told how each reissue call ended, before anything follows from it."""


def unheard(_outcome: Outcome) -> None:
    """No one wants to know."""
