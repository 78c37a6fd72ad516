"""Who people are, as plain facts: a directory that answers from what it was told, and the cast of these tests."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from approvals.errors import AuthorityUnreadable
from approvals.lookups.authority import Actor
from approvals.ports.outside import Channel, HomeTeam, Person
from benefits.ids import EmployeeId

HOME, PARTNER = "T0BRIGHTSIDE", "T0PARTNER"
NINA, MARCUS, PRIYA, ZOE = "U0NINA", "U0MARCUS", "U0PRIYA", "W0ZOE"
GIL, OLGA, DANA, ROBOT = "U0GIL", "U0OLGA", "U0DANA", "U0ROBOT"
MANAGERS, HR = "S0MANAGERS", "S0HR"
APPROVALS = "C0APPROVALS"

Fact = TypeVar("Fact")


def a_person(user_id: str, **facts: object) -> Person:
    """A full member of the home team, with the given exceptions."""
    member = Person(id=user_id, team_id=HOME, is_active=True, is_guest=False, is_outsider=False)
    return replace(member, **facts)  # type: ignore[arg-type]


def the_people() -> dict[str, Person]:
    """All people. Zoe is Nina's colleague without any role."""
    people = [
        *(a_person(user_id) for user_id in (NINA, MARCUS, PRIYA, ZOE)),
        a_person(GIL, is_guest=True),
        a_person(OLGA, team_id=PARTNER, is_outsider=True),
        a_person(DANA, is_active=False),
        a_person(ROBOT, is_active=False),
    ]
    return {person.id: person for person in people}


@dataclass
class PlainDirectory:
    """`approvals.ports.outside.Directory` over plain facts; what it does not hold it cannot read."""

    people: dict[str, Person] = field(default_factory=the_people)
    groups: dict[str, set[str]] = field(
        default_factory=lambda: {MANAGERS: {MARCUS, PRIYA, GIL, OLGA, DANA, ROBOT}, HR: {NINA, MARCUS}}
    )
    channels: dict[str, Channel] = field(
        default_factory=lambda: {APPROVALS: Channel(id=APPROVALS, is_private=True, is_shared=False)}
    )
    members: dict[str, set[str]] = field(default_factory=lambda: {APPROVALS: {NINA, MARCUS, GIL}})
    team: str | None = HOME
    enterprise: str | None = None
    asked_for: list[str] = field(default_factory=list)

    async def home_team(self) -> HomeTeam:
        """The team, if it is known."""
        if self.team is None:
            raise AuthorityUnreadable
        return HomeTeam(team_id=self.team, enterprise_id=self.enterprise)

    async def person(self, user_id: str) -> Person:
        """One person."""
        return self._read(self.people, user_id)

    def remembered(self, user_id: str) -> Person | None:
        """One person, without being asked."""
        return self.people.get(user_id)

    async def group(self, group_id: str) -> frozenset[str]:
        """Who is in a group."""
        return frozenset(self._read(self.groups, group_id))

    async def channel(self, channel_id: str) -> Channel:
        """One channel."""
        return self._read(self.channels, channel_id)

    async def channel_members(self, channel_id: str) -> frozenset[str]:
        """Who is in a channel."""
        return frozenset(self._read(self.members, channel_id))

    def _read(self, facts: Mapping[str, Fact], key: str) -> Fact:
        self.asked_for.append(key)
        if key not in facts:
            raise AuthorityUnreadable
        return facts[key]


@dataclass
class PlainEmails:
    """`approvals.ports.outside.Emails` over plain facts."""

    known: dict[EmployeeId, str] = field(default_factory=dict)

    async def of(self, employee_id: EmployeeId) -> tuple[str, ...]:
        """An employee's, if it is among them."""
        return (self.known[employee_id],) if employee_id in self.known else ()

    async def of_each(self, employee_ids: Collection[EmployeeId]) -> dict[EmployeeId, tuple[str, ...]]:
        """The same of several."""
        return {each: await self.of(each) for each in employee_ids}


def at_home(user_id: str) -> Actor:
    """A person who clicks from within the home team."""
    return Actor(user_id, HOME)
