"""An office for tests: a sandbox, the real bot in it over signed HTTP, and colleagues who type and click."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import SecretStr

from bot.app import Bot, running
from bot.settings import Settings
from bot.web import web_app
from sandbox import cast
from sandbox.app import Sandbox, build_sandbox
from sandbox.server import serve

PATIENCE = 20.0
"""Seconds until something that should happen counts as not happening."""

LOOK_EVERY = 0.03

Json = dict[str, Any]


def settings_for(sandbox_url: str, database_url: str, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """The bot's settings in a sandbox, with short times: 1 s for a call, 2 s until an outcome counts as settled."""
    values = {
        "slack_bot_token": SecretStr(cast.BOT_TOKEN),
        "slack_signing_secret": SecretStr(cast.SIGNING_SECRET),
        "slack_api_url": f"{sandbox_url}/api/",
        "vitable_connect_api_key": SecretStr(cast.API_KEY),
        "vitable_connect_base_url": f"{sandbox_url}/benefits",
        "vitable_connect_timeout": 1.0,
        "readback_settle": 2.0,
        "database_url": database_url,
        "approvals_channel": cast.APPROVALS,
        "approvers": (cast.HR_MANAGERS,),
        "requesters": (cast.HR_TEAM,),
    }
    return Settings(**{**values, **changes})


async def eventually(look: Callable[[], Any], what: str = "what was expected") -> Any:  # noqa: ANN401 - what was found
    """Look again and again until there is something; fails after `PATIENCE` seconds. `look` may be a coroutine."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = look()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {PATIENCE:.0f} s")
        await asyncio.sleep(LOOK_EVERY)


@dataclass(frozen=True)
class Office:
    """The sandbox at `url`, and whoever is asked for."""

    sandbox: Sandbox
    url: str
    http: httpx.AsyncClient

    def person(self, user_id: str) -> "Colleague":
        """Somebody of the cast."""
        return Colleague(self, user_id)

    @property
    def nina(self) -> "Colleague":
        """The HR requester."""
        return self.person(cast.NINA)

    @property
    def marcus(self) -> "Colleague":
        """An HR manager, who may also request."""
        return self.person(cast.MARCUS)

    @property
    def priya(self) -> "Colleague":
        """The other HR manager."""
        return self.person(cast.PRIYA)

    async def fault(self, target: str, call: str, kind: str, **more: Any) -> None:  # noqa: ANN401 - fields of a Fault
        """Switch a fault on, for one call unless `times` says otherwise."""
        fault = {"target": target, "call": call, "kind": kind, **more}
        answer = await self.http.post("/sandbox/faults", json=fault)
        assert answer.is_success, answer.text

    async def mend(self) -> None:
        """Switch every fault off."""
        await self.http.delete("/sandbox/faults")

    async def change(self, path: str, **facts: Any) -> None:  # noqa: ANN401 - facts of the cast
        """Change a fact of the cast, such as `people/U0DANA` or `channels/C0APPROVALS`."""
        answer = await self.http.post(f"/sandbox/{path}", json=facts)
        assert answer.is_success, answer.text

    async def calls(self, target: str, call: str | None = None) -> list[Json]:
        """The calls the bot made."""
        answer = (await self.http.get("/sandbox/calls", params={"target": target})).json()
        return [made for made in answer["calls"] if call in (None, made["call"])]

    async def reissues(self) -> list[Json]:
        """The reissues that took effect in the benefits API."""
        found: list[Json] = (await self.http.get("/sandbox/benefits/reissues")).json()["reissues"]
        return found


@dataclass(frozen=True)
class Colleague:
    """One person in the office, who sees what Slack shows them and does what can be done there."""

    office: Office
    id: str

    async def act(self, verb: str, **details: Any) -> Json:  # noqa: ANN401 - fields of the act
        """Do something; returns Slack's answer, `ok` or not."""
        answer: Json = (await self.office.http.post("/sandbox/act", json={"as": self.id, "do": verb, **details})).json()
        return answer

    async def state(self) -> Json:
        """Everything this person sees."""
        seen: Json = (await self.office.http.get("/sandbox/state", params={"as": self.id})).json()
        return seen

    async def command(self, text: str, conversation: str = cast.GENERAL) -> Json:
        """Type a command into a channel."""
        return await self.act("say", conversation=conversation, text=text)

    async def modal(self, holds: Callable[[Json], bool] = lambda _view: True) -> Json:
        """The modal on top, once it is there and `holds`."""

        async def look() -> Json | None:
            views = (await self.state())["views"]
            return views[-1] if views and holds(views[-1]) else None

        found: Json = await eventually(look, "a modal")
        return found

    async def modal_with(self, text: str) -> Json:
        """The modal on top, once it contains a text."""
        return await self.modal(lambda view: text in words_of(view))

    async def messages(self, conversation: str = cast.APPROVALS) -> list[Json]:
        """What stands in a conversation."""
        found: list[Json] = (await self.state())["messages"].get(conversation, [])
        return found

    async def reads(self, text: str, conversation: str = cast.APPROVALS) -> Json:
        """A message that contains a text, once it is there; the latest."""

        async def look() -> Json | None:
            found = [message for message in await self.messages(conversation) if text in words_of(message)]
            return found[-1] if found else None

        message: Json = await eventually(look, f"a message with {text!r}")
        return message

    async def told(self, conversation: str = cast.APPROVALS) -> str:
        """The latest message that only this person sees, once there is one."""

        async def look() -> str | None:
            found = [m["text"] for m in await self.messages(conversation) if m["ephemeral"]]
            return found[-1] if found else None

        sentence: str = await eventually(look, "an ephemeral message")
        return sentence

    async def direct(self) -> str:
        """The conversation with the bot."""

        async def look() -> str | None:
            return next((c["id"] for c in (await self.state())["conversations"] if c["kind"] == "im"), None)

        conversation: str = await eventually(look, "a conversation with the bot")
        return conversation

    async def card(self, status: str = "", conversation: str = cast.APPROVALS) -> Json:
        """The latest card (a message that is in no thread), once it shows `status`."""

        async def look() -> Json | None:
            cards = [m for m in await self.messages(conversation) if not m["thread_ts"] and not m["ephemeral"]]
            return cards[-1] if cards and status in words_of(cards[-1]) else None

        card: Json = await eventually(look, f"a card with {status!r}")
        return card

    async def click(self, message: Json, action: str, conversation: str = cast.APPROVALS, **more: Any) -> Json:  # noqa: ANN401
        """Press a button of a message."""
        block_id = block_of(message, action)
        return await self.act(
            "click", conversation=conversation, ts=message["ts"], block_id=block_id, action_id=action, **more
        )

    async def find(self, view: Json, typed: str) -> list[Json]:
        """What the employee typeahead offers."""
        answer = await self.act(
            "options", view_id=view["id"], block_id="employee", action_id="employee", query=typed, values={}
        )
        options: list[Json] = answer.get("options", [])
        return options

    async def choose(self, view: Json, block_id: str, option: Json, values: Json | None = None) -> Json:
        """Choose an option in a modal's menu."""
        action = block_id.partition(":")[0]
        return await self.act(
            "view_click", view_id=view["id"], block_id=block_id, action_id=action, selected=option, values=values or {}
        )

    async def fill_in(self, employee: str, enrollment: int = 0, qle: int = 0, reason: str = "New baby") -> Json:
        """Open the request modal and fill it in; returns it with `values`, ready to be submitted."""
        await self.command("/reissue")
        view = await self.modal(lambda shown: any(b["type"] == "input" for b in shown["blocks"]))
        option = (await self.find(view, employee))[0]
        await self.choose(view, "employee", option)
        view = await self.modal(lambda shown: len(menus_of(shown)) == 2)
        first, second = menus_of(view)
        values = {
            "employee": {"employee": option},
            first["block_id"]: {"enrollment": first["element"]["options"][enrollment]},
            second["block_id"]: {"qle": second["element"]["options"][qle]},
            "reason": {"reason": reason},
        }
        return {**view, "values": values}

    async def submit(self, view: Json, values: Json | None = None) -> Json:
        """Submit a modal."""
        return await self.act("submit", view_id=view["id"], values=values or view["values"])

    async def requests(self, employee: str = "ada", **choices: Any) -> Json:  # noqa: ANN401 - arguments of fill_in
        """Send a request for approval; returns its card."""
        view = await self.fill_in(employee, **choices)
        answer = await self.submit(view)
        assert answer["ok"], answer
        await self.modal_with("Sent to")
        await self.act("close", view_id=view["id"])
        return await self.card("Waiting for approval")


def words_of(shown: Json) -> str:
    """Everything that can be read in a message or a modal."""
    return "\n".join(_texts({name: shown[name] for name in ("text", "title", "blocks", "errors") if name in shown}))


def _texts(part: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(part, str):
        return [part]
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    return [text for inner in parts for text in _texts(inner)]


def buttons_of(message: Json) -> list[str]:
    """The action ids of a message's buttons."""
    rows = [block["elements"] for block in message["blocks"] or [] if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


def block_of(message: Json, action: str) -> str:
    """The id of the block that holds a button."""
    for block in message["blocks"]:
        if any(element.get("action_id") == action for element in block.get("elements", [])):
            return str(block["block_id"])
    raise AssertionError(f"no button {action!r}; there are {buttons_of(message)}")


def menus_of(view: Json) -> list[Json]:
    """The menus for enrollment and life event, once they are there."""
    return [block for block in view["blocks"] if block.get("element", {}).get("type") == "static_select"]


@asynccontextmanager
async def open_office() -> AsyncIterator[Office]:
    """A sandbox without a bot."""
    sandbox = build_sandbox("")
    async with serve(sandbox.asgi) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http:
        yield Office(sandbox, url, http)


@asynccontextmanager
async def bot_at_work(office: Office, database_url: str, **settings: Any) -> AsyncIterator[Bot]:  # noqa: ANN401
    """The real bot, in this process, serving the office; ready when its employee index is."""
    async with running(settings_for(office.url, database_url, **settings)) as bot, serve(web_app(bot)) as address:
        office.sandbox.bot_url = f"{address}/slack/events"

        async def indexed() -> bool:
            async with bot.store.reading() as work:
                return not await work.employees.is_empty()

        await eventually(indexed, "the employee index")
        yield bot
