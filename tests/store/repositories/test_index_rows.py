"""The rows of the employee index, a few at a time."""

from dataclasses import replace

import pytest

from approvals.model.status import OPEN, RequestStatus
from benefits.ids import EmployeeId, EmployerId
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import a_request, an_employee

pytestmark = pytest.mark.anyio

ANN, BO, CY = an_employee("Ann"), an_employee("Bo"), an_employee("Cy", employer_id=EmployerId("empr_2"))


async def missed(store: SqlStore) -> dict[str, int]:
    """How often each employee was missed."""
    async with store.reading() as work:
        return {row.id: row.missed for row in await work.index.after("", 100)}


async def filled(store: SqlStore) -> None:
    """An index of three."""
    async with store.writing() as work:
        await work.index.write([ANN, BO, CY])
        await work.commit()


async def test_what_was_written_is_known_until_it_is_written_again(store: SqlStore) -> None:
    await filled(store)
    moved = replace(ANN, employer_id=EmployerId("empr_2"), email="new@example.com", active=False)
    async with store.writing() as work:
        assert await work.index.known([ANN.id, CY.id, EmployeeId("empl_other")]) == {ANN.id: ANN, CY.id: CY}
        await work.index.write([moved])
        await work.commit()
    async with store.reading() as work:
        assert await work.index.known([ANN.id]) == {ANN.id: moved}
        assert [await work.index.has_any_of(EmployerId(f"empr_{n}")) for n in (1, 2, 3)] == [True, True, False]


async def test_all_rows_are_gone_through_a_few_at_a_time(store: SqlStore) -> None:
    employees = [an_employee("Ann", f"empl_{letter}{n}") for letter in "aBc_-Z" for n in range(20)]
    async with store.writing() as work:
        await work.index.write(employees)
        await work.commit()
    last, seen = "", []
    async with store.reading() as work:
        while rows := await work.index.after(last, 7):
            seen += [row.id for row in rows]
            last = seen[-1]
    assert sorted(seen) == sorted(one.id for one in employees)


async def test_misses_are_counted_until_the_employee_is_seen_again(store: SqlStore) -> None:
    await filled(store)
    async with store.writing() as work:
        await work.index.mark_missed([ANN.id, BO.id])
        await work.index.mark_missed([ANN.id])
        await work.index.mark_missed([])
        await work.commit()
    assert await missed(store) == {ANN.id: 2, BO.id: 1, CY.id: 0}
    async with store.writing() as work:
        await work.index.mark_seen([ANN.id])
        await work.index.write([BO])
        await work.commit()
    assert await missed(store) == {ANN.id: 0, BO.id: 0, CY.id: 0}


@pytest.mark.parametrize("status", RequestStatus)
async def test_rows_are_dropped_unless_the_employee_has_an_open_request(store: SqlStore, status: RequestStatus) -> None:
    await filled(store)
    request = a_request(status=status)
    await add(store, replace(request, employee=request.employee.model_copy(update={"id": ANN.id})))
    async with store.writing() as work:
        await work.index.drop([ANN.id, BO.id])
        await work.commit()
    assert list(await missed(store)) == ([ANN.id, CY.id] if status in OPEN else [CY.id])
