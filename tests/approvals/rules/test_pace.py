"""How long the bot waits before it looks again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.pace import LONGEST_WAIT, back_off, earliest, seconds_until
from tests.builders import NOW


@pytest.mark.parametrize(
    ("waited", "wait"), [(0, 1), (1, 1), (2, 1), (3, 1.5), (60, 30), (599, 299.5), (600, 300), (86_400, 300), (-60, 1)]
)
def test_the_next_wait_is_half_of_the_time_spent_waiting_between_a_second_and_five_minutes(
    waited: float, wait: float
) -> None:
    assert back_off(NOW, NOW + timedelta(seconds=waited)) == wait


@given(st.timedeltas(timedelta(0), timedelta(days=900)), st.timedeltas(timedelta(0), timedelta(days=900)))
def test_waits_never_get_shorter_and_never_stop(one: timedelta, more: timedelta) -> None:
    sooner, later = back_off(NOW, NOW + one), back_off(NOW, NOW + one + more)
    assert 1 <= sooner <= later <= LONGEST_WAIT


@pytest.mark.parametrize(("ahead", "seconds"), [(10, 10), (0.5, 0.5), (0, 0), (-10, 0)])
def test_what_has_passed_is_not_waited_for(ahead: float, seconds: float) -> None:
    assert seconds_until(NOW + timedelta(seconds=ahead), NOW) == seconds


@pytest.mark.parametrize(
    ("delays", "shortest"), [((), None), ((None, None), None), ((None, 3.0), 3.0), ((4.0, 0.0, None), 0.0)]
)
def test_the_earliest_of_some_delays_where_none_means_never(
    delays: tuple[float | None, ...], shortest: float | None
) -> None:
    assert earliest(*delays) == shortest
