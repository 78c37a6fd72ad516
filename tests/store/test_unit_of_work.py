"""Units of work: all or nothing, one writer at a time on SQLite, and readers that make no one wait."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from approvals.errors import StoreUnavailable, UnknownRequest, VersionConflict
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from approvals.rules.lifecycle import decide
from store import postgresql
from store.audit.chain import Chain
from store.engine import create_engine
from store.unit_of_work import OnlyReading, SqlStore
from tests.store.conftest import add, drive_nothing
from tests.store.values import a_decision, a_request, an_attempt, an_event

pytestmark = pytest.mark.anyio


async def test_a_unit_left_without_commit_leaves_nothing_and_drives_nothing(
    store: SqlStore, driven: list[UUID]
) -> None:
    async with store.writing() as work:
        added = await work.requests.add(a_request())
        await work.events.append(an_event(added.id))
        work.drive(added.id)
    async with store.reading() as work:
        assert await work.events.of(added.id) == []
        with pytest.raises(UnknownRequest):
            await work.requests.get(added.id)
    assert driven == []


async def test_a_unit_drives_once_it_is_committed(store: SqlStore, driven: list[UUID]) -> None:
    async with store.writing() as work:
        added = await work.requests.add(a_request())
        work.drive(added.id)
        assert driven == []
        await work.commit()
    assert driven == [added.id]


async def test_an_error_inside_a_unit_rolls_it_back_and_stays_the_error_it_is(store: SqlStore) -> None:
    added = await add(store)
    with pytest.raises(ZeroDivisionError):
        async with store.writing() as work:
            await work.requests.save(replace(added, version=1 // 0))
    async with store.writing() as work:
        await work.requests.save(added.with_next_version())


async def test_of_100_approvals_at_once_one_wins(store: SqlStore) -> None:
    added = await add(store)

    async def approve(n: int) -> bool:
        try:
            async with store.writing() as work:
                seen = await work.requests.get(added.id)
                await work.requests.save(decide(seen, a_decision(f"U{n}")))
                await work.commit()
        except NoLongerPossible:
            return False
        return True

    assert sum(await asyncio.gather(*(approve(n) for n in range(100)))) == 1
    async with store.reading() as work:
        decided = await work.requests.get(added.id)
    assert (decided.status, decided.version, len(decided.decisions)) == (RequestStatus.APPLYING, 2, 1)


async def test_of_50_who_saw_the_same_version_one_saves(store: SqlStore) -> None:
    seen = await add(store)

    async def save(n: int) -> bool:
        try:
            async with store.writing() as work:
                await work.requests.save(decide(seen, a_decision(f"U{n}")))
                await work.commit()
        except VersionConflict:
            return False
        return True

    assert sum(await asyncio.gather(*(save(n) for n in range(50)))) == 1


async def test_no_update_is_lost(store: SqlStore) -> None:
    added = await add(store)

    async def touch() -> None:
        async with store.writing() as work:
            await work.requests.save((await work.requests.get(added.id)).with_next_version())
            await work.commit()

    await asyncio.gather(*(touch() for _ in range(50)))
    async with store.reading() as work:
        assert (await work.requests.get(added.id)).version == 51


async def test_additions_at_once_get_numbers_without_gaps_and_one_of_a_kind(store: SqlStore) -> None:
    enrollment = a_request().enrollment
    rivals = [a_request(submission_key="V1", enrollment=enrollment) for _ in range(5)]
    added = await asyncio.gather(*(add(store, each) for each in [*rivals, *(a_request() for _ in range(15))]))
    assert sorted({(each.number, each.id) for each in added})[-1][0] == 16
    assert len({each.id for each in added[:5]}) == 1


async def test_a_reader_does_not_make_a_writer_wait_and_sees_one_moment(store: SqlStore) -> None:
    added = await add(store)
    async with store.reading() as work:
        assert await work.requests.get(added.id) == added
        await _touch(store, added)
        assert await work.requests.get(added.id) == added
    async with store.reading() as work:
        assert await work.requests.get(added.id) == added.with_next_version()


async def test_a_writer_does_not_make_a_reader_wait(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as writing, store.reading() as reading:
        await writing.requests.save(added.with_next_version())
        assert await reading.requests.get(added.id) == added


async def test_a_unit_that_only_reads_neither_commits_nor_drives(store: SqlStore) -> None:
    async with store.reading() as work:
        with pytest.raises(OnlyReading):
            await work.commit()
        with pytest.raises(OnlyReading):
            work.drive(UUID(int=0))


async def test_a_cancelled_writer_lets_the_next_one_in(store: SqlStore) -> None:
    added = await add(store)
    inside = asyncio.Event()

    async def hold() -> None:
        async with store.writing() as work:
            await work.requests.save(added.with_next_version())
            inside.set()
            await asyncio.Event().wait()

    holding = asyncio.create_task(hold())
    await inside.wait()
    holding.cancel()
    await asyncio.wait([holding])
    await _touch(store, added)


async def test_what_was_written_is_read_within_the_unit(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        assert await work.requests.get(added.id) == added
        await work.requests.save(added.with_next_version())
        await work.attempts.claim(an_attempt(added.id))
        assert await work.requests.get(added.id) == added.with_next_version()
        assert await work.attempts.last(added.id) == an_attempt(added.id)


async def _touch(store: SqlStore, seen: ReissueRequest) -> None:
    async with store.writing() as work:
        await work.requests.save(seen.with_next_version())
        await work.commit()


@pytest.mark.parametrize("holding", ["a request", "the chain"])
async def test_a_process_that_stands_still_in_a_transaction_is_not_waited_for(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, holding: str
) -> None:
    monkeypatch.setattr(postgresql, "PATIENCE", 2000)
    engine = create_engine(postgres_url)
    store = SqlStore(engine, drive_nothing, Chain("k" * 32))
    mine, other = await add(store), await add(store, a_request(number=2))
    wanted = mine if holding == "a request" else other

    async def go_on() -> None:
        async with store.writing() as work:
            await work.requests.get(wanted.id)
            await work.events.append(an_event(wanted.id))
            await work.commit()

    async def stand_still() -> None:
        async with store.writing() as work:
            await work.requests.get(mine.id)
            if holding == "the chain":
                await work.events.append(an_event(mine.id))
                await work.events.of(mine.id)
            await go_on()
            await work.commit()

    async with asyncio.timeout(60):
        with pytest.raises(StoreUnavailable):
            await stand_still()
    async with store.reading() as work:
        assert [event.request_id for event in await work.events.of(wanted.id)] == [wanted.id]
    await engine.dispose()
