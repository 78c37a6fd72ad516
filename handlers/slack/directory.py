"""People, groups and channels, asked of Slack within a second, and remembered for two minutes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cachetools import LRUCache, TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from approvals.errors import AuthorityUnreadable
from approvals.lookups.single_flight import SingleFlight
from approvals.ports.outside import Channel, HomeTeam, Person
from approvals.rules.budgets import TimeBudgets
from handlers.slack.client import NO_ANSWER, error_code
from handlers.slack.facts import is_shared, person_of

REMEMBERED = 120.0
"""Seconds until an answer is too old."""

FRESH = 5.0
"""Seconds for which an answer about a channel is good enough to show names there. Slack allows 50 such questions a
minute (conversations.info): four replicas that post all the time ask 48."""

ANSWERS = 5_000
"""Answers that are remembered at most."""

NOT_FOUND = "channel_not_found"

NOT_ONE_OF_US = frozenset({"user_not_found", "user_not_visible"})

PAGE = 1000

Answer = TypeVar("Answer")


@dataclass(slots=True, eq=False, repr=False)
class SlackDirectory:
    """`approvals.ports.outside.Directory` over the Web API (users.info, usergroups.users.list, conversations.*).

    Where the app is installed for a whole organization, the workspace of `approvals_channel` is the bot's.
    """

    client: AsyncWebClient
    budgets: TimeBudgets
    approvals_channel: str
    seconds: Callable[[], float] = time.monotonic
    _known: TTLCache[tuple[str, str], Any] = field(init=False)
    _fresh: TTLCache[str, Channel] = field(init=False)
    _people: LRUCache[str, Person] = field(init=False)
    _flight: SingleFlight = field(default_factory=SingleFlight)
    _home: HomeTeam | None = None
    _named_team: str | None = None

    def __post_init__(self) -> None:
        self._known = TTLCache(ANSWERS, REMEMBERED, self.seconds)
        self._fresh = TTLCache(ANSWERS, FRESH, self.seconds)
        self._people = LRUCache(ANSWERS)

    async def connect(self) -> HomeTeam:
        """Learn who the bot is (auth.test). Raises AuthorityUnreadable."""
        answer = await self._ask(self.client.auth_test())
        team, enterprise = str(answer["team_id"]), answer.get("enterprise_id")
        if answer.get("is_enterprise_install"):
            team = await self._team_of_channel()
            self._named_team = team
        self._home = HomeTeam(team_id=team, enterprise_id=enterprise)
        return self._home

    async def home_team(self) -> HomeTeam:
        """The workspace the bot works in; it never changes."""
        if self._home is None:
            return await self._flight.ask(("home", ""), self.connect)
        return self._home

    async def person(self, user_id: str) -> Person:
        """One person (users.info)."""
        return await self._remember(("person", user_id), lambda: self._person(user_id))

    def remembered(self, user_id: str) -> Person | None:
        """One person as Slack last described them, however long ago; None if it never did."""
        return self._people.get(user_id)

    async def group(self, group_id: str) -> frozenset[str]:
        """The active members of a user group (usergroups.users.list)."""
        return await self._remember(("group", group_id), lambda: self._group(group_id))

    async def channel(self, channel_id: str) -> Channel:
        """One channel (conversations.info)."""
        return await self._remember(("channel", channel_id), lambda: self._channel(channel_id))

    async def channel_now(self, channel_id: str) -> Channel:
        """One channel, as Slack described it at most FRESH seconds ago."""
        known = self._fresh.get(channel_id)
        if known is None:
            key = ("channel", channel_id)
            known = await self._flight.ask(key, lambda: self._channel(channel_id))
            self._fresh[channel_id] = self._known[key] = known
        return known

    async def channel_members(self, channel_id: str) -> frozenset[str]:
        """All members of a channel (conversations.members)."""
        return await self._remember(("members", channel_id), lambda: self._members(channel_id))

    def forget(self) -> None:
        """Ask Slack again from now on."""
        self._known.clear()
        self._fresh.clear()
        self._people.clear()

    async def _remember(self, key: tuple[str, str], ask: Callable[[], Awaitable[Answer]]) -> Answer:
        known: Answer | None = self._known.get(key)
        if known is None:
            # Slack allows 20 such calls a minute, so people who click at the same time share one.
            known = self._known[key] = await self._flight.ask(key, ask)
        return known

    async def _ask(self, call: Awaitable[Any]) -> Any:  # noqa: ANN401 - Slack's JSON
        try:
            async with asyncio.timeout(self.budgets.directory):
                return await call
        except NO_ANSWER as error:
            raise AuthorityUnreadable from error

    async def _person(self, user_id: str) -> Person:
        try:
            user = (await self._ask(self.client.users_info(user=user_id)))["user"]
        except AuthorityUnreadable as error:
            if error.__cause__ is not None and error_code(error.__cause__) in NOT_ONE_OF_US:
                return Person(id=user_id, team_id=None, is_active=False, is_guest=False, is_outsider=True)
            raise
        found = self._people[user_id] = person_of(user, user_id)
        return found

    async def _group(self, group_id: str) -> frozenset[str]:
        await self.home_team()
        answer = await self._ask(self.client.usergroups_users_list(usergroup=group_id, team_id=self._named_team))
        return frozenset(answer["users"])

    async def _channel(self, channel_id: str) -> Channel:
        """A private channel can get another id when it is shared with another company, with `C` in place of `G`
        (https://docs.slack.dev/apis/web-api/using-the-conversations-api): then that is the one described."""
        try:
            return await self._described(channel_id)
        except AuthorityUnreadable as error:
            if error_code(error.__cause__) != NOT_FOUND or not channel_id.startswith("G"):
                raise
        return await self._described(f"C{channel_id[1:]}")

    async def _described(self, channel_id: str) -> Channel:
        channel = (await self._ask(self.client.conversations_info(channel=channel_id)))["channel"]
        return Channel(
            id=str(channel.get("id") or channel_id),
            is_private=bool(channel.get("is_private")),
            is_shared=is_shared(channel),
        )

    async def _team_of_channel(self) -> str:
        channel = (await self._ask(self.client.conversations_info(channel=self.approvals_channel)))["channel"]
        team = str(channel.get("context_team_id"))
        if not team.startswith("T"):
            raise AuthorityUnreadable
        return team

    async def _members(self, channel_id: str) -> frozenset[str]:
        members: set[str] = set()
        cursor = ""
        while True:
            call = self.client.conversations_members(channel=channel_id, cursor=cursor, limit=PAGE)
            answer = await self._ask(call)
            members.update(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(members)
