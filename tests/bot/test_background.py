"""What the bot reads by itself: one failing part never takes another, and no error ends the work."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from approvals.lookups.products import Products
from approvals.lookups.spoken import SpokenContract
from approvals.model.trouble import Trouble
from bot import background
from bot.app import Bot
from bot.background import Background
from bot.web import web_app
from sandbox.server import serve
from store.engine import create_engine
from tests.approvals.bench import open_bench
from tests.approvals.lookups.indexing import index_at
from tests.approvals.wire import failing
from tests.office import Office, bot_at_work, eventually, open_office
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio

SECRET = "Ada Lovelace of Juniper owes 7"
"""What the API says in a refusal, and what belongs into no health page."""


@pytest.fixture
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is looked for at once."""
    monkeypatch.setattr(background, "EMPLOYEES_EVERY", 0.1)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """An office for one test."""
    async with open_office() as office:
        yield office


async def shown(bot: Bot) -> tuple[dict[str, Any], str]:
    """What readiness and metrics say."""
    async with serve(web_app(bot)) as url, plain_client(base_url=url) as client:
        ready, figures = await client.get("/readyz"), await client.get("/metrics")
    assert ready.status_code == 200
    assert SECRET not in ready.text + figures.text
    body: dict[str, Any] = ready.json()
    return body, figures.text


async def test_product_names_that_are_refused_are_a_trouble_by_themselves_and_employees_are_found(
    office: Office, one_database_url: str
) -> None:
    await office.fault("benefits", "products", "refuse", status=403, times=None, message=SECRET)
    async with bot_at_work(office, one_database_url) as bot:
        await eventually(lambda: "products" in bot.background.troubles, "the trouble")
        body, figures = await shown(bot)
        assert (body["products"], body["benefits"]) == ("the API key has no access to this (403)", "ok")
        assert 'reissue_troubles{code="no_access",what="products"} 1.0' in figures
        await office.mend()
        await eventually(lambda: not bot.background.troubles, "the end of the trouble")


@pytest.mark.usefixtures("looking_often")
async def test_an_employer_that_is_refused_is_named_and_the_others_are_found(
    office: Office, one_database_url: str
) -> None:
    await office.fault("benefits", "employees", "refuse", status=403, message=SECRET)
    async with bot_at_work(office, one_database_url) as bot:
        body, figures = await shown(bot)
        assert body["benefits"] == {"empr_juniper": "the API key has no access to this (403)"}
        assert body["products"] == "ok"
        assert 'reissue_troubles{code="no_access",what="benefits"} 1.0' in figures
        async with bot.store.reading() as work:
            assert await work.employees.search("grace mwangi", 1)
            assert not await work.employees.search("ada lovelace", 1)
        await repeat_now(bot)
        await eventually(lambda: is_well(bot), "the end of the trouble")


async def test_employees_who_cannot_be_read_are_counted(office: Office, one_database_url: str) -> None:
    office.sandbox.benefits.world.employees["empl_ada_lovelace"]["member"] = None
    async with bot_at_work(office, one_database_url) as bot:
        body, figures = await shown(bot)
        assert body["benefits"] == {"unreadable": "1 employee cannot be read and is left out"}
        assert "reissue_employees_unreadable 1.0" in figures
        assert "reissue_employees 39.0" in figures


@pytest.mark.usefixtures("looking_often")
async def test_after_errors_of_the_database_the_employees_are_kept_up_to_date_again(
    office: Office, database_url: str
) -> None:
    async with bot_at_work(office, database_url) as bot:
        with capture_logs() as logged:
            await run(bot, "ALTER TABLE bot_lease RENAME TO bot_hidden")
            await eventually(lambda: [line for line in logged if line["event"] == "employees_postponed"], "an error")
        await run(bot, "ALTER TABLE bot_hidden RENAME TO bot_lease")
        office.sandbox.benefits.world.employees["empl_ada_lovelace"]["member"]["last_name"] = "King"
        await repeat_now(bot)

        async def found() -> bool:
            async with bot.store.reading() as work:
                return bool(await work.employees.search("ada king", 1))

        await eventually(found, "the new name")


async def test_an_unexpected_error_is_logged_with_the_task_which_is_tried_again(sqlite_url: str) -> None:
    unused: Any = None
    async with open_bench(create_engine(sqlite_url)) as bench:
        tasks = Background(
            directory=unused,
            store=bench.store,
            spoken=SpokenContract(bench.benefits),
            index=index_at(bench),
            products=Products(bench.benefits),
            digest_sender=unused,
            home_tabs=unused,
            opened_channels=unused,
        )
        bench.wire.reading = failing(RuntimeError("a bug"))
        with capture_logs() as logged:
            reading = asyncio.create_task(tasks.keep_products())
            await eventually(lambda: tasks.troubles == {"contract": Trouble.UNFORESEEN}, "the trouble")
        assert {line["log_level"] for line in logged if line.get("what") == "contract"} == {"error"}
        bench.wire.reading = None
        await eventually(lambda: tasks.products.known, "the names")
        assert tasks.troubles == {}
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def is_well(bot: Bot) -> bool:
    """Whether the last refresh had no troubles."""
    async with bot.store.reading() as work:
        return not (await work.refreshes.report()).troubles


async def repeat_now(bot: Bot) -> None:
    """Make the next refresh due."""
    async with bot.store.writing() as work:
        await work.refreshes.hasten(datetime.now(UTC))
        await work.commit()


async def run(bot: Bot, statement: str) -> None:
    """Run a statement on the bot's database."""
    async with bot.engine.begin() as connection:
        await connection.execute(sa.text(statement))
