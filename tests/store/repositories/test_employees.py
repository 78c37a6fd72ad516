"""The employee index: people are found however their names are typed, and can be told apart."""

from datetime import date

import pytest

from store.repositories.matches import FEW
from store.search_text import normalized
from store.unit_of_work import SqlStore
from tests.store.values import an_employee

NAMES = (
    "Zoë O'Brien",
    "Anna-Lena Großmann",
    "Søren Łukasz",
    "李 小龙",
    "Ana María Zo",
    "Percy 100%_\\ Sign",
    "Joy 👩‍👩‍👧 Fun",
)
FOUND = {
    "zoe": "Zoë O'Brien",
    "ZOË": "Zoë O'Brien",
    "obrien": "Zoë O'Brien",
    "o\N{RIGHT SINGLE QUOTATION MARK}brien z": "Zoë O'Brien",
    "  brien   zoe ": "Zoë O'Brien",
    "grossmann": "Anna-Lena Großmann",
    "anna-lena": "Anna-Lena Großmann",
    "lena anna": "Anna-Lena Großmann",
    "soren lukasz": "Søren Łukasz",
    "SØREN": "Søren Łukasz",
    "小龙": "李 小龙",
    "👩‍👩‍👧": "Joy 👩‍👩‍👧 Fun",
    "100%": "Percy 100%_\\ Sign",
    "%_\\": "Percy 100%_\\ Sign",
    "maria": "Ana María Zo",
}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("İstanbul", "istanbul"),
        ("ISPARTA", "\N{LATIN SMALL LETTER DOTLESS I}sparta"),
        ("STRASSE", "straße"),
        ("Nguyen", "Nguyễn"),
        ("cafe", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("ﬁnn", "finn"),
        ("ΟΔΟΣ", "οδος"),
        ("a\tb", " a  b "),
        ("x\x00\ud800y", "xy"),
    ],
)
def test_two_ways_to_write_a_name_are_one(typed: str, stored: str) -> None:
    assert normalized(typed) == normalized(stored)


@pytest.mark.anyio
class TestSearch:
    """The repository over both databases."""

    async def test_every_word_must_occur_in_name_or_email(self, store: SqlStore) -> None:
        async with store.writing() as work:
            people = [an_employee(name, f"empl_{n}") for n, name in enumerate(NAMES)]
            await work.index.write(people)
            for typed, name in FOUND.items():
                assert [entry.name for entry in await work.employees.search(typed, 10)] == [name], typed
            for typed in ("zoe lena", "_", "nobody", "\x00\ud800 nobody"):
                found = [entry.name for entry in await work.employees.search(typed, 10)]
                assert found == (["Percy 100%_\\ Sign"] if typed == "_" else []), typed
            assert len(await work.employees.search("", 10)) == len(NAMES)

    async def test_people_who_left_come_last(self, store: SqlStore) -> None:
        left = an_employee("Ann Lee", "empl_1", active=False, left_on=date(2026, 11, 14))
        people = [left, an_employee("Joanna Ann", "empl_2"), an_employee("Ann Zo", "empl_3")]
        async with store.writing() as work:
            await work.index.write(people)
            found = await work.employees.search("ann", 10)
            assert list(found) == [people[2], people[1], left]
            assert [entry.id for entry in await work.employees.search("ann", 2)] == ["empl_3", "empl_2"]

    async def test_names_that_begin_with_the_text_come_first(self, store: SqlStore) -> None:
        async with store.writing() as work:
            people = [
                an_employee("Joanna Smith"),
                an_employee("Zed Anderson"),
                an_employee("Ann Lee", "empl_2", email="b@example.com"),
                an_employee("Bo Berg", email="ann@example.com"),
                an_employee("Anna Lee"),
                an_employee("Ann Lee", "empl_1", email="a@example.com"),
            ]
            await work.index.write(people)
            found = await work.employees.search("an", 10)
        told_apart = [(entry.name, entry.email) for entry in found]
        assert told_apart == [
            ("Ann Lee", "a@example.com"),
            ("Ann Lee", "b@example.com"),
            ("Anna Lee", None),
            ("Zed Anderson", None),
            ("Bo Berg", "ann@example.com"),
            ("Joanna Smith", None),
        ]

    async def test_an_id_is_found_by_the_whole_of_it(self, store: SqlStore) -> None:
        async with store.writing() as work:
            await work.index.write([ann := an_employee("Ann", "empl_A-1")])
            assert await work.employees.search(" empl_A-1 ", 10) == [ann]
            assert await work.employees.search("mbr_Ann", 10) == [ann]
            assert await work.employees.search("empl_A", 10) == []

    async def test_who_has_left_is_not_found_and_at_most_100_are(self, store: SqlStore) -> None:
        async with store.writing() as work:
            people = [an_employee("Ann", f"empl_{n}", active=n > 0) for n in range(150)]
            await work.index.write(people)
            found = await work.employees.search("ann", 1000)
            assert len(found) == 100
            assert "empl_0" not in {entry.id for entry in found}
            assert len(await work.employees.search("ann", 3)) == 3
            assert await work.employees.search("ann " * 2000, 1) == found[:1]

    async def test_of_more_than_are_sorted_the_first_are_found_all_the_same(self, store: SqlStore) -> None:
        async with store.writing() as work:
            people = [an_employee(f"Zed {n:04} Anders", f"empl_{n}", active=n != 7) for n in range(FEW + 1)]
            first = [an_employee("Zo Lee", "empl_Z1", active=False), an_employee("Anders Bo", "empl_Z2")]
            await work.index.write([*people, *first])
            assert await work.employees.search("ander", 3) == [first[1], people[0], people[1]]
            assert await work.employees.search("nder ed", 9) == [*people[:7], *people[8:10]]
            assert len(await work.employees.search("nder", 100)) == 100

    async def test_the_index_is_empty_until_it_has_an_employee(self, store: SqlStore) -> None:
        async with store.writing() as work:
            assert await work.employees.is_empty()
            await work.index.write([an_employee("Ann")])
            assert not await work.employees.is_empty()
