"""`index` and `retention`: an operator does now what a running bot does in its own time."""

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from approvals.lookups.refresh_lease import RefreshLease
from approvals.model.request import ReissueRequest
from benefits.contract import Contract
from bot.clock import SystemClock
from store.audit.chain import Chain
from store.engine import create_engine
from store.single_process import database_lock
from store.unit_of_work import SqlStore
from tests.bot.test_retention import closed
from tests.command_line import reissue_bot
from tests.handlers.bench import no_driver
from tests.office import open_office
from tests.processes import environment

pytestmark = pytest.mark.anyio


async def found_as_ada(database_url: str) -> list[str]:
    """The employees whom the typeahead finds."""
    engine = create_engine(database_url)
    async with SqlStore(engine, no_driver).reading() as work:
        found = await work.employees.search("ada love", 10)
    await engine.dispose()
    return [each.name for each in found]


async def name_of(database_url: str, request: ReissueRequest) -> str:
    """The employee's name that a request still has."""
    engine = create_engine(database_url)
    async with SqlStore(engine, no_driver).reading() as work:
        name = (await work.requests.get(request.id)).employee.name
    await engine.dispose()
    return name


@pytest.mark.documented
async def test_index_reads_all_employees_and_says_how_many(database_url: str, tmp_path: Path) -> None:
    async with open_office() as office:
        env = environment(office, database_url)
        said = await asyncio.to_thread(reissue_bot, "index", folder=tmp_path, **env)
        again = await asyncio.to_thread(reissue_bot, "index", "--json", folder=tmp_path, **env)
    assert await found_as_ada(database_url) == ["Ada Lovelace"]
    read = json.loads(again.stdout)
    assert read == {"count": read["count"], "unreadable": 0, "troubles": {}}
    told = f"Employees that can be found by name: {read['count']}.\n"
    assert (said.returncode, said.stdout, read["count"] > 3) == (0, told, True), said.stderr


@pytest.mark.documented
async def test_index_says_what_vitable_refuses_and_reads_nothing(sqlite_url: str, tmp_path: Path) -> None:
    async with open_office() as office:
        env = environment(office, sqlite_url, VITABLE_CONNECT_API_KEY="another_key")
        refused = await asyncio.to_thread(reissue_bot, "index", folder=tmp_path, **env)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Vitable does not accept the API key (401)" in refused.stderr
    assert await found_as_ada(sqlite_url) == []


@pytest.mark.documented
async def test_index_says_that_another_reading_has_the_turn_or_was_killed(database_url: str, tmp_path: Path) -> None:
    engine = create_engine(database_url)
    await RefreshLease(SqlStore(engine, no_driver), SystemClock(), "killed").take()
    await engine.dispose()
    async with open_office() as office:
        env = environment(office, database_url)
        refused = await asyncio.to_thread(reissue_bot, "index", folder=tmp_path, **env)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "a running bot reads the employees just now" in refused.stderr
    assert "ended by force: try again in a minute" in refused.stderr


@pytest.mark.connect_6
async def test_index_has_nothing_to_read_where_vitable_finds_people_itself(sqlite_url: str, tmp_path: Path) -> None:
    async with open_office(contract=Contract.CONNECT_6) as office:
        refused = await asyncio.to_thread(reissue_bot, "index", folder=tmp_path, **environment(office, sqlite_url))
    assert (refused.returncode, "There is nothing to read" in refused.stderr) == (2, True)


async def test_retention_removes_all_that_is_due_at_once_and_nothing_else(database_url: str, tmp_path: Path) -> None:
    old = [await closed(database_url, 31) for _ in range(12)]  # more than one round of the bot
    recent = await closed(database_url, 29)
    env = {"DATABASE_URL": database_url, "RETENTION_DAYS": "30"}
    said = await asyncio.to_thread(reissue_bot, "retention", folder=tmp_path, **env)
    assert (said.returncode, said.stdout.splitlines()[0]) == (
        0,
        "Removed names and reasons of 12 requests closed more than 30 days ago.",
    ), said.stderr
    assert {await name_of(database_url, each) for each in old} == {""}
    assert await name_of(database_url, recent) == "Ada Lovelace"
    again = await asyncio.to_thread(reissue_bot, "retention", "--json", folder=tmp_path, **env)
    assert json.loads(again.stdout) == {"requests": 0, "left": 0, "days": 30}


@pytest.mark.parametrize("command", ["migrate", "hold", "forget empl_ada", "retention"])
async def test_a_command_names_the_database_that_it_changes_and_never_its_password(
    database_url: str, tmp_path: Path, command: str
) -> None:
    url = make_url(database_url)
    if url.username:  # the test's server asks for no password, and so takes any
        url = url.set(password="secret-word")
    env = {"DATABASE_URL": url.render_as_string(hide_password=False), "RETENTION_DAYS": "30"}
    done = await asyncio.to_thread(reissue_bot, *command.split(), folder=tmp_path, **env)
    assert done.returncode == 0, done.stderr
    name = url.database or ""
    assert re.match(rf"Database: (SQLite, |PostgreSQL, .+/){re.escape(name)}\n", done.stderr)
    assert "secret-word" not in done.stdout + done.stderr


async def test_without_the_setting_retention_removes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    old = await closed(sqlite_url, 4000)
    refused = await asyncio.to_thread(reissue_bot, "retention", folder=tmp_path, DATABASE_URL=sqlite_url)
    assert (refused.returncode, "RETENTION_DAYS is not set" in refused.stderr) == (2, True)
    assert await name_of(sqlite_url, old) == "Ada Lovelace"


@pytest.mark.parametrize(
    ("key", "says"),
    [({}, "AUDIT_KEY is not set"), ({"AUDIT_KEY": "o" * 32}, "into AUDIT_KEYS_OLD")],
    ids=["none", "other"],
)
@pytest.mark.parametrize("command", ["retention", "forget empl_ada", "hold"])
async def test_without_the_key_of_the_chain_a_command_changes_nothing_which_would_break_it(
    database_url: str, tmp_path: Path, command: str, key: dict[str, str], says: str
) -> None:
    old = await closed(database_url, 31)
    env = {"DATABASE_URL": database_url, "RETENTION_DAYS": "30"}
    engine = create_engine(database_url)
    await SqlStore(engine, no_driver, Chain("k" * 32)).open_audit(datetime.now(UTC))
    await engine.dispose()
    refused = await asyncio.to_thread(reissue_bot, *command.split(), folder=tmp_path, **env, **key)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert says in refused.stderr
    assert await name_of(database_url, old) == "Ada Lovelace"
    done = await asyncio.to_thread(reissue_bot, "retention", folder=tmp_path, AUDIT_KEY="k" * 32, **env)
    assert (done.returncode, await name_of(database_url, old)) == (0, ""), done.stderr


async def test_neither_runs_beside_a_bot_on_the_same_sqlite_file(sqlite_url: str, tmp_path: Path) -> None:
    async with open_office() as office:
        env = environment(office, sqlite_url, RETENTION_DAYS="30")
        with database_lock(sqlite_url):
            for command in ("index", "retention"):
                refused = await asyncio.to_thread(reissue_bot, command, folder=tmp_path, **env)
                assert (refused.returncode, "Another process uses this SQLite" in refused.stderr) == (2, True)
