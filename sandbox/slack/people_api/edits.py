"""Edits the cast while the sandbox runs: accounts, channels, user groups, the app's scopes and address."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.loopback import on_this_machine
from sandbox.slack.delivery import Delivery
from sandbox.slack.errors import ActRefused
from sandbox.slack.people_api.answers import done, parsed, refusing
from sandbox.slack.workspace import Workspace


class Edit(BaseModel):
    """The fields to change. Fields that are not named keep their values."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PersonEdit(Edit):
    """Flags of an account, its time zone, and the id that payloads name."""

    deleted: bool | None = None
    is_restricted: bool | None = None
    is_bot: bool | None = None
    is_stranger: bool | None = None
    tz: str | None = None
    acts_under: str | None = None
    tz_offset: int | None = None
    status_text: str | None = None
    status_emoji: str | None = None
    status_expiration: int | None = None


class ChannelEdit(Edit):
    """Fields of a channel. Its id changes when some private channels are shared with another company."""

    id: str | None = None
    is_private: bool | None = None
    is_ext_shared: bool | None = None
    is_org_shared: bool | None = None
    is_pending_ext_shared: bool | None = None
    is_archived: bool | None = None
    bot_member: bool | None = None
    members: list[str] | None = None


class GroupEdit(Edit):
    """Fields of a user group."""

    users: list[str] | None = None
    disabled: bool | None = None


class ScopesEdit(Edit):
    """The app's new scopes, and whether Slack lists them in the header of its answers."""

    scopes: set[str]
    listed: bool = True


class EventsEdit(Edit):
    """The app's new event subscriptions."""

    events: set[str]


class BotEdit(Edit):
    """The app's new address, which must be on this machine: the sandbox delivers nothing to any other."""

    url: Annotated[str, AfterValidator(on_this_machine)]


class Edits:
    """Answers POST /sandbox/people/{id}, /channels/{id}, /groups/{id}, /scopes, /subscriptions and /bot."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    def routes(self) -> list[Route]:
        """The routes to mount."""
        handlers = {
            "/sandbox/people/{id}": self.person,
            "/sandbox/channels/{id}": self.channel,
            "/sandbox/groups/{id}": self.group,
            "/sandbox/scopes": self.scopes,
            "/sandbox/subscriptions": self.subscriptions,
            "/sandbox/bot": self.bot,
        }
        return [Route(path, refusing(handler), methods=["POST"]) for path, handler in handlers.items()]

    async def person(self, request: Request) -> Response:
        """Change an account."""
        return await self._change(request, self._workspace.directory.people, PersonEdit)

    async def channel(self, request: Request) -> Response:
        """Change a channel."""
        answer = await self._change(request, self._workspace.directory.channels, ChannelEdit)
        self._workspace.renumber(request.path_params["id"])
        return answer

    async def group(self, request: Request) -> Response:
        """Change a user group."""
        return await self._change(request, self._workspace.directory.groups, GroupEdit)

    async def scopes(self, request: Request) -> Response:
        """Change the app's scopes."""
        edit = await parsed(request, TypeAdapter(ScopesEdit))
        self._workspace.scopes, self._workspace.lists_scopes = edit.scopes, edit.listed
        return done()

    async def subscriptions(self, request: Request) -> Response:
        """Change which events the app gets."""
        self._workspace.events = (await parsed(request, TypeAdapter(EventsEdit))).events
        return done()

    async def bot(self, request: Request) -> Response:
        """Change the app's address."""
        self._delivery.bot_url = (await parsed(request, TypeAdapter(BotEdit))).url
        self._workspace.changes.touch()
        return done()

    async def _change(self, request: Request, things: dict[str, Any], edit: type[Edit]) -> Response:
        thing = things.get(request.path_params["id"])
        if thing is None:
            raise ActRefused("not_found", f"There is no {request.path_params['id']} here.")
        change = await parsed(request, TypeAdapter(edit))
        for name, value in change.model_dump(exclude_none=True).items():
            setattr(thing, name, value)
        self._workspace.changes.touch()
        return done()
