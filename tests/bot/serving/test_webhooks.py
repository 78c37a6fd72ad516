"""The endpoint for Vitable's events, in the real bot: who may deliver, what is answered, and what it leads to."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from approvals.driver.summarize import WITHIN
from approvals.model.request import EmployeeFacts, ReissueRequest
from approvals.model.status import RequestStatus
from benefits.contract import Contract
from benefits.ids import EmployeeId, EnrollmentId, MemberId
from bot.app import Bot
from bot.clock import SystemClock
from bot.serving.refused import Reason
from bot.serving.webhooks import LIMITS
from sandbox.benefits.connect6.webhooks import signature
from tests.bot.serving.site import Line
from tests.databases import Postgres
from tests.office import Office, bot_at_work, eventually, open_office
from tests.plain_http import plain_client
from tests.store.values import a_request

pytestmark = pytest.mark.anyio

SECRET = "whsec_of_the_site"

QUOTED = "quoted-7f3a"
"""Stands in what strangers send, and must not stand in the log."""

MEIS, ADAS = EnrollmentId("enrl_mei_tanaka_medical"), EnrollmentId("enrl_ada_lovelace_medical")
"""Enrollments that the bot has opened; it has not read them yet."""


@dataclass(frozen=True)
class Site:
    """The bot, and the way to its endpoint: `http` as anyone, `deliver` as the sandbox's API."""

    office: Office
    bot: Bot
    http: httpx.AsyncClient
    path: str = "/vitable/webhooks"

    @property
    def refused(self) -> Mapping[Reason, int]:
        """What was refused so far, by reason."""
        assert self.bot.webhooks is not None
        return self.bot.webhooks.refused.counts

    async def deliver(self, number: int = 1, resource_id: str = MEIS, **how: Any) -> int:  # noqa: ANN401 - age, secret
        """Let the sandbox deliver an event; returns the bot's answer."""
        event = {"event_id": f"wevt_{number}", "event_name": "galaxy.exploded", "resource_id": resource_id}
        told = await self.office.http.post("/sandbox/benefits/webhooks/deliver", json={"event": event, **how})
        status: int = told.json()["status"]
        return status

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """Post a body, signed unless there are other headers."""
        return await self.http.post(self.path, content=body, headers=signed(body) if headers is None else headers)

    async def reads(self) -> list[str]:
        """Whose enrollments the bot has read, in order."""
        read = await self.office.calls("benefits", "member_enrollments")
        return [made["path"].split("/")[-2] for made in read]

    async def has_read(self, *members: str) -> None:
        """Wait until it has read theirs, and nothing else."""

        async def is_read() -> bool:
            return len(await self.reads()) >= len(members)

        await eventually(is_read, f"readings for {members}")
        assert await self.reads() == [f"mbr_{member}" for member in members]

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Line]:
        """A connection to the bot, byte by byte."""
        url = urlsplit(str(self.http.base_url))
        line = Line(*await asyncio.open_connection(url.hostname, url.port))
        try:
            yield line
        finally:
            line.writer.close()

    async def begin(self, line: Line, *headers: str) -> None:
        """Send the beginning of a delivery."""
        await line.send("\r\n".join([f"POST {self.path} HTTP/1.1", "Host: bot", *headers, "", ""]).encode())


def signed(body: bytes, late: float = 0) -> dict[str, str]:
    """The headers of a delivery, `late` seconds after now."""
    timestamp = str(int(time.time() + late))
    return {"X-Vitable-Timestamp": timestamp, "X-Vitable-Signature": signature(SECRET, timestamp, body)}


def lines(headers: dict[str, str]) -> list[str]:
    """Headers as they are sent."""
    return [f"{name}: {value}" for name, value in headers.items()]


@asynccontextmanager
async def opened(database_url: str, secret: str = SECRET) -> AsyncIterator[Site]:
    """The bot, with a request for each of the enrollments."""
    settings: dict[str, Any] = {
        "vitable_connect_contract": Contract.CONNECT_6,
        "vitable_webhook_secret": SecretStr(secret),
    }
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(open_office())
        await office.change("benefits/shape", shape="connect-6")
        bot = await stack.enter_async_context(bot_at_work(office, database_url, indexed_first=False, **settings))
        url = office.sandbox.bot_url.removesuffix("/slack/events")
        site = Site(office, bot, await stack.enter_async_context(plain_client(base_url=url)))
        await office.change("benefits/webhooks", url=f"{url}{site.path}", secret=SECRET)
        async with bot.store.writing() as work:
            await work.requests.add(reissued("mei_tanaka", MEIS))
            await work.requests.add(reissued("ada_lovelace", ADAS))
            await work.commit()
        yield site


def reissued(key: str, enrollment_id: EnrollmentId) -> ReissueRequest:
    """A request that opened an enrollment an hour ago, which could not be read."""
    return a_request(
        status=RequestStatus.REISSUED,
        employee=EmployeeFacts(
            id=EmployeeId(f"empl_{key}"), member_id=MemberId(f"mbr_{key}"), name=key, employer_id=None
        ),
        contract=Contract.CONNECT_6,
        new_enrollment_id=enrollment_id,
        changed_at=SystemClock().now() - timedelta(hours=1),
    )


@pytest.fixture
async def site(one_database_url: str) -> AsyncIterator[Site]:
    async with opened(one_database_url) as site:
        yield site


async def test_an_event_is_followed_once_however_often_it_is_delivered(site: Site) -> None:
    for _ in range(3):
        assert await site.deliver(1) == 204
    await site.has_read("mei_tanaka")
    assert await site.deliver(1) == 204
    assert await site.deliver(2, ADAS) == 204
    await site.has_read("mei_tanaka", "ada_lovelace")
    assert site.refused == {}


async def test_only_what_is_signed_with_the_secret_and_within_five_minutes_is_followed(site: Site) -> None:
    with capture_logs() as logs:
        for how in ({"secret": "another"}, {"age": 310}, {"age": -310}):
            assert await site.deliver(resource_id=f"enrl_{QUOTED}", **how) == 401
        body = json.dumps({"event_id": QUOTED, "resource_id": MEIS}).encode()
        for headers in (
            {},
            {"X-Vitable-Timestamp": signed(body)["X-Vitable-Timestamp"]},
            {"X-Vitable-Signature": signed(body)["X-Vitable-Signature"]},
            {**signed(body), "X-Vitable-Signature": QUOTED},
            {**signed(body), "X-Vitable-Timestamp": "yesterday"},
            {**signed(body), "X-Vitable-Timestamp": "-1"},
        ):
            answer = await site.post(body, headers)
            assert (answer.status_code, answer.content) == (401, b"")
        answer = await site.post(body + b" ", signed(body))
        assert (answer.status_code, answer.content) == (401, b"")
    assert site.refused == {Reason.SIGNATURE: 2, Reason.TIMESTAMP: 2, Reason.UNSIGNED: 6}
    assert QUOTED not in str(logs)
    told = [line for line in logs if line["event"] == "webhooks_refused"]
    assert [line["reason"] for line in told] == ["signature", "timestamp", "unsigned"]
    assert await site.deliver() == 204
    await site.has_read("mei_tanaka")
    for early in ([], lines(signed(b"", late=400))):  # refused before the body is there
        async with site.connection() as line:
            await site.begin(line, "Content-Length: 60000", *early)
            assert await line.status() == 401


async def test_a_body_that_is_too_large_is_refused_by_its_announcement_or_by_its_bytes(site: Site) -> None:
    large = b"x" * (LIMITS.largest + 1)
    answer = await site.post(large)
    assert (answer.status_code, answer.content) == (413, b"")
    async with site.connection() as line:
        await site.begin(line, "Transfer-Encoding: chunked", *lines(signed(large)))
        await line.send(b"%x\r\n%s\r\n" % (len(large), large))
        assert await line.status() == 413
    assert site.refused == {Reason.TOO_LARGE: 2}


async def test_what_is_signed_is_answered_with_204_whatever_it_says(site: Site) -> None:
    with capture_logs() as logs:
        for body in (
            b"",
            QUOTED.encode(),
            b"[" * 50_000,
            json.dumps({"event_id": QUOTED}).encode(),
            json.dumps({"event_id": 7, "resource_id": QUOTED}).encode(),
            json.dumps({"event_id": "wevt_9", "event_name": QUOTED, "resource_id": f"enrl_{QUOTED}"}).encode(),
            json.dumps({"event_id": "wevt_8", "resource_id": "enrl_../employees"}).encode(),
        ):
            answer = await site.post(body)
            assert (answer.status_code, answer.content) == (204, b"")
    assert site.refused == {Reason.UNREADABLE: 4}
    assert QUOTED not in str(logs)
    assert [line["event"] for line in logs if line["log_level"] != "info"] == ["webhooks_refused"]


async def test_the_answer_to_an_event_does_not_wait_for_the_reading(site: Site) -> None:
    await site.office.fault("benefits", "*", "hang", times=None)
    for number in range(5):
        async with asyncio.timeout(WITHIN - 1):
            assert await site.deliver(number) == 204
        await site.has_read("mei_tanaka")


async def test_many_events_at_once_that_do_not_end_keep_no_click_out(site: Site) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(LIMITS.together // LIMITS.largest + 5):
            line = await stack.enter_async_context(site.connection())
            await site.begin(line, f"Content-Length: {LIMITS.largest}", *lines(signed(b"")))
            await line.send(b"x" * (LIMITS.largest - 1))
        await eventually(lambda: site.refused.get(Reason.BUSY), "a delivery that is refused")
        assert (await site.office.nina.command("/reissue list"))["ok"]
        assert await site.deliver() == 204
    assert not site.bot.refused.counts


async def test_while_the_database_is_away_events_are_taken_and_followed_when_it_is_back(
    postgres: Postgres, postgres_url: str
) -> None:
    database = make_url(postgres_url).database or ""
    with capture_logs() as logs:
        async with opened(postgres_url) as site:
            postgres.cut_off(database)
            assert [await site.deliver(number) for number in range(3)] == [204] * 3
            await eventually(lambda: "webhook_events_postponed" in str(logs), "a round that meets the outage")
            assert await site.reads() == []
            postgres.let_in(database)
            await site.has_read("mei_tanaka")


async def test_a_wrong_secret_is_told_by_readiness_metrics_and_log(one_database_url: str) -> None:
    with capture_logs() as logs:
        async with opened(one_database_url, secret="whsec_of_another") as site:
            assert await site.deliver() == 401
            ready, figures = (await site.http.get("/readyz")).json(), (await site.http.get("/metrics")).text
    assert (ready["slack_signature"], "check VITABLE_WEBHOOK_SECRET" in ready["webhook_signature"]) == ("ok", True)
    assert 'reissue_webhooks_refused_total{reason="signature"} 1.0' in figures
    assert "reissue_webhooks_verified_total 0.0" in figures
    assert 'reissue_deliveries_refused_total{reason="signature"} 0.0' in figures
    [line] = [line for line in logs if line["event"] == "webhooks_refused"]
    assert (line["reason"], "VITABLE_WEBHOOK_SECRET" in line["hint"]) == ("signature", True)


async def test_without_a_secret_there_is_no_such_page(one_database_url: str) -> None:
    async with (
        open_office() as office,
        bot_at_work(office, one_database_url, indexed_first=False),
        plain_client(base_url=office.sandbox.bot_url.removesuffix("/slack/events")) as http,
    ):
        body = b'{"event_id": "wevt_1"}'
        assert (await http.post("/vitable/webhooks", content=body, headers=signed(body))).status_code == 404
        assert "webhook_signature" not in (await http.get("/readyz")).json()
        assert "reissue_webhooks" not in (await http.get("/metrics")).text
