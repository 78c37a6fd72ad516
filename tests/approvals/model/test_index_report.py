"""When the employees are read next."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.model.index_report import SHORTEST_PERIOD, IndexReport
from approvals.model.trouble import Trouble

MINUTE = timedelta(minutes=1)
TROUBLES: dict[str, Trouble | str] = {"empr_1": Trouble.NO_ACCESS}


@pytest.mark.parametrize(("count", "minutes"), [(0, 15), (6, 15), (25_000, 15), (50_000, 30), (100_000, 60)])
def test_the_more_employees_the_longer_the_period(count: int, minutes: int) -> None:
    assert IndexReport(count=count).wait == minutes * MINUTE


def test_each_refresh_with_troubles_is_repeated_twice_as_late_up_to_the_period() -> None:
    waits = [IndexReport(count=100, troubles=TROUBLES, failed_rounds=n).wait / MINUTE for n in range(1, 7)]
    assert waits == [1, 2, 4, 8, 15, 15]


def test_an_empty_index_is_tried_again_within_a_minute() -> None:
    waits = [IndexReport(troubles=TROUBLES, failed_rounds=n).wait.total_seconds() for n in range(1, 9)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


@given(st.builds(IndexReport, count=st.integers(0, 10**6), failed_rounds=st.integers(0, 10**6)))
def test_troubles_never_make_the_next_refresh_later(report: IndexReport) -> None:
    failed = report.model_copy(update={"troubles": TROUBLES, "failed_rounds": report.failed_rounds + 1})
    assert timedelta(0) < failed.wait <= report.wait
    assert report.wait >= SHORTEST_PERIOD


def test_a_report_by_another_version_of_the_bot_can_be_read() -> None:
    assert IndexReport.model_validate({}) == IndexReport()
    newer = {"troubles": {"empr_1": "eclipsed"}, "phase": "waxing"}
    assert IndexReport.model_validate(newer).troubles == {"empr_1": "eclipsed"}
