"""A process that stops: what it did for all replicas, another may do at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from structlog.testing import capture_logs

from bot.app import Bot
from bot.clock import SystemClock
from handlers.board import opened, rerouted
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.databases import Postgres
from tests.office import Office, bot_at_work, open_office
from tests.patient import PATIENT

pytestmark = pytest.mark.anyio

DUTIES = (opened.DUTY, rerouted.DUTY)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


async def held_by(database_url: str, holder: str) -> set[str]:
    """The duties that `holder` gets when it asks for all of them."""
    engine, now = create_engine(database_url), SystemClock().now()
    async with SqlStore(engine, lambda _request_ids: None).writing() as work:
        held = {each for each in DUTIES if await work.leases.hold(each, holder, now, now + timedelta(minutes=1))}
        await work.commit()
    await engine.dispose()
    return held


async def hold_all(bot: Bot) -> None:
    """Let a bot have every duty."""
    assert await held_by(bot.engine.url.render_as_string(hide_password=False), bot.holder) == set(DUTIES)


async def test_after_an_orderly_stop_another_has_its_duties_at_once(office: Office, postgres_url: str) -> None:
    async with bot_at_work(office, postgres_url) as bot:
        await hold_all(bot)
        assert await held_by(postgres_url, "other") == set()
    assert await held_by(postgres_url, "other") == set(DUTIES)


async def test_the_duties_of_one_who_was_killed_are_its_own_until_their_leases_end(
    office: Office, postgres_url: str
) -> None:
    assert await held_by(postgres_url, "killed") == set(DUTIES)
    async with bot_at_work(office, postgres_url):
        pass
    assert await held_by(postgres_url, "other") == set()


async def test_a_stop_without_the_database_says_that_its_duties_are_kept(
    office: Office, postgres: Postgres, postgres_url: str
) -> None:
    name = postgres_url.rsplit("/", 1)[-1].partition("?")[0]
    with capture_logs() as logged:
        async with bot_at_work(office, postgres_url) as bot:
            await hold_all(bot)
            postgres.cut_off(name)
    postgres.let_in(name)
    [line] = [line for line in logged if line["event"] == "duties_not_given_back"]
    assert (line["log_level"], line["reason"]) == ("warning", "the database does not answer")


async def test_a_database_that_is_silent_does_not_hold_up_the_stop(office: Office, postgres_url: str) -> None:
    budgets = replace(PATIENT, duties=0.5)
    with capture_logs() as logged, psycopg.connect(postgres_url) as other:
        async with bot_at_work(office, postgres_url, budgets=budgets) as bot:
            await hold_all(bot)
            other.execute("SELECT name FROM bot_lease FOR UPDATE")
        assert [line for line in logged if line["event"] == "duties_not_given_back"]
