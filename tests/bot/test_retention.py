"""The running bot removes names by itself, if a setting says how long to keep them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from bot.app import Bot
from sandbox import cast
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.builders import a_request, an_employee
from tests.handlers.bench import no_driver
from tests.office import bot_at_work, open_office
from tests.patience import eventually
from tests.raw_bytes import left_in_files

pytestmark = pytest.mark.anyio


async def closed(database_url: str, days_ago: int, name: str = "Ada Lovelace") -> ReissueRequest:
    """A request that was denied some days ago."""
    engine = create_engine(database_url)
    request = a_request(
        id=uuid4(),
        submission_key=uuid4().hex,
        status=RequestStatus.DENIED,
        requester=cast.NINA,
        employee=an_employee(name),
        changed_at=datetime.now(UTC) - timedelta(days=days_ago),
    )
    async with SqlStore(engine, no_driver).writing() as work:
        stored = await work.requests.add(request)
        await work.commit()
    await engine.dispose()
    return stored


async def name_of(bot: Bot, request: ReissueRequest) -> str:
    """The employee's name, as it is kept."""
    async with bot.store.reading() as work:
        return (await work.requests.get(request.id)).employee.name


async def test_names_of_requests_closed_longer_ago_than_the_setting_says_are_removed(database_url: str) -> None:
    old = await closed(database_url, 31)
    async with open_office() as office, bot_at_work(office, database_url, retention_days=30) as bot:

        async def is_blank() -> bool:
            return await name_of(bot, old) == ""

        await eventually(is_blank, "a request without names")


async def test_at_work_it_takes_them_out_of_the_files_too_between_the_reads_of_the_engine(sqlite_url: str) -> None:
    name, database = "Zacharias Quillfeather", Path(sqlite_url.removeprefix("sqlite:///"))
    await closed(sqlite_url, 31, name)
    assert left_in_files(database, [name]) == [name]
    async with open_office() as office, bot_at_work(office, sqlite_url, retention_days=30) as bot:
        retention = bot.background.retention
        assert retention is not None

        async def is_gone() -> bool:
            await retention.blank_due()  # the next round, without waiting a minute for it
            return left_in_files(database, [name]) == []

        await eventually(is_gone, "files without the name")


async def test_without_the_setting_nothing_is_removed(database_url: str) -> None:
    old = await closed(database_url, 4000)
    async with open_office() as office, bot_at_work(office, database_url) as bot:
        assert bot.background.retention is None
        assert await name_of(bot, old) == "Ada Lovelace"
