"""What alerts need of the metrics: whether a bot can save, whether it may send, and series that begin at 0."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from benefits.contract import Contract
from bot.app import Bot
from bot.metrics.counting import Counts
from bot.metrics.registry import Mode
from bot.web import web_app
from handlers.kinds import DeliveryKind
from sandbox.server import serve
from tests.office import bot_at_work, open_office
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def at_work(
    url: str,
    contract: Contract = Contract.DOCUMENTED,
    **settings: Any,  # noqa: ANN401 - any setting
) -> AsyncIterator[Bot]:
    async with open_office(contract=contract) as office, bot_at_work(office, url, **settings) as bot:
        yield bot


async def page_of(bot: Bot) -> str:
    """Its metrics, as they are now."""
    async with serve(web_app(bot)) as url, plain_client(base_url=url) as client:
        page: httpx.Response = await client.get("/metrics")
    assert page.status_code == 200
    return page.text


async def test_a_bot_that_can_read_and_not_write_is_not_ready_and_tells_the_rest(database_url: str) -> None:
    async with at_work(database_url) as bot:
        assert "\nreissue_ready 1.0\n" in await page_of(bot)
        async with bot.engine.begin() as connection:
            await connection.execute(sa.text("UPDATE bot_alembic_version SET version_num = '0001'"))
        page = await page_of(bot)
    assert "\nreissue_ready 0.0\n" in page
    assert '\nreissue_requests{status="pending"} 0.0\n' in page


async def test_a_bot_that_cannot_read_is_not_ready_and_tells_what_it_knows_itself(one_database_url: str) -> None:
    async with at_work(one_database_url) as bot:
        async with bot.engine.begin() as connection:
            await connection.execute(sa.text("ALTER TABLE bot_card RENAME TO bot_card_away"))
        page = await page_of(bot)
    assert "\nreissue_ready 0.0\n" in page
    assert "\nreissue_build_info{" in page
    assert "\nreissue_requests{" not in page


@pytest.mark.parametrize("paused", [True, False])
async def test_the_brake_is_told(one_database_url: str, paused: bool) -> None:
    async with at_work(one_database_url, reissue_paused=paused) as bot:
        assert f"\nreissue_paused {float(paused)}\n" in await page_of(bot)


@pytest.mark.parametrize("contract", Contract)
async def test_the_age_of_the_index_is_told_where_there_is_one(one_database_url: str, contract: Contract) -> None:
    async with at_work(one_database_url, contract) as bot:
        is_told = "\nreissue_last_index_refresh_timestamp_seconds " in await page_of(bot)
    assert is_told == (contract is Contract.DOCUMENTED)


@pytest.mark.parametrize(("mode", "statuses"), [(Mode.WEB, ("200", "404", "500")), (Mode.SOCKET, ("ack", "none"))])
def test_the_first_delivery_of_a_process_is_an_increase(mode: Mode, statuses: tuple[str, ...]) -> None:
    counted = Counts().registered(mode)
    for kind in DeliveryKind:
        assert counted.get_sample_value("reissue_acknowledgement_seconds_count", {"kind": kind}) == 0
        assert counted.get_sample_value("reissue_deliveries_failed_total", {"kind": kind}) == 0
        for status in statuses:
            assert counted.get_sample_value("reissue_deliveries_total", {"kind": kind, "status": status}) == 0


@pytest.mark.parametrize(
    ("status", "seconds", "failed"),
    [
        ("200", 0.1, 0),
        ("ack", 3.0, 0),
        ("200", 3.1, 1),
        ("500", 0.1, 1),
        ("404", 0.1, 1),
        ("none", 0.1, 1),
        ("500", 3.1, 1),
        ("401", None, 0),
    ],
)
def test_a_delivery_that_is_late_or_an_error_or_both_failed_once(
    status: str, seconds: float | None, failed: int
) -> None:
    counts = Counts()
    counts.answered(DeliveryKind.ACTION, status, seconds)
    counted = counts.registered(Mode.WEB)
    assert counted.get_sample_value("reissue_deliveries_failed_total", {"kind": "action"}) == failed
