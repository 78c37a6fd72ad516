"""An office for tests: a sandbox, the real bot in it over signed HTTP, and colleagues who type and click."""

import json
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr
from starlette.types import ASGIApp

from approvals.rules.budgets import TimeBudgets
from benefits.contract import Contract
from bot.app import Bot, running
from bot.settings import Settings
from bot.web import web_app
from sandbox import cast
from sandbox.app import Sandbox, build_sandbox
from sandbox.benefits.connect6.event_rows import TYPES
from sandbox.benefits.world import CONTRACTS
from sandbox.server import serve
from sandbox.slack.delivery import ACK_SECONDS
from tests.colleague import Colleague
from tests.patience import PATIENCE, eventually
from tests.patient import FACTOR, PATIENT
from tests.plain_http import plain_client
from tests.shown import block_of, buttons_of, initial_of, label_of, menus_of, words_of

__all__ = [
    "AUDIT_KEY",
    "Colleague",
    "Office",
    "block_of",
    "bot_at_work",
    "buttons_of",
    "eventually",
    "initial_of",
    "label_of",
    "menus_of",
    "open_office",
    "settings_for",
    "words_of",
]

Json = dict[str, Any]

AUDIT_KEY = "the key of the office's audit, for tests"

FORM = "application/x-www-form-urlencoded"

API_TIMEOUT = 4.0
"""Seconds for a call of the benefits API: what a busy machine puts off by less is no lost answer."""


def settings_for(sandbox_url: str, database_url: str, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """The bot's settings in a sandbox, with shorter times than at work."""
    values = {
        "slack_bot_token": SecretStr(cast.BOT_TOKEN),
        "slack_signing_secret": SecretStr(cast.SIGNING_SECRET),
        "slack_api_url": f"{sandbox_url}/api/",
        "vitable_connect_api_key": SecretStr(cast.API_KEY),
        "vitable_connect_base_url": f"{sandbox_url}/benefits",
        "vitable_connect_timeout": API_TIMEOUT,
        "readback_settle": 2 * API_TIMEOUT,
        "audit_key": SecretStr(AUDIT_KEY),
        "database_url": database_url,
        "approvals_channel": cast.APPROVALS,
        "approvers": (cast.HR_MANAGERS,),
        "requesters": (cast.HR_TEAM,),
    }
    return Settings(**{**values, **changes})


@dataclass(frozen=True)
class Office:
    """The sandbox at `url`, and whoever is asked for."""

    sandbox: Sandbox
    url: str
    http: httpx.AsyncClient

    @property
    def contract(self) -> Contract:
        """What its benefits API speaks."""
        return Contract.CONNECT_6 if self.sandbox.benefits.world.shape == "connect-6" else Contract.DOCUMENTED

    def event(self, name: str) -> str:
        """What a life event of the documented contract is called in its contract."""
        return name if self.contract is Contract.DOCUMENTED else TYPES[name.casefold()][1]

    def person(self, user_id: str) -> Colleague:
        """Somebody of the cast."""
        return Colleague(self.http, user_id)

    @property
    def nina(self) -> Colleague:
        """The HR requester."""
        return self.person(cast.NINA)

    @property
    def marcus(self) -> Colleague:
        """An HR manager, who may also request."""
        return self.person(cast.MARCUS)

    @property
    def priya(self) -> Colleague:
        """The other HR manager."""
        return self.person(cast.PRIYA)

    async def fault(self, target: str, call: str, kind: str, **more: Any) -> None:  # noqa: ANN401 - fields of a Fault
        """Switch a fault on, for one call unless `times` says otherwise."""
        fault = {"target": target, "call": call, "kind": kind, **more}
        answer = await self.http.post("/sandbox/faults", json=fault)
        assert answer.is_success, answer.text

    async def somebody_reissues(self, enrollment_id: str, qle_id: str) -> None:
        """A reissue that is not the bot's."""
        event = "qle_id" if self.contract is Contract.DOCUMENTED else "qualifying_life_event_id"
        path, headers = f"/benefits/v1/enrollments/{enrollment_id}/reissue", {"authorization": f"Bearer {cast.API_KEY}"}
        answer = await self.http.post(path, json={event: qle_id, "reason": "made in Vitable"}, headers=headers)
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

    async def deliver(self, body: str, content_type: str = FORM, **headers: str) -> Json:
        """Deliver a body that no client of Slack would have made, signed unless told otherwise; status and body."""
        made = {"body": body, "content_type": content_type, **headers}
        answer = await self.http.post("/sandbox/deliver", json=made)
        assert answer.is_success, answer.text
        told: Json = answer.json()
        return told

    async def forge(self, payload: Json) -> Json:
        """Deliver an interactive payload of our own making."""
        return await self.deliver(urlencode({"payload": json.dumps(payload)}))

    def answers_to(self, person: str, card: Json) -> str:
        """A response_url that leads to a person, for a click on a card in the approvals channel."""
        key = self.sandbox.workspace.response_urls.issue(person, cast.APPROVALS, card["ts"])
        return f"{self.url}/response/{key}"

    async def reissues(self) -> list[Json]:
        """The reissues that took effect in the benefits API."""
        found: list[Json] = (await self.http.get("/sandbox/benefits/reissues")).json()["reissues"]
        return found


@asynccontextmanager
async def open_office(
    patience: float = FACTOR,
    *,
    contract: Contract = Contract.DOCUMENTED,
    hosts: Collection[str] = (),
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app,
    crowd: int = 0,
) -> AsyncIterator[Office]:
    """A sandbox without a bot, whose Slack waits `patience` times as long as Slack does.

    `hosts` are its names beside this machine's own; `around` puts something around its application; `crowd` is the
    number of employees beside the cast.
    """
    sandbox = build_sandbox(
        "", ack_seconds=patience * ACK_SECONDS, hosts=hosts, crowd=crowd, shape=CONTRACTS[contract.value]
    )
    sandbox.workspace.triggers.seconds *= patience
    async with serve(around(sandbox.asgi)) as url, plain_client(base_url=url, timeout=PATIENCE) as http:
        yield Office(sandbox, url, http)


@asynccontextmanager
async def bot_at_work(
    office: Office,
    database_url: str,
    *,
    indexed_first: bool = True,
    budgets: TimeBudgets = PATIENT,
    **settings: Any,  # noqa: ANN401 - any setting
) -> AsyncIterator[Bot]:
    """The real bot, in this process, serving the office; ready when its employee index is, where it needs one."""
    async with (
        running(
            settings_for(office.url, database_url, **{"vitable_connect_contract": office.contract, **settings}), budgets
        ) as bot,
        serve(web_app(bot)) as address,
    ):
        office.sandbox.bot_url = f"{address}/slack/events"

        async def indexed() -> bool:
            async with bot.store.reading() as work:
                return (await work.refreshes.report()).count > 0

        if indexed_first and office.contract is Contract.DOCUMENTED:
            await eventually(indexed, "the employee index")
        yield bot
