"""The search for employees finds, for any text, whom a search in plain Python finds, and in the same order."""

import asyncio
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.routing import EVERY_EMPLOYER, EmployerScope
from benefits.ids import EmployerId, MemberId
from store.dialects import is_postgresql
from store.engine import create_engine
from store.repositories.matches import Wanted, first_of_many
from store.search_text import normalized, searchable
from store.unit_of_work import SqlStore
from tests.store.conftest import drive_nothing
from tests.store.values import an_employee

WORDS = ("zo", "Zoë", "zoe", "O'Brien", "Brien", "Łu", "kasz", "an", "Anna", "Na_n", "100%", "小龙", "\U0010ffff")
EMPLOYERS = ("empr_1", "empr_2", "empr_3")
SCOPES = (EVERY_EMPLOYER, EmployerScope(only=frozenset({"empr_2"})), EmployerScope(besides=frozenset({"empr_2"})))


def everyone() -> list[EmployeeEntry]:
    """People whose names have the same few words in any order; some have left, some share a name."""
    chance = Random(9)  # noqa: S311 not for secrets
    return [
        an_employee(
            " ".join(chance.choices(WORDS, k=chance.choice((1, 2, 2, 3)))),
            f"empl_{n}",
            member_id=MemberId(f"mbr_{n // 2}"),
            email=chance.choice((None, "zoe@example.com", f"an.{n}@example.com")),
            employer_id=EmployerId(chance.choice(EMPLOYERS)),
            active=chance.random() < 0.8,
        )
        for n in range(200)
    ]


def told(people: Sequence[EmployeeEntry], text: str, scope: EmployerScope) -> list[EmployeeEntry]:
    """Whom the port promises, all of them."""
    phrase = normalized(text)

    def place(entry: EmployeeEntry) -> tuple[bool, int, str, str]:
        searched = searchable(entry.name, entry.email)
        rank = 0 if searched.startswith(phrase) else 1 if f" {phrase}" in searched else 2
        return not entry.active, rank, searched, entry.id

    def fits(entry: EmployeeEntry) -> bool:
        searched = searchable(entry.name, entry.email)
        has_every_word = all(word in searched for word in phrase.split())
        return has_every_word or text.strip() in {entry.id, entry.member_id}

    return sorted((each for each in people if scope.has(each.employer_id) and fits(each)), key=place)


TEXTS = st.one_of(
    st.lists(st.sampled_from((*WORDS, "z", "o", "n", "example", ".", "_", "%")), max_size=3).map(" ".join),
    st.sampled_from(("empl_7", " mbr_3 ", "empl_", "example.com", "nobody", "zoe@")),
)


@pytest.mark.usefixtures("anyio_backend")
def test_the_same_people_are_found_in_the_same_order_however_many_fit(database_url: str) -> None:
    engine, people = create_engine(database_url), everyone()
    with asyncio.Runner() as runner:
        store = SqlStore(engine, drive_nothing)
        runner.run(_filled(store, people))

        @settings(max_examples=120, deadline=None)
        @given(TEXTS, st.sampled_from(SCOPES), st.integers(1, 100))
        def found(text: str, scope: EmployerScope, limit: int) -> None:
            expected = told(people, text, scope)
            assert runner.run(_search(store, text, limit, scope)) == expected[:limit]
            by_rank = runner.run(_first_of_many(engine, people, text, limit, scope))
            assert by_rank == [each.id for each in expected[:limit]]

        found()
        runner.run(engine.dispose())


async def _filled(store: SqlStore, people: Sequence[EmployeeEntry]) -> None:
    async with store.writing() as work:
        await work.index.write(people)
        await work.commit()


async def _search(store: SqlStore, text: str, limit: int, scope: EmployerScope) -> list[EmployeeEntry]:
    async with store.reading() as work:
        return list(await work.employees.search(text, limit, scope))


async def _first_of_many(
    engine: AsyncEngine, people: Sequence[EmployeeEntry], text: str, limit: int, scope: EmployerScope
) -> list[str]:
    """As it is searched where more fit than are sorted."""
    ids = [each.id for each in people if text.strip() in {each.id, each.member_id}]
    async with engine.connect() as connection:
        wanted = Wanted(normalized(text), ids, scope, is_postgresql(connection))
        return [row.id for row in await connection.execute(first_of_many(wanted.form), wanted.values(limit))]


@pytest.mark.anyio
async def test_only_a_text_that_looks_like_an_id_is_looked_for_among_ids(database_url: str) -> None:
    engine = create_engine(database_url)
    store, statements = SqlStore(engine, drive_nothing), list[str]()
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    asked = dict[str, int]()
    for text in ("zoe", "zoe lee", "100%_", "empl_7", " mbr_3 "):
        await _search(store, text, 9, EVERY_EMPLOYER)
        asked[text] = sum("member_id =" in statement for statement in statements)
        statements.clear()
    assert asked == {"zoe": 0, "zoe lee": 0, "100%_": 0, "empl_7": 1, " mbr_3 ": 1}
    await engine.dispose()


@pytest.mark.anyio
async def test_sqlite_walks_over_one_index_to_its_end(sqlite_url: str) -> None:
    engine, told = create_engine(sqlite_url), list[tuple[str, Any]]()
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *values: told.append(values[2:4]))
    assert await _first_of_many(engine, [], "zoe", 9, EVERY_EMPLOYER) == []
    statement, values = told[-1]
    async with engine.connect() as connection:
        explained = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = [str(row[-1]) for row in explained]
    assert plan.count("SEARCH bot_employee USING COVERING INDEX ix_bot_employee_found (active>?)") == 2
    assert not [step for step in plan if step.startswith("SCAN bot_employee")]
    await engine.dispose()
