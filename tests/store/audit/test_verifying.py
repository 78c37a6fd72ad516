"""Verifying: any change behind the bot's back is named, at the first place where it shows."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from approvals.model.event import EventKind
from store.audit.chain import Chain
from store.audit.reading import audit_of
from store.audit.verifying import BrokenLink, Fault, Finding, walk
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.store.conftest import add, drive_nothing
from tests.store.values import a_request, an_event

pytestmark = pytest.mark.anyio

KEY = "a key of at least thirty-two characters"
KINDS = (EventKind.SUBMITTED, EventKind.APPROVED, EventKind.ATTEMPTED, EventKind.REISSUED)


@pytest.fixture
async def written(engine: AsyncEngine) -> AsyncEngine:
    """A database with such an audit."""
    await write(engine)
    return engine


async def write(engine: AsyncEngine) -> None:
    """An unchained line, the beginning and four chained lines about R-1, which no trigger protects any more."""
    unchained, chained = SqlStore(engine, drive_nothing), SqlStore(engine, drive_nothing, Chain(KEY))
    added = await add(unchained, a_request())
    for store, kinds in ((unchained, KINDS[:1]), (chained, KINDS)):
        for kind in kinds:
            async with store.writing() as work:
                await work.events.append(an_event(added.id, kind))
                await work.commit()
    names = ("update", "delete", "replace")
    drops = [f"DROP TRIGGER bot_event_append_only_{name}" for name in names]
    await run(
        engine, *(drops if engine.dialect.name == "sqlite" else ["DROP TRIGGER bot_event_append_only ON bot_event"])
    )


async def test_lines_about_life_events_have_no_request_and_stand_in_the_chain_also_across_a_change_of_its_key(
    engine: AsyncEngine,
) -> None:
    newer = Chain("another key of at least thirty-two characters", (KEY,))
    codes = {"record": "11111111-2222-4333-8444-555555555555"}
    line = replace(an_event(None, EventKind.EVENT_ASKED), codes=codes, texts={"notes": "A daughter"})
    for store in (SqlStore(engine, drive_nothing, Chain(KEY)), SqlStore(engine, drive_nothing, newer)):
        for _ in range(2):
            async with store.writing() as work:
                await work.events.append(line)
                await work.commit()
    with audit_of(engine.url.render_as_string(hide_password=False)) as audit:
        kinds = [each.kind for each in audit.lines()]
        finding = walk(newer, audit.lines())
        named = [each.codes["key"] for each in audit.lines() if each.kind == EventKind.EVENT_ASKED]
        hashes = {each.codes["notes_hash"] for each in audit.lines() if each.kind == EventKind.EVENT_ASKED}
    assert kinds == ["chain_begun", *["event_asked"] * 2, "key_changed", *["event_asked"] * 2]
    assert (finding.broken, finding.unvouched, finding.chained) == (0, [], 6)
    assert named == [Chain(KEY).id] * 2 + [newer.id] * 2
    assert len(hashes) == 2


async def test_lines_about_life_events_from_before_the_chain_are_older_and_not_stripped(engine: AsyncEngine) -> None:
    for store in (SqlStore(engine, drive_nothing), SqlStore(engine, drive_nothing, Chain(KEY))):
        async with store.writing() as work:
            await work.events.append(replace(an_event(None, EventKind.EVENT_RECORDED), codes={"record": "1"}))
            await work.commit()
    finding = found(engine)
    assert (finding.older, finding.broken, finding.chained) == (1, 0, 2)


async def run(engine: AsyncEngine, *statements: str) -> None:
    """Do something behind the bot's back."""
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))


def found(engine: AsyncEngine, head: str | None = None, key: str = KEY) -> Finding:
    """What a walk over the audit finds."""
    with audit_of(engine.url.render_as_string(hide_password=False)) as audit:
        return walk(Chain(key), audit.lines(), head)


def heads(engine: AsyncEngine) -> Sequence[str]:
    """The chain values there are."""
    with audit_of(engine.url.render_as_string(hide_password=False)) as audit:
        return [line.mac for line in audit.lines() if line.mac is not None]


async def test_an_untouched_audit_is_whole_and_its_older_lines_are_counted_separately(written: AsyncEngine) -> None:
    finding = found(written)
    assert (finding.lines, finding.older, finding.chained, finding.first) == (6, 1, 5, None)
    assert finding.head == heads(written)[-1]


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'U0NOBODY'",
        "kind = 'denied'",
        "kind = 'no such kind'",
        "at = '2026-11-04 09:30:00.123456'",
        'codes = \'{"attempt": 1, "outcome": "reissued"}\'',
        "codes = '{}'",
        "mac = 'zé'",
    ],
)
async def test_a_changed_line_is_named(written: AsyncEngine, change: str) -> None:
    await run(written, f"UPDATE bot_event SET {change} WHERE seq = 3")  # noqa: S608 - of the test
    assert found(written).first == BrokenLink(3, 1, Fault.CHANGED)


@pytest.mark.parametrize("change", ["at = 'soon'", "codes = '{'", "request_id = 'R-1'"])
async def test_a_line_that_can_no_longer_be_read_is_named_too(sqlite_url: str, change: str) -> None:
    """PostgreSQL refuses such a value."""
    engine = create_engine(sqlite_url)
    await write(engine)
    await engine.dispose()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute(f"UPDATE bot_event SET {change} WHERE seq = 3")  # noqa: S608 - of the test
        connection.commit()
    first = found(engine).first
    assert first is not None
    assert (first.seq, first.fault) == (3, Fault.CHANGED)


async def test_a_removed_line_shows_at_the_next_one(written: AsyncEngine) -> None:
    await run(written, "DELETE FROM bot_event WHERE seq = 3")
    finding = found(written)
    assert (finding.first, finding.broken) == (BrokenLink(4, 1, Fault.CHANGED), 1)


async def test_a_line_that_was_added_by_hand_is_named(written: AsyncEngine) -> None:
    added = "SELECT request_id, at, actor, kind, codes, {mac} FROM bot_event WHERE seq = 5"
    columns = "INSERT INTO bot_event (request_id, at, actor, kind, codes, mac) "
    await run(written, columns + added.format(mac="mac"), columns + added.format(mac="NULL"))
    finding = found(written)
    assert (finding.first, finding.faults) == (BrokenLink(7, 1, Fault.CHANGED), {Fault.CHANGED: 1, Fault.UNCHAINED: 1})


async def test_values_that_were_taken_from_the_first_lines_show_there_and_at_the_next_one(written: AsyncEngine) -> None:
    await run(written, "UPDATE bot_event SET mac = NULL WHERE seq < 4")
    finding = found(written)
    assert (finding.first, finding.faults) == (
        BrokenLink(2, None, Fault.STRIPPED),
        {Fault.STRIPPED: 1, Fault.CHANGED: 1},
    )


async def test_a_cut_off_end_shows_by_a_head_that_was_noted_before(written: AsyncEngine) -> None:
    *_, earlier, head = heads(written)
    assert found(written, earlier).has_head
    await run(written, "DELETE FROM bot_event WHERE seq = 6")
    finding = found(written, head)
    assert (finding.first, finding.has_head) == (None, False)


async def test_another_key_fits_no_line(written: AsyncEngine) -> None:
    finding = found(written, key=KEY.upper())
    assert (finding.unknown_key, finding.chained) == (5, 5)
    assert finding.missing_keys == {Chain(KEY).id: 2}


async def test_a_period_is_read_from_its_first_instant_to_before_its_last(written: AsyncEngine) -> None:
    at = an_event(a_request().id).at
    with audit_of(written.url.render_as_string(hide_password=False)) as audit:
        counts = [audit.count(*bounds) for bounds in ((at, None), (None, at), (None, None))]
        assert counts == [len(list(audit.lines(at))), len(list(audit.lines(None, at))), 6] == [6, 0, 6]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="There is no database"), audit_of(f"sqlite:///{tmp_path}/none.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_says_what_to_do(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        Path(empty_database_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(StoreUnavailable, match="python -m bot migrate"), audit_of(empty_database_url):
        pass
