"""The search through all requests: what each reader finds, in which order; and names that an earlier release wrote."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from approvals.model.history import Criteria
from approvals.model.newer import NewerRequest
from approvals.model.request import EmployeeFacts, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Viewer
from approvals.rules import lifecycle
from approvals.upkeep import findable
from approvals.upkeep.findable import keep_findable
from benefits.ids import EmployeeId
from store.tables import RequestRow
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.repositories.test_overviews import LATE, MARCUS, NINA, NOBODY
from tests.store.values import NOW, a_request

pytestmark = pytest.mark.anyio

S = RequestStatus
DAY = timedelta(days=1)
EVERYTHING = Criteria()


def called(name: str, employee_id: str = "empl_1") -> EmployeeFacts:
    """An employee of that name."""
    return a_request().employee.model_copy(update={"name": name, "id": EmployeeId(employee_id)})


async def has(store: SqlStore, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a request
    """One more request."""
    return await add(store, a_request(**changes))


async def named(store: SqlStore, reader: Viewer, text: str, limit: int = 9) -> list[str]:
    """The employees that a reader finds by a name."""
    async with store.reading() as work:
        return list(await work.histories.employees_named(reader, text, limit))


async def numbers(store: SqlStore, reader: Viewer, criteria: Criteria = EVERYTHING) -> list[int]:
    """The numbers of what a reader finds, all on one page; the total says the same."""
    async with store.reading() as work:
        hits = await work.histories.page(reader, criteria, limit=99, offset=0)
    found = [each.number for each in hits.requests]
    assert hits.total == len(found)
    return found


async def run(engine: AsyncEngine, *statements: sa.Executable) -> None:
    """Change rows as another release does."""
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


def about(*employee_ids: str) -> Criteria:
    """Requests about these employees."""
    return Criteria(employees=tuple(map(EmployeeId, employee_ids)))


@pytest.mark.parametrize("typed", ["mwangi", "MWANGI grace", "gra mwa", "Mwangi-Graçe", "o'mwangi", "Łukasz"])
async def test_a_name_is_found_by_the_rules_of_the_employee_index(store: SqlStore, typed: str) -> None:
    await has(store, employee=called("Grâce O\N{RIGHT SINGLE QUOTATION MARK}Mwangi Lukasz"))
    await has(store, employee=called("Ada Lovelace", "empl_2"))
    assert await named(store, MARCUS, typed) == ["empl_1"]


@pytest.mark.parametrize("typed", ["", "  ", "'", "%", "_", "grace_mwangi", "grace lovelace", "\x00", "\ud800"])
async def test_a_text_that_is_in_no_name_finds_nobody(store: SqlStore, typed: str) -> None:
    await has(store, employee=called("Grace Mwangi"))
    await has(store, employee=called("Ada Lovelace", "empl_2"))
    assert await named(store, MARCUS, typed) == []


async def test_each_employee_is_named_once_the_one_with_the_newest_request_first(store: SqlStore) -> None:
    for employee_id in ("empl_1", "empl_2", "empl_3", "empl_1"):
        await has(store, employee=called("Grace Mwangi", employee_id), status=S.REISSUED)
    assert await named(store, MARCUS, "grace") == ["empl_1", "empl_3", "empl_2"]
    assert await named(store, MARCUS, "grace", limit=2) == ["empl_1", "empl_3"]


async def test_readers_find_what_they_may_read_and_nothing_else(store: SqlStore) -> None:
    ninas = await has(store, employee=called("Grace Mwangi"), status=S.DENIED, changed_at=NOW - 900 * DAY)
    other = await has(store, requester="U0OTTO", employee=called("Ada Lovelace", "empl_2"))
    late = await has(store, requester="U0OTTO", employee=called("Zoe Young", "empl_3"), escalated_at=NOW)
    everyone = about("empl_1", "empl_2", "empl_3")
    for reader, found in (
        (MARCUS, [late.number, other.number, ninas.number]),
        (NINA, [ninas.number]),
        (LATE, [late.number]),
        (NOBODY, []),
    ):
        assert await numbers(store, reader) == await numbers(store, reader, everyone) == found
        assert len(await named(store, reader, "e")) == len(found)


async def test_people_who_may_no_longer_request_see_their_requests_but_find_none_by_name(store: SqlStore) -> None:
    own = await has(store, employee=called("Grace Mwangi"))
    former = Viewer(user_id="U0NINA")
    assert await numbers(store, former) == [own.number]
    assert await numbers(store, former, about("empl_1")) == []
    assert await named(store, former, "grace") == []


async def test_status_and_time_narrow_it_down_and_the_newest_comes_first(store: SqlStore) -> None:
    old = await has(store, status=S.DENIED, submitted_at=NOW - 40 * DAY)
    mid = await has(store, status=S.DENIED, submitted_at=NOW - 20 * DAY)
    new = await has(store, status=S.CLOSED, submitted_at=NOW)
    assert await numbers(store, MARCUS) == [new.number, mid.number, old.number]
    assert await numbers(store, MARCUS, Criteria(statuses=frozenset({S.DENIED}))) == [mid.number, old.number]
    assert await numbers(store, MARCUS, Criteria(statuses=frozenset({S.DENIED, S.CLOSED}), until=NOW)) == [
        mid.number,
        old.number,
    ]
    assert await numbers(store, MARCUS, Criteria(since=NOW - 20 * DAY, until=NOW)) == [mid.number]


async def test_pages_follow_each_other(store: SqlStore) -> None:
    made = [(await has(store, status=S.CLOSED)).number for _ in range(5)]
    async with store.reading() as work:
        pages = [await work.histories.page(MARCUS, EVERYTHING, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [each.number for hits in pages for each in hits.requests] == made[::-1]
    assert {hits.total for hits in pages} == {5}


async def test_what_only_a_later_release_understands_is_found_as_such(store: SqlStore, engine: AsyncEngine) -> None:
    await has(store, employee=called("Grace Mwangi"))
    await run(engine, sa.update(RequestRow).values(status="parked"))
    async with store.reading() as work:
        everything = await work.histories.page(MARCUS, EVERYTHING, limit=9, offset=0)
        about_her = await work.histories.page(MARCUS, about(*await named(store, MARCUS, "mwangi")), limit=9, offset=0)
        open_ones = await work.histories.page(MARCUS, Criteria(statuses=frozenset(S)), limit=9, offset=0)
    assert [type(each) for each in (*everything.requests, *about_her.requests)] == [NewerRequest, NewerRequest]
    assert open_ones.total == 0


async def test_a_blanked_request_keeps_no_name_to_be_found_by(store: SqlStore) -> None:
    closed = await has(store, employee=called("Grace Mwangi"), status=S.DENIED)
    async with store.writing() as work:
        await work.requests.save(lifecycle.blank(closed, NOW))
        await work.commit()
    assert await named(store, MARCUS, "mwangi") == []
    assert await numbers(store, MARCUS, about("empl_1")) == []
    assert await numbers(store, MARCUS, Criteria(statuses=frozenset({S.DENIED}))) == [closed.number]


async def test_requests_of_an_earlier_release_are_found_by_name_once_the_bot_has_caught_up(
    store: SqlStore, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await has(store, employee=called("Grâce Mwangi"))
    async with store.reading() as work:
        assert await work.histories.is_whole()
    await run(engine, sa.update(RequestRow).values(search=None))
    async with store.reading() as work:
        assert not await work.histories.is_whole()
    assert await named(store, MARCUS, "grace") == []
    monkeypatch.setattr(findable, "BATCH", 2)
    assert await keep_findable(store) == 3
    assert await keep_findable(store) == 0
    assert await named(store, MARCUS, "grace") == ["empl_1"]


async def test_a_name_that_an_earlier_release_removed_is_removed_from_the_search_text_too(
    store: SqlStore, engine: AsyncEngine
) -> None:
    closed = await has(store, employee=called("Grace Mwangi"), status=S.DENIED)
    without = closed.employee.model_copy(update={"name": ""}).model_dump(mode="json")
    await run(engine, sa.update(RequestRow).values(employee=without, blanked_at=NOW))
    assert await numbers(store, MARCUS, about("empl_1")) == []
    assert await keep_findable(store) == 1
    async with engine.begin() as connection:
        assert (await connection.execute(sa.select(col(RequestRow.search)))).scalar_one() == ""
