"""The questions of `doctor` to Slack: reading calls only, within the session's time limit, and refusals with Slack's
code."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from benefits.headers import http_date
from handlers.slack.client import NO_ANSWER, error_code, retry_after

PAGE = 1000


class ProbeRefused(Exception):
    """Slack refused, or did not answer.

    `code` is Slack's reason, None without one; `needed` the missing scope; `wait` the seconds that a 429 asks for;
    `date` Slack's clock, None without an answer.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        answer = error.response if isinstance(error, SlackApiError) else None
        self.code = error_code(error)
        self.needed = str(answer.get("needed") or "") if self.code == "missing_scope" and answer is not None else ""
        self.wait = retry_after(error)
        self.date = http_date(answer.headers.get("Date")) if answer is not None else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who the bot is (auth.test). `scopes` are the granted ones, None where Slack did not list them; `date` is Slack's
    clock."""

    team_id: str
    team: str
    user_id: str
    user: str
    scopes: frozenset[str] | None
    date: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelFacts:
    """A channel (conversations.info)."""

    name: str
    is_member: bool
    is_archived: bool
    is_private: bool
    is_shared: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A person's account (users.info)."""

    team_id: str | None
    is_deactivated: bool
    is_bot: bool
    is_guest: bool
    is_outsider: bool


@dataclass(frozen=True, slots=True)
class SlackProbe:
    """The questions. Each raises ProbeRefused."""

    client: AsyncWebClient

    async def identity(self) -> Identity:
        """Who the bot is, and its granted scopes: the header `x-oauth-scopes` of any answer."""
        answer = await _asked(self.client.auth_test())
        granted = answer.headers.get("x-oauth-scopes")
        return Identity(
            team_id=str(answer.get("team_id")),
            team=str(answer.get("team")),
            user_id=str(answer.get("user_id")),
            user=str(answer.get("user")),
            scopes=None if granted is None else frozenset(filter(None, map(str.strip, granted.split(",")))),
            date=http_date(answer.headers.get("Date")),
        )

    async def connection(self, app_token: str) -> None:
        """Check that Slack would accept Socket Mode (apps.connections.open). The address it gives is not used."""
        await _asked(self.client.apps_connections_open(app_token=app_token))

    async def room(self, channel_id: str) -> ChannelFacts:
        """One channel."""
        channel = (await _asked(self.client.conversations_info(channel=channel_id))).get("channel") or {}
        return ChannelFacts(
            name=str(channel.get("name")),
            is_member=bool(channel.get("is_member")),
            is_archived=bool(channel.get("is_archived")),
            is_private=bool(channel.get("is_private")),
            is_shared=any(channel.get(kind) for kind in ("is_ext_shared", "is_org_shared", "is_shared")),
        )

    async def in_room(self, channel_id: str) -> frozenset[str]:
        """The members of a channel; of a very large one, the first thousand."""
        answer = await _asked(self.client.conversations_members(channel=channel_id, limit=PAGE))
        return frozenset(answer.get("members") or ())

    async def account(self, user_id: str) -> Account:
        """One person."""
        user = (await _asked(self.client.users_info(user=user_id))).get("user") or {}
        return Account(
            team_id=user.get("team_id"),
            is_deactivated=bool(user.get("deleted")),
            is_bot=bool(user.get("is_bot")),
            is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            is_outsider=bool(user.get("is_stranger")),
        )

    async def group(self, group_id: str) -> tuple[str, ...]:
        """The members of a user group, sorted."""
        answer = await _asked(self.client.usergroups_users_list(usergroup=group_id))
        return tuple(sorted(answer.get("users") or ()))


async def _asked(call: Awaitable[Any]) -> Any:  # noqa: ANN401 - Slack's answer
    try:
        return await call
    except (*NO_ANSWER, AttributeError) as error:  # AttributeError: slack_sdk fails on a body that is not a JSON object
        raise ProbeRefused(error) from error
