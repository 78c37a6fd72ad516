"""Lists of many pages, from every sort of server."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from benefits.client import VitableConnect
from benefits.errors import RateLimited, ServerError
from benefits.ids import EmployerId
from tests.benefits.answers import EMPLOYEE, connected

pytestmark = pytest.mark.anyio

EMPLOYER = EmployerId("empr_1")
Server = Callable[[list[Any], int, int], Any]


def people(count: int) -> list[Any]:
    """So many employees."""
    return [EMPLOYEE | {"id": f"empl_{number}"} for number in range(count)]


def bare(rows: list[Any], page: int, limit: int) -> list[Any]:
    """Answers arrays."""
    return rows[(page - 1) * limit : page * limit]


def paginated(rows: list[Any], page: int, limit: int) -> dict[str, Any]:
    """Answers as SDK 0.1.2 expects."""
    pages = -(-len(rows) // limit)
    pagination = {"page": page, "limit": limit, "total": len(rows), "total_pages": pages}
    return {"data": bare(rows, page, limit), "pagination": pagination}


def capped(rows: list[Any], page: int, _: int) -> dict[str, Any]:
    """Gives at most twenty, even if asked for more."""
    return paginated(rows, page, 20)


def ignorant(rows: list[Any], _: int, __: int) -> list[Any]:
    """Does not know of pages, and answers everything every time."""
    return rows


def boastful(rows: list[Any], _: int, limit: int) -> dict[str, Any]:
    """Announces pages it does not have, and repeats the first."""
    return paginated(rows, 1, limit) | {"pagination": {"total_pages": 1000}}


def serving(server: Server, rows: list[Any]) -> tuple[VitableConnect, list[int]]:
    """A client of that server, and the pages that were asked for."""
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        page, limit = int(request.url.params["page"]), int(request.url.params["limit"])
        asked.append(page)
        return httpx.Response(200, json=server(rows, page, limit))

    return connected(answer), asked


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
@pytest.mark.parametrize("server", [bare, paginated, capped, ignorant, boastful])
async def test_every_employee_is_read_once(server: Server, count: int) -> None:
    reachable = min(count, 100) if server is boastful else count
    client, asked = serving(server, people(count))
    read = [employee.id async for page in client.employees_of(EMPLOYER) for employee in page.records]
    assert read == [f"empl_{number}" for number in range(reachable)]
    assert len(asked) <= count // 20 + 2


async def test_a_pagination_object_saves_the_call_for_an_empty_page() -> None:
    client, asked = serving(paginated, people(200))
    sizes = [len(page.records) async for page in client.employees_of(EMPLOYER)]
    assert (sizes, asked) == ([100, 100], [1, 2])


async def test_an_employee_who_slips_to_the_next_page_is_read_once() -> None:
    def slipping(rows: list[Any], page: int, limit: int) -> Any:  # noqa: ANN401 - JSON
        return bare(rows if page == 1 else [EMPLOYEE | {"id": "empl_new"}, *rows], page, limit)

    client, _ = serving(slipping, people(150))
    read = [employee.id async for page in client.employees_of(EMPLOYER) for employee in page.records]
    assert len(read) == len(set(read)) == 150


def short(cap: int) -> Server:
    """Gives fewer than it was asked for, and does not say how many there are."""
    return lambda rows, page, _limit: bare(rows, page, cap)


def miscounting(rows: list[Any], page: int, limit: int) -> dict[str, Any]:
    """Counts its pages by the limit it was asked for, and gives fifty."""
    pagination = {"total": len(rows), "total_pages": -(-len(rows) // limit)}
    return {"data": bare(rows, page, 50), "pagination": pagination}


def vague(rows: list[Any], page: int, limit: int) -> dict[str, Any]:
    """Has a pagination object that says nothing that can be used."""
    return {"data": bare(rows, page, limit), "pagination": {"total_pages": None, "total": "many"}}


def zero(rows: list[Any], page: int, limit: int) -> dict[str, Any]:
    """Says that there are no pages."""
    return {"data": bare(rows, page, limit), "pagination": {"total_pages": 0, "total": 0}}


@pytest.mark.parametrize("server", [short(20), short(50), miscounting, vague, zero], ids=lambda server: server.__name__)
async def test_employee_110_of_120_is_found_however_the_server_counts(server: Server) -> None:
    client, _ = serving(server, people(120))
    read = [employee.id async for page in client.employees_of(EMPLOYER) for employee in page.records]
    assert read == [f"empl_{number}" for number in range(120)]


async def test_a_server_that_answers_404_beyond_the_last_page_has_ended_the_list() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        rows = bare(people(150), int(request.url.params["page"]), 100)
        return httpx.Response(200, json=rows) if rows else httpx.Response(404, json={"detail": "Invalid page."})

    read = [employee.id async for page in connected(answer).employees_of(EMPLOYER) for employee in page.records]
    assert len(read) == 150


async def test_after_an_error_the_next_step_asks_for_the_same_page_again() -> None:
    answers = iter([200, 429, 200, 503, 200])

    def answer(request: httpx.Request) -> httpx.Response:
        rows = paginated(people(250), int(request.url.params["page"]), 100)
        return httpx.Response(next(answers), json=rows)

    pages = connected(answer).employees_of(EMPLOYER)
    assert len((await anext(pages)).records) == 100
    with pytest.raises(RateLimited):
        await anext(pages)
    assert len((await anext(pages)).records) == 100
    with pytest.raises(ServerError):
        await anext(pages)
    assert [len(page.records) async for page in pages] == [50]
