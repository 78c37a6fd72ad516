"""The process killed at the worst moments, and restarted: one POST, a true card, nothing posted twice."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.office import Office, label_of, words_of
from tests.processes import web_at_work

pytestmark = pytest.mark.anyio


async def test_killed_while_the_reissue_is_under_way_it_finds_out_by_reading_back(
    own_office: Office, sqlite_file: Path
) -> None:
    office, database = own_office, sqlite_file
    await office.fault("benefits", "reissue", "hang", seconds=1.5)
    async with web_at_work(office, database, VITABLE_CONNECT_TIMEOUT="1") as process:
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.reads("Sending the reissue")
        await process.kill()
    async with web_at_work(office, database):
        card = await office.marcus.card("Reissued", of=label_of(card))
        summary = await office.marcus.reads("enrl_ada_lovelace_medical_r1")
        posts = await office.marcus.thread(card)
    assert "found by reading back" in words_of(summary)
    assert len(await office.calls("benefits", "reissue")) <= 1
    assert len(await office.reissues()) == 1
    assert len(posts) == len(set(posts))
    assert len([post for post in posts if "was approved by" in post]) == 1


async def test_killed_right_after_each_answer_it_does_at_the_next_start_what_it_promised(
    own_office: Office, sqlite_file: Path
) -> None:
    office, database = own_office, sqlite_file
    async with web_at_work(office, database) as process:
        assert (await office.nina.submit(await office.nina.fill_in("ada")))["ok"]
        await process.kill()
    async with web_at_work(office, database) as process:
        card = await office.marcus.card("Waiting for approval")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await process.kill()
    async with web_at_work(office, database):
        await office.marcus.card("Reissued", of=label_of(card))
        await office.marcus.reads("enrl_ada_lovelace_medical_r1")
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_on_sigterm_it_finishes_the_call_that_is_under_way_and_exits_well(
    own_office: Office, sqlite_file: Path
) -> None:
    office, database = own_office, sqlite_file
    async with web_at_work(office, database, VITABLE_CONNECT_TIMEOUT="3", READBACK_SETTLE="6") as process:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "reissue", "slow", seconds=1)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.reads("Sending the reissue")
        code, seconds = await process.stop()
        assert "Traceback" not in process.log
    assert code == 0
    assert seconds < 6
    with closing(sqlite3.connect(database)) as connection:
        outcomes = connection.execute("SELECT state, outcome FROM bot_attempt").fetchall()
    assert outcomes == [("settled", "reissued")]
