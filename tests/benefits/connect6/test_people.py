"""Finding people by text: what is asked, what is remembered, and what an odd row costs."""

import asyncio
from datetime import date

import httpx
import pytest

from benefits.errors import RateLimited, ServerError
from tests.benefits.connect6.answers import EMPLOYMENT, MEMBER, Asked, Json, rows

pytestmark = pytest.mark.anyio

DIRECTORY, JOBS = "/v2/members", "/v1/members/mbr_1/employments"


def people(*members: Json, **jobs: object) -> Asked:
    """A server with these members, and employments by the last part of the member's id."""
    of = {f"/v1/members/mbr_{key}/employments": answer for key, answer in jobs.items()}
    return Asked({DIRECTORY: rows(*members), **of})


async def test_there_is_a_line_for_each_employment_the_ended_ones_last_and_none_for_who_never_had_one() -> None:
    second = EMPLOYMENT | {"id": "empl_2", "employer_name": "Okami"}
    left = EMPLOYMENT | {"id": "empl_3", "status": "terminated", "termination_date": "2026-11-14"}
    outsider = MEMBER | {"id": "mbr_2"}
    server = people(
        MEMBER, outsider, {**MEMBER, "id": None}, **{"1": {"data": [left, EMPLOYMENT, second]}, "2": rows()}
    )
    found = await server.client.people.find_people("ada")
    assert [(each.id, each.employer_name, each.active, each.termination_date) for each in found.employees] == [
        ("empl_1", "Juniper", True, None),
        ("empl_2", "Okami", True, None),
        ("empl_3", "Juniper", False, date(2026, 11, 14)),
    ]


async def test_one_persons_employments_that_cannot_be_read_hide_nobody_and_too_many_calls_are_told() -> None:
    both = (MEMBER, MEMBER | {"id": "mbr_2"})
    found = await people(*both, **{"1": {"data": [EMPLOYMENT]}, "2": 500}).client.people.find_people("ada")
    assert [each.id for each in found.employees] == ["empl_1"]
    with pytest.raises(ServerError):
        await people(MEMBER, **{"1": 500}).client.people.find_people("ada")
    with pytest.raises(RateLimited):
        await people(*both, **{"1": {"data": [EMPLOYMENT]}, "2": 429}).client.people.find_people("ada")


async def test_an_answer_is_remembered_and_an_error_is_not() -> None:
    server = people(MEMBER, **{"1": {"data": [EMPLOYMENT]}})
    search = server.client.people
    for text in ("ada", " ADA "):
        await search.find_people(text)
    assert server.paths == [DIRECTORY, JOBS]
    failing = Asked({DIRECTORY: 429})
    for _ in range(2):
        with pytest.raises(RateLimited):
            await failing.client.people.find_people("ada")
    assert failing.paths == [DIRECTORY] * 2


async def test_at_most_four_calls_are_under_way_at_once() -> None:
    under_way = most = 0

    async def counted(request: httpx.Request) -> Json:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(10):  # others get their turn
            await asyncio.sleep(0)
        under_way -= 1
        members = rows(*(MEMBER | {"id": f"mbr_{number}"} for number in range(12)))
        return members if request.url.path == DIRECTORY else {"data": []}

    answers = {f"/v1/members/mbr_{number}/employments": counted for number in range(12)}
    search = Asked({DIRECTORY: counted, **answers}).client.people
    await asyncio.gather(*(search.find_people(f"ada {number}") for number in range(5)))
    assert most == 4


@pytest.mark.parametrize("typed", ["zoe young", "young zoe", "YOUNG, Zoë", "zoe jean young"])
async def test_a_text_that_is_nobodys_as_it_stands_is_looked_for_word_by_word(typed: str) -> None:
    zoe = MEMBER | {"first_name": "Zoë", "last_name": "Young", "email": "zoe@juniper.example"}
    other = MEMBER | {"id": "mbr_2", "first_name": "Al", "last_name": "Young"}

    def directory(request: httpx.Request) -> Json:
        return rows(zoe, other) if request.url.params["search"] == "young" else rows()

    server = Asked({DIRECTORY: directory, JOBS: {"data": [EMPLOYMENT]}})
    found = await server.client.people.find_people(typed)
    assert len(found.employees) == (0 if "jean" in typed else 1)
    assert server.paths.count("/v1/members/mbr_2/employments") == 0
