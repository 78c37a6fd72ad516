"""The chain: each line is bound to the one before, in one order for all writers, and none waits for long."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.event import Event, EventKind
from store.audit.chain import Chain
from store.engine import create_engine, reading
from store.unit_of_work import SqlStore
from tests.store.conftest import add, drive_nothing
from tests.store.values import an_event

pytestmark = pytest.mark.anyio

KEY = "a key of at least thirty-two characters"


async def macs(engine: AsyncEngine) -> list[str | None]:
    """The stored chain values, in order."""
    async with reading(engine).connect() as connection:
        return list(await connection.scalars(sa.text("SELECT mac FROM bot_event ORDER BY seq")))


async def since_beginning(engine: AsyncEngine) -> tuple[str, list[str | None]]:
    """The value of the line that begins the chain, and the values after it."""
    async with reading(engine).connect() as connection:
        begun = await connection.scalar(sa.text("SELECT seq FROM bot_event WHERE kind = 'chain_begun'"))
    beginning, *others = (await macs(engine))[begun - 1 :]
    return str(beginning), others


def signed(*parts: object) -> str:
    """What docs/audit.md says a value is."""
    message = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hmac.new(KEY.encode(), message.encode(), hashlib.sha256).hexdigest()


@pytest.fixture
def chained(engine: AsyncEngine) -> SqlStore:
    """A store whose audit is chained."""
    return SqlStore(engine, drive_nothing, Chain(KEY))


async def test_each_value_is_made_of_the_line_and_of_the_value_before(chained: SqlStore, engine: AsyncEngine) -> None:
    added = await add(chained)
    for kind in (EventKind.SUBMITTED, EventKind.DENIED):
        async with chained.writing() as work:
            await work.events.append(an_event(added.id, kind))
            await work.commit()
    at, codes = "2026-11-03T09:30:00.123456+00:00", {"outcome": "unknown", "attempt": 1}
    before = {"lines_before": 0, "hash_before": hashlib.sha256().hexdigest(), "key": signed("key id")[:8]}
    beginning = signed("", "", at, "bot", "chain_begun", before)
    first = signed(beginning, str(added.id), at, "U0NINA", "submitted", codes)
    assert await macs(engine) == [beginning, first, signed(first, str(added.id), at, "U0NINA", "denied", codes)]


async def test_what_is_read_back_has_the_value_it_was_written_with(chained: SqlStore, engine: AsyncEngine) -> None:
    added = await add(chained)
    async with chained.writing() as work:
        await work.events.append(replace(an_event(added.id), codes={"why": "Zoë 祝 \u2028", "n": 2}))
        await work.commit()
    async with chained.reading() as work:
        (line,) = await work.events.of(added.id)
    beginning, others = await since_beginning(engine)
    assert others == [Chain(KEY).mac(beginning, line)]


async def test_of_free_text_only_a_hash_is_kept_that_differs_between_requests(chained: SqlStore) -> None:
    requests = [await add(chained), await add(chained)]
    lines: list[Event] = []
    async with chained.writing() as work:
        for one in requests:
            await work.events.append(replace(an_event(one.id), codes={}, texts={"reason": "New baby"}))
            lines += await work.events.of(one.id)
    assert [line.codes for line in lines] == [
        {"reason_hash": signed("text", str(one.id), "reason", "New baby")} for one in requests
    ]
    assert lines[0].codes != lines[1].codes


async def test_without_a_key_there_is_neither_a_value_nor_a_hash(store: SqlStore, engine: AsyncEngine) -> None:
    added = await add(store)
    async with store.writing() as work:
        await work.events.append(replace(an_event(added.id), codes={}, texts={"reason": "New baby"}))
        await work.commit()
    async with store.reading() as work:
        assert [line.codes for line in await work.events.of(added.id)] == [{}]
    assert await macs(engine) == [None]


async def test_a_chain_that_begins_later_begins_with_the_number_and_the_hash_of_the_lines_before(
    store: SqlStore, chained: SqlStore, engine: AsyncEngine
) -> None:
    added = await add(store)
    for writer in (store, chained, chained):
        async with writer.writing() as work:
            await work.events.append(an_event(added.id))
            await work.commit()
    line = an_event(added.id)
    beginning, others = await since_beginning(engine)
    first = Chain(KEY).mac(beginning, line)
    assert (await macs(engine))[0] is None
    assert others == [first, Chain(KEY).mac(first, line)]
    at, codes = "2026-11-03T09:30:00.123456+00:00", {"outcome": "unknown", "attempt": 1}
    older = json.dumps(
        [1, str(added.id), at, "U0NINA", "submitted", codes, None], sort_keys=True, separators=(",", ":")
    )
    hashed = hashlib.sha256(f"{older}\n".encode()).hexdigest()
    before = {"lines_before": 1, "hash_before": hashed, "key": signed("key id")[:8]}
    assert beginning == signed("", "", at, "bot", "chain_begun", before)


async def test_what_is_not_committed_is_no_link(chained: SqlStore, engine: AsyncEngine) -> None:
    added = await add(chained)
    async with chained.writing() as work:
        await work.events.append(an_event(added.id))
        await work.events.of(added.id)
    assert await macs(engine) == []


async def test_two_replicas_that_write_at_once_make_one_chain(postgres_url: str) -> None:
    engines = [create_engine(postgres_url) for _ in range(2)]
    one, other = (SqlStore(engine, drive_nothing, Chain(KEY)) for engine in engines)
    requests = [await add(one) for _ in range(11)]

    async def write(store: SqlStore, number: int) -> None:
        async with store.writing() as work:
            await work.requests.get(requests[number].id)
            await work.events.append(replace(an_event(requests[number].id), codes={"n": number}))
            await work.requests.get(requests[number + 1].id)  # another's: the chain's lock still comes last
            await work.commit()

    await asyncio.gather(*(write((one, other)[n % 2], n) for n in range(10)))
    async with reading(engines[0]).connect() as connection:
        rows = await connection.execute(sa.text("SELECT codes, mac, request_id FROM bot_event ORDER BY seq"))
        written = list(rows.all())
    previous = written.pop(0)[1]
    for codes, mac, request_id in written:
        assert mac == Chain(KEY).mac(previous, replace(an_event(request_id), codes=codes))
        previous = mac
    assert sorted(codes["n"] for codes, _mac, _id in written) == list(range(10))
    for engine in engines:
        await engine.dispose()
