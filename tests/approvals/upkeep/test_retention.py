"""Retention: names and free text of requests closed long ago go, everywhere; who decided what, and when, stays."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.upkeep.retention import Retention
from store.engine import reading
from tests.approvals.ada import ADAS_MEDICAL
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MARCUS, NINA, at_home
from tests.raw_bytes import left_in_files

pytestmark = pytest.mark.anyio

KEPT = timedelta(days=90)
TYPED = ("born in June", "Which certificate", "The blue one", "Not this year", "not eligible")


def retention(bench: Bench) -> Retention:
    """What the running bot does again and again."""
    return Retention(bench.store, bench.clock, KEPT)


async def denied(bench: Bench) -> ReissueRequest:
    """A request that was asked about, answered and denied, each with free text."""
    submitted = await bench.submit(reason="Her twins, born in June.")
    marcus = at_home(MARCUS)
    asked = await bench.questions.ask(marcus, submitted.id, submitted.revision, "Which certificate is it?")
    answer = Edit(reason=asked.reason, qle_id=asked.qle_id or "", answer="The blue one.")
    answered = await bench.revisions.revise(at_home(NINA), asked.id, asked.revision, answer)
    return await bench.decisions.deny(marcus, answered.id, answered.revision, "Not this year.")


async def everything_stored(engine: AsyncEngine) -> str:
    """All content of the bot's tables, except for the index of today's employees."""
    async with reading(engine).connect() as connection:
        names = await connection.run_sync(lambda synchronous: sa.inspect(synchronous).get_table_names())
        ours = [name for name in names if name.startswith("bot_") and name != "bot_employee"]
        rows = [row for name in ours for row in await connection.execute(sa.text(f"SELECT * FROM {name}"))]  # noqa: S608
    return "\n".join(str(tuple(row)) for row in rows)  # a row itself leaves parts of long values out


async def test_nothing_that_was_typed_and_no_name_is_left_of_a_request_closed_long_ago(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    bench = either_bench
    done = await denied(bench)
    assert "Lovelace" in await everything_stored(either_engine)
    bench.clock.at += KEPT + timedelta(seconds=1)
    bench.drivers.started.clear()
    assert await retention(bench).blank_due() == 1
    stored = await everything_stored(either_engine)
    assert [word for word in (*TYPED, "Lovelace") if word in stored] == []
    blanked = await bench.request(done.id)
    assert (blanked.status, blanked.blanked_at, blanked.version) == (done.status, bench.clock.at, done.version + 1)
    assert [decision.approver for decision in blanked.decisions] == [MARCUS]
    assert bench.drivers.started == [done.id]
    last = (await bench.events(done.id))[-1]
    assert (last.kind, last.actor) == (EventKind.BLANKED, THE_BOT)


async def test_the_files_hold_nothing_of_it_either_once_nobody_reads_older_pages(sqlite_engine: AsyncEngine) -> None:
    database = Path(str(sqlite_engine.url.database))
    async with open_bench(sqlite_engine) as bench:
        await denied(bench)
        bench.clock.at += KEPT + timedelta(seconds=1)
        with closing(sqlite3.connect(database, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM bot_request").fetchone()
            assert await retention(bench).blank_due() == 1
            assert left_in_files(database, ("Lovelace", *TYPED)) != []
        assert await retention(bench).blank_due() == 0
        assert left_in_files(database, ("Lovelace", *TYPED)) == []


@pytest.mark.documented
async def test_names_of_dependents_and_what_the_api_said_go_too(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    bench = either_bench
    spouse = {"dependent_id": "dpnd_1", "first_name": "William", "last_name": "King", "relationship": "Spouse"}
    bench.world.enrollments[ADAS_MEDICAL]["enrolled_dependents"] = [spouse]
    done = await bench.driven()
    assert done.status is RequestStatus.REISSUED
    assert "William" in await everything_stored(either_engine)
    bench.clock.at += KEPT + timedelta(seconds=1)
    assert await retention(bench).blank_due() == 1
    stored = await everything_stored(either_engine)
    assert [word for word in ("Lovelace", "William") if word in stored] == []
    assert done.summary is not None
    assert done.summary.id in stored


async def test_once_and_not_again_however_many_look(either_bench: Bench) -> None:
    bench = either_bench
    done = await denied(bench)
    bench.clock.at += KEPT + timedelta(seconds=1)
    assert sum(await asyncio.gather(*(retention(bench).blank_due() for _ in range(4)))) == 1
    assert await retention(bench).blank_due() == 0
    assert (await bench.kinds(done.id)).count(EventKind.BLANKED) == 1


async def test_what_is_due_is_counted_in_the_database(either_bench: Bench, either_engine: AsyncEngine) -> None:
    bench = either_bench
    await denied(bench)
    bench.clock.at += KEPT + timedelta(seconds=1)
    statements: list[str] = []

    def note(*execution: Any) -> None:  # noqa: ANN401 - connection, cursor, statement, …
        statements.append(execution[2])

    sa.event.listen(either_engine.sync_engine, "before_cursor_execute", note)
    assert await retention(bench).count_due() == 1
    sa.event.remove(either_engine.sync_engine, "before_cursor_execute", note)
    asked = [statement.split() for statement in statements if "bot_request" in statement]
    assert [words[:2] for words in asked] == [["SELECT", "count(*)"]]


async def test_a_request_that_is_open_or_was_closed_lately_keeps_its_names(bench: Bench) -> None:
    waiting = await bench.submit()
    bench.clock.at += 2 * KEPT
    assert await retention(bench).blank_due() == 0
    await bench.decisions.deny(at_home(MARCUS), waiting.id, waiting.revision, "Not this year.")
    bench.clock.at += KEPT
    assert await retention(bench).blank_due() == 0
    assert (await bench.request(waiting.id)).employee.name == "Ada Lovelace"


async def test_a_name_that_is_gone_does_not_come_back_with_a_refresh(bench: Bench) -> None:
    done = await bench.driven()
    bench.clock.at += KEPT + timedelta(seconds=1)
    await retention(bench).blank_due()
    await bench.drive(done.id)
    before = await bench.request(done.id)
    await bench.resolutions.refresh(at_home(NINA), done.id)
    assert await bench.request(done.id) == before
