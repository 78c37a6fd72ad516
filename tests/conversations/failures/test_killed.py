"""The process killed at the worst moments, and restarted: one POST, a true card, nothing posted twice."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.office import API_TIMEOUT, Office, label_of, words_of
from tests.processes import web_at_work

pytestmark = pytest.mark.anyio


async def test_killed_again_and_again_it_keeps_each_promise_once(own_office: Office, sqlite_file: Path) -> None:
    office, database = own_office, sqlite_file
    async with web_at_work(office, database) as process:
        answered = await office.nina.requests("sean")
        assert (await office.nina.submit(await office.nina.fill_in("ada")))["ok"]
        await process.kill()
    await office.fault("benefits", "reissue", "hang", seconds=API_TIMEOUT + 0.5)
    async with web_at_work(office, database) as process:
        under_way = await office.marcus.card("Ada Lovelace")
        assert (await office.marcus.click(under_way, "approve"))["ok"]
        await office.marcus.reads("Sending the reissue")
        assert (await office.marcus.click(answered, "approve"))["ok"]
        await process.kill()
    async with web_at_work(office, database):
        for card in (under_way, answered):
            await office.marcus.card("Reissued", of=label_of(card))
        found = await office.marcus.reads("enrl_ada_lovelace_medical_r")
        await office.marcus.reads("enrl_sean_obrien_medical_r")
        posts = await office.marcus.thread(under_way)
    assert "the bot looked there and found this enrollment" in words_of(found)
    closed = sorted(made["enrollment_id"] for made in await office.reissues())
    assert closed == ["enrl_ada_lovelace_medical", "enrl_sean_obrien_medical"]
    assert len([post for post in posts if "was approved by" in post]) == 1
    assert len([post for post in posts if "was submitted" in post]) == 1


async def test_on_sigterm_it_finishes_the_call_that_is_under_way_and_exits_well(
    own_office: Office, sqlite_file: Path
) -> None:
    office, database = own_office, sqlite_file
    async with web_at_work(office, database) as process:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "reissue", "slow", seconds=1)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.reads("Sending the reissue")
        code = await process.stop()
        assert "Traceback" not in process.log
    assert code == 0
    with closing(sqlite3.connect(database)) as connection:
        outcomes = connection.execute("SELECT state, outcome FROM bot_attempt").fetchall()
    assert outcomes == [("settled", "reissued")]
