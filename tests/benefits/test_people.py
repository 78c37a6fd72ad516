"""Finding people by text in connect-6: what is missing is said, and only a whole answer is remembered."""

import asyncio
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from benefits.connect6.people import AT_ONCE, MOST
from benefits.errors import Unreachable
from tests.benefits.connect6_client import connected6

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


def a_member(number: int) -> Json:
    """One of many people of one name."""
    return {"id": f"mbr_{number}", "first_name": "Maria", "last_name": "Garcia"}


class Directory:
    """Answers as a server with so many people; `broken` are members whose employments are answered with a 500, and
    paths that contain `silent` are not answered at all."""

    def __init__(self, people: int, *, totals: bool = True, heeds_limit: bool = True) -> None:
        self._people, self._totals, self._heeds_limit = people, totals, heeds_limit
        self.broken: set[str] = set()
        self.silent = ""
        self.asked: list[str] = []
        self.under_way, self.most_at_once = 0, 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """One call."""
        self.asked.append(request.url.path)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            await (asyncio.Event().wait() if self.silent and self.silent in request.url.path else asyncio.sleep(0))
            return self._answer(request)
        finally:
            self.under_way -= 1

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/employments"):
            return self._members(int(request.url.params["limit"]))
        member = request.url.path.split("/")[-2]
        if member in self.broken:
            return httpx.Response(500)
        row = {"id": f"empl_{member}", "member_id": member, "first_name": "Maria", "last_name": "Garcia"}
        return httpx.Response(200, json={"data": [row]})

    def _members(self, limit: int) -> httpx.Response:
        rows = [a_member(number) for number in range(self._people)]
        page = rows[:limit] if self._heeds_limit else rows
        totals = {"total": len(rows), "total_pages": 1} if self._totals else {}
        return httpx.Response(200, json={"data": page, "pagination": {"page": 1, "limit": limit, **totals}})


async def test_a_person_whose_employments_cannot_be_read_is_counted_and_asked_for_again() -> None:
    directory = Directory(2)
    directory.broken = {"mbr_1"}
    search = connected6(directory).search
    found = await search.find_people("maria garcia")
    assert ([each.id for each in found.employees], found.left_out) == (["empl_mbr_0"], 1)
    directory.broken = set()
    found = await search.find_people("maria garcia")
    assert ([each.id for each in found.employees], found.left_out) == (["empl_mbr_0", "empl_mbr_1"], 0)
    asked = len(directory.asked)
    assert await search.find_people("Maria  Garcia") == found
    assert len(directory.asked) == asked


@pytest.mark.parametrize("totals", [True, False])
@pytest.mark.parametrize("heeds_limit", [True, False])
async def test_of_thirty_people_some_are_read_and_that_there_are_more_is_said(
    *, totals: bool, heeds_limit: bool
) -> None:
    directory = Directory(30, totals=totals, heeds_limit=heeds_limit)
    found = await connected6(directory).search.find_people("maria")
    assert (len(found.employees), found.more) == (MOST, True)
    assert len(directory.asked) == 1 + MOST


async def test_of_a_few_people_nobody_is_missing() -> None:
    found = await connected6(Directory(MOST - 1, totals=False)).search.find_people("maria")
    assert (len(found.employees), found.more) == (MOST - 1, False)


async def test_a_directory_that_does_not_answer_in_time_is_in_the_log() -> None:
    directory = Directory(2)
    directory.silent = "/v2/members"
    with capture_logs() as logged, pytest.raises(Unreachable):
        await connected6(directory).search.find_people("maria", within=0.05)
    assert [line["call"] for line in logged] == ["GET /v2/members"]


async def test_a_person_whose_employments_are_not_told_in_time_hides_no_other() -> None:
    directory = Directory(2)
    directory.silent = "mbr_1"
    search = connected6(directory).search
    found = await search.find_people("maria", within=0.05)
    assert ([each.id for each in found.employees], found.more, found.left_out) == (["empl_mbr_0"], True, 0)
    directory.silent = ""
    assert len((await search.find_people("maria")).employees) == 2


async def test_all_searches_together_have_four_calls_under_way() -> None:
    directory = Directory(30)
    search = connected6(directory).search
    await asyncio.gather(*(search.find_people(text) for text in ("maria", "garcia", "maria g")))
    assert (directory.most_at_once, len(directory.asked)) == (AT_ONCE, 3 * (1 + MOST))


async def test_a_search_that_finds_no_free_place_in_time_ends_in_time() -> None:
    directory = Directory(30)
    directory.silent = "/employments"
    search = connected6(directory).search
    others = asyncio.create_task(search.find_people("maria"))
    for _ in range(50):
        await asyncio.sleep(0)
    assert directory.under_way == AT_ONCE
    with pytest.raises(Unreachable):
        await search.find_people("garcia", within=0.05)
    others.cancel()


async def test_a_name_is_found_with_another_mark_between_its_words() -> None:
    """The server compares letter by letter: "Maria Garcia" has no hyphen."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        search = request.url.params.get("search", "")
        asked.append(search or "employments")
        row = {"id": "empl_1", "member_id": "mbr_1", "first_name": "Maria", "last_name": "Garcia"}
        rows = [row] if not search else [a_member(1)] if search in "maria garcia" else []
        return httpx.Response(200, json={"data": rows})

    found = await connected6(answer).search.find_people("Maria-Garcia")
    assert ([each.id for each in found.employees], asked) == (["empl_1"], ["maria-garcia", "garcia", "employments"])


async def test_a_text_of_signs_alone_finds_nobody() -> None:
    """Two of them have names of several words in plain letters."""
    found = await connected6(lambda _: httpx.Response(200, json={"data": []})).search.find_people("🎂🎂")
    assert found.employees == ()
