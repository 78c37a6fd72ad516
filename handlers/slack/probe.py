"""The questions of `doctor` to Slack: reading calls only, within the session's time limit, and refusals with Slack's
code."""

import json
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from approvals.ports.outside import Person
from benefits.headers import http_date
from handlers.slack.client import NO_ANSWER, error_code, retry_after
from handlers.slack.facts import is_about_to_be_shared, is_shared, person_of

PAGE = 1000

INVALID = ("invalid_blocks", "invalid_message", "invalid_view")
"""With these codes Slack's validator says that it has judged, and found faults."""


class ProbeRefused(Exception):
    """Slack refused, or did not answer.

    `code` is Slack's reason, None without one; `needed` the missing scope; `wait` the seconds that a 429 asks for;
    `date` Slack's clock, None without an answer; `answer` what it said.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        answer = error.response if isinstance(error, SlackApiError) else None
        self.answer = answer
        self.code = error_code(error)
        self.needed = str(answer.get("needed") or "") if self.code == "missing_scope" and answer is not None else ""
        self.wait = retry_after(error)
        self.date = http_date(answer.headers.get("Date")) if answer is not None else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who the bot is (auth.test). `is_org_wide`: it is installed for the whole organization. `scopes` are the granted
    ones, None where Slack did not list them; `date` is Slack's clock."""

    team_id: str
    enterprise_id: str | None
    is_org_wide: bool
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
    team_id: str | None
    is_private: bool
    is_shared: bool
    is_about_to_be_shared: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account (users.info), of a person or of a bot. `offset` is the seconds that Slack adds to UTC there now; None
    if Slack knows no time zone."""

    person: Person
    is_bot: bool
    offset: int | None


@dataclass(frozen=True, eq=False, repr=False)
class SlackProbe:
    """The questions. Each raises ProbeRefused."""

    client: AsyncWebClient

    async def identity(self) -> Identity:
        """Who the bot is, and its granted scopes: the header `x-oauth-scopes` of any answer."""
        answer = await _asked(self.client.auth_test())
        granted = answer.headers.get("x-oauth-scopes")
        return Identity(
            team_id=str(answer.get("team_id")),
            enterprise_id=answer.get("enterprise_id"),
            is_org_wide=bool(answer.get("is_enterprise_install")),
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
            team_id=channel.get("context_team_id"),
            is_private=bool(channel.get("is_private")),
            is_shared=is_shared(channel),
            is_about_to_be_shared=is_about_to_be_shared(channel),
        )

    async def in_room(self, channel_id: str) -> frozenset[str]:
        """The members of a channel; of a very large one, the first thousand."""
        answer = await _asked(self.client.conversations_members(channel=channel_id, limit=PAGE))
        return frozenset(answer.get("members") or ())

    async def account(self, user_id: str) -> Account:
        """One person."""
        user = (await _asked(self.client.users_info(user=user_id))).get("user") or {}
        return Account(person=person_of(user, user_id), is_bot=bool(user.get("is_bot")), offset=user.get("tz_offset"))

    async def group(self, group_id: str, team_id: str | None = None) -> tuple[str, ...]:
        """The members of a user group, sorted; an app of the whole organization has to name the group's workspace."""
        answer = await _asked(self.client.usergroups_users_list(usergroup=group_id, team_id=team_id))
        return tuple(sorted(answer.get("users") or ()))

    async def faults_in_message(self, blocks: Sequence[Any]) -> tuple[str, ...]:
        """What Slack's validator finds wrong with the blocks of a message (blocks.validate)."""
        return await self._faults_in(message={"blocks": blocks})

    async def faults_in_view(self, view: Mapping[str, Any]) -> tuple[str, ...]:
        """What Slack's validator finds wrong with a modal or a Home tab (blocks.validate)."""
        return await self._faults_in(view=view)

    async def _faults_in(self, **screen: Any) -> tuple[str, ...]:  # noqa: ANN401 - the method's argument
        arguments = {name: json.dumps(value) for name, value in screen.items()}
        try:
            await _asked(self.client.api_call("blocks.validate", data=arguments))
        except ProbeRefused as refusal:
            if refusal.code not in INVALID:
                raise
            return _faults(refusal.answer)
        return ()


def _faults(answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - Slack's answer
    """What the validator says is wrong, and where, in words without foreign text: the screens are made up."""
    errors = answer.get("errors")
    told = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    return tuple(f"{error.get('message')} ({error.get('pointer')})" for error in told) or ("unexplained",)


async def _asked(call: Awaitable[Any]) -> Any:  # noqa: ANN401 - Slack's answer
    try:
        return await call
    except (*NO_ANSWER, AttributeError) as error:  # AttributeError: slack_sdk fails on a body that is not a JSON object
        raise ProbeRefused(error) from error
