"""PostgreSQL and the bot number the parts of a text alike: what is looked for is found in the index."""

import psycopg
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.search_parts import LENGTH, NUMBERS, parts_of

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


def test_a_text_has_the_parts_of_every_text_that_occurs_in_it(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:

        @settings(max_examples=150, deadline=None)
        @given(TEXTS, TEXTS, TEXTS)
        @example("", "", "")
        @example("zoe ", "o", "brien\nzoe@brightside.example")
        @example("李 ", "小龙", "\U0010ffff")
        def found(before: str, text: str, after: str) -> None:
            row = connection.execute("SELECT bot_parts(%s)", [before + text + after]).fetchone()
            assert row is not None
            assert set(parts_of(text)) <= set(row[0])
            assert len(row[0]) == max(0, len((before + text + after).encode()) - LENGTH + 1)
            assert all(0 <= part < NUMBERS for part in row[0])

        found()


def test_every_byte_of_a_text_counts() -> None:
    assert [len(parts_of("kowalski"[:length])) for length in range(9)] == [0, 0, 0, 1, 2, 2, 2, 3, 3]
    assert all(parts_of("kowalski") != parts_of(f"{'kowalski'[:n]}x{'kowalski'[n + 1 :]}") for n in range(8))


def test_rare_texts_are_looked_for_in_the_index_of_parts(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("SET enable_seqscan = off")
        search = "EXPLAIN SELECT id FROM bot_employee WHERE bot_parts(search) @> %s::int[]"
        plan = connection.execute(search, [parts_of("artin")]).fetchall()
        assert any("ix_bot_employee_parts" in line for (line,) in plan), plan
