"""The measurement in short: what is counted is the same on every machine."""

import pytest

from tests.index.measuring import measured
from tests.index.roster import Roster

pytestmark = pytest.mark.anyio

SIZE = 1_000


async def test_a_thousand_employees_take_a_call_for_each_page_and_are_written_once(database_url: str) -> None:
    first = await measured(database_url, SIZE)
    assert (first.calls, first.rows) == (Roster(SIZE).pages, SIZE)
    unchanged = await measured(database_url, SIZE)
    assert (unchanged.calls, unchanged.rows) == (Roster(SIZE).pages, 0)
    assert Roster(SIZE).pages == 11


async def test_one_more_employee_is_one_more_row(one_database_url: str) -> None:
    await measured(one_database_url, SIZE)
    assert (await measured(one_database_url, SIZE + 1)).rows == 1
