"""An office with the bot at work in it, shared by the conversations of a module: each takes another employee."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benefits.contract import Contract
from bot.app import Bot
from sandbox import cast
from sandbox.benefits.switchboard import UNKNOWN
from tests.contracts import DATABASES, ON, marked, met_by
from tests.conversations.browser.page import open_screen
from tests.databases import ONE, Postgres
from tests.office import Office, bot_at_work, open_office
from tests.processes import Process, web_at_work

__all__ = ["open_screen"]


@dataclass(frozen=True)
class Place:
    """A database, and a contract of the benefits API."""

    database: str
    contract: Contract

    def __str__(self) -> str:
        return f"{self.database}-{self.contract}"


PAIRS = [Place(database, contract) for database, contract in ON.items()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is told in the shared office is told on each database and in each contract of the benefits API.

    Two pairs are enough for that; `make crossed` takes the other two. In the browser one is. What only one contract has
    is marked so.
    """
    if "shared_place" in metafunc.fixturenames:
        about = metafunc.definition
        contracts = marked(about)
        places = [place for place in PAIRS if not contracts or place.contract in contracts]
        if about.get_closest_marker("browser"):
            places = [Place(ONE, contract) for contract in contracts or [Contract.DOCUMENTED]]
        elif contracts:
            places = [Place(database, contract) for database in DATABASES for contract in contracts]
        metafunc.parametrize("shared_place", places, ids=str, indirect=True, scope="module")


@pytest.fixture(scope="module")
def shared_place(request: pytest.FixtureRequest) -> Place:
    """Where a module's conversations are told."""
    place: Place = request.param
    return place


@pytest.fixture(scope="module")
def shared_database_url(
    shared_place: Place, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with our tables for the conversations of a module."""
    if shared_place.database == "sqlite":
        template: Path = request.getfixturevalue("migrated_sqlite")
        yield f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('bot') / 'reissue.db')}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create(postgres.template)
    yield postgres.url_of(name)
    postgres.drop(name)


@pytest.fixture(scope="module")
async def shared_office(shared_place: Place) -> AsyncIterator[Office]:
    """A sandbox."""
    async with open_office(contract=shared_place.contract) as office:
        yield office
        await kept_to_its_contract(office)


async def kept_to_its_contract(office: Office) -> None:
    """No path was called that the office's contract does not have, and nothing was done that no bot should do."""
    assert await office.calls("benefits", UNKNOWN) == []
    assert office.sandbox.benefits.world.connect6.violations == []


@pytest.fixture(scope="module")
async def bot(shared_office: Office, shared_database_url: str) -> AsyncIterator[Bot]:
    """The bot in it."""
    async with bot_at_work(shared_office, shared_database_url) as bot:
        yield bot


@pytest.fixture
async def office(shared_office: Office, bot: Bot) -> AsyncIterator[Office]:
    """The office for one conversation; afterwards nothing is broken or open any more, and Slack is asked anew."""
    yield shared_office
    await shared_office.mend()
    for person in (cast.NINA, cast.MARCUS, cast.PRIYA, cast.GIL, cast.OLGA, cast.DANA):
        shared_office.sandbox.workspace.views.clear(person)
    forget(bot)


@pytest.fixture
async def own_office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    """A sandbox for one conversation, without a bot. On each database it speaks another contract."""
    told_on = request.node.callspec.params.get("database_url") if hasattr(request.node, "callspec") else None
    async with open_office(contract=met_by(request.node, told_on)) as office:
        yield office
        await kept_to_its_contract(office)


@pytest.fixture(scope="session")
async def lodge() -> AsyncIterator[Office]:
    """A sandbox for `process`."""
    async with open_office() as office:
        yield office


@pytest.fixture(scope="session")
async def process(lodge: Office, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Process]:
    """The bot as a process of its own in `lodge`, on a database that it makes itself: its log is the real one."""
    database = tmp_path_factory.mktemp("web") / "reissue.db"
    async with web_at_work(lodge, database, LOG_LEVEL="DEBUG") as process:
        yield process


@pytest.fixture
def sqlite_file(sqlite_url: str) -> Path:
    """The file of an SQLite database with our tables."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


def forget(bot: Bot) -> None:
    """Let the bot ask Slack anew who people are."""
    bot.board.channels.directory.forget()
