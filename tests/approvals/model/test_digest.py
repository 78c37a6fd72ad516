"""The queue of a digest: what is left of it when some are left out is what it would have been without them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from approvals.model.digest import Pending, by_urgency, without
from tests.builders import NOW

TODAY = date(2026, 11, 9)
DAYS = {"U0NINA": TODAY, "U0ZOE": TODAY + timedelta(days=1)}


@st.composite
def pending(draw: st.DrawFn) -> list[Pending]:
    """Some requests: a few submitted together, some with the same deadline, some with none."""
    count, changed_at = draw(st.integers(0, 12)), datetime.combine(TODAY, NOW.timetz())
    days, groups = st.none() | st.integers(-3, 5), st.none() | st.integers(1, 3)
    return [
        Pending(
            id=UUID(int=100 + number),
            number=number,
            group_id=None if (group := draw(groups)) is None else UUID(int=group),
            requester=draw(st.sampled_from(sorted(DAYS))),
            employer_id=None,
            category=None,
            deadline=None if (left := draw(days)) is None else TODAY + timedelta(days=left),
            changed_at=changed_at,
            is_escalated=False,
        )
        for number in range(count)
    ]


@given(pending(), st.sets(st.integers(0, 12)))
def test_a_queue_without_some_is_the_queue_of_the_others(found: list[Pending], left_out: set[int]) -> None:
    others = [each for each in found if each.number not in left_out]
    assert without(by_urgency(found, DAYS), left_out, DAYS) == by_urgency(others, DAYS)


@given(pending())
def test_requests_that_were_submitted_together_stand_together_by_number(found: list[Pending]) -> None:
    queue = [each.pending for each in by_urgency(found, DAYS)]
    for group in {each.group_id for each in found} - {None}:
        places = [place for place, each in enumerate(queue) if each.group_id == group]
        assert places == list(range(places[0], places[0] + len(places)))
        numbers = [queue[place].number for place in places]
        assert numbers == sorted(numbers)
