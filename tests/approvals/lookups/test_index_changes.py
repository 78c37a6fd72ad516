"""The changes of the index's lines, for any mixture of seen and missed employees."""

from hypothesis import given
from hypothesis import strategies as st

from approvals.lookups.index_changes import SeenEmployees, batches, changed
from approvals.model.employee_entry import EmployeeEntry
from approvals.ports.index_storage import IndexedRow
from benefits.ids import EmployeeId, EmployerId, MemberId

EMPLOYERS = [EmployerId(f"empr_{n}") for n in range(4)]
ROWS = st.lists(
    st.builds(
        IndexedRow,
        st.integers(0, 30).map(lambda n: EmployeeId(f"empl_{n}")),
        st.sampled_from(EMPLOYERS),
        st.integers(0, 3),
    ),
    unique_by=lambda row: row.id,
)
SEEN = st.builds(
    SeenEmployees,
    employees=st.frozensets(st.integers(0, 30).map(lambda n: f"empl_{n}")),
    whole=st.frozensets(st.sampled_from(EMPLOYERS)),
    listed=st.none() | st.frozensets(st.sampled_from(EMPLOYERS)),
)


@given(ROWS, SEEN)
def test_each_line_meets_one_fate_at_most_and_who_was_seen_never_goes(
    rows: list[IndexedRow], seen: SeenEmployees
) -> None:
    judged = seen.judged(rows)
    fates = [*judged.missed, *judged.gone, *judged.back]
    assert len(fates) == len(set(fates))
    assert seen.employees.isdisjoint([*judged.missed, *judged.gone])
    assert set(judged.back) <= seen.employees


@given(ROWS, SEEN)
def test_only_who_was_missed_before_goes_and_only_where_the_list_was_read_to_its_end(
    rows: list[IndexedRow], seen: SeenEmployees
) -> None:
    by_id = {row.id: row for row in rows}
    judged = seen.judged(rows)
    assert all(by_id[one].missed >= 1 for one in judged.gone)
    assert all(by_id[one].missed == 0 for one in judged.missed)
    for one in [*judged.gone, *judged.missed]:
        employer = by_id[one].employer_id
        assert employer in seen.whole or (seen.listed is not None and employer not in seen.listed)


@given(ROWS, SEEN)
def test_no_line_goes_while_nothing_was_read_to_its_end(rows: list[IndexedRow], seen: SeenEmployees) -> None:
    judged = SeenEmployees(employees=seen.employees, whole=frozenset(), listed=None).judged(rows)
    assert (judged.missed, judged.gone) == ([], [])


@given(st.lists(st.integers()), st.integers(1, 10))
def test_batches_have_every_item_in_order_and_are_not_too_large(items: list[int], size: int) -> None:
    cut = list(batches(items, size))
    assert [item for batch in cut for item in batch] == items
    assert all(0 < len(batch) <= size for batch in cut)


def test_an_entry_is_written_when_it_is_new_or_other_or_was_missed() -> None:
    entries = [an_entry("same"), an_entry("new"), an_entry("renamed"), an_entry("missed")]
    known = {
        entry.id: entry for entry in (an_entry("same"), an_entry("renamed", name="?"), an_entry("missed", missed=1))
    }
    assert [entry.id for entry in changed(entries, known)] == ["empl_new", "empl_renamed", "empl_missed"]


def an_entry(key: str, name: str = "Ann", missed: int = 0) -> EmployeeEntry:
    """A line of the index."""
    return EmployeeEntry(
        id=EmployeeId(f"empl_{key}"),
        member_id=MemberId(f"mbr_{key}"),
        name=name,
        email=None,
        employer_id=EMPLOYERS[0],
        employer_name="Brightside",
        active=True,
        missed=missed,
    )
