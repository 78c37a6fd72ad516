"""What a requester can choose from, and what approvers are warned about."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.model.choices import Choices, Obstacle, may_be_reissued, warnings_of
from approvals.model.request import RequestWarning
from tests.builders import TODAY, a_qle, an_employee, an_enrollment

DAY = timedelta(days=1)
CLOSED, NOT_OPEN, PENDING = RequestWarning.WINDOW_CLOSED, RequestWarning.WINDOW_NOT_OPEN, RequestWarning.QLE_PENDING
DATES = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))

WINDOWS = [
    pytest.param(-10, 0, (), id="ends today"),
    pytest.param(-10, -1, (CLOSED,), id="ended yesterday"),
    pytest.param(0, 10, (), id="begins today"),
    pytest.param(1, 10, (NOT_OPEN,), id="begins tomorrow"),
    pytest.param(0, 0, (), id="is today alone"),
    pytest.param(None, None, (), id="is not known"),
    pytest.param(None, -1, (CLOSED,), id="ended, beginning unknown"),
    pytest.param(1, None, (NOT_OPEN,), id="begins tomorrow, end unknown"),
]


def in_days(days: int | None) -> date | None:
    """A day counted from today."""
    return None if days is None else TODAY + days * DAY


@pytest.mark.parametrize(("start", "end", "warnings"), WINDOWS)
def test_both_days_of_a_window_belong_to_it(
    start: int | None, end: int | None, warnings: tuple[RequestWarning, ...]
) -> None:
    qle = a_qle(enrollment_window_start=in_days(start), enrollment_window_end=in_days(end))
    assert warnings_of(qle, TODAY) == warnings


@given(start=DATES, end=DATES, today=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_there_is_no_warning_exactly_within_the_window(start: date | None, end: date | None, today: date) -> None:
    qle = a_qle(enrollment_window_start=start, enrollment_window_end=end)
    within = (start or today) <= today <= (end or today)
    assert (warnings_of(qle, today) == ()) is within


@pytest.mark.parametrize(
    ("status", "offered", "warnings"),
    [("approved", True, ()), ("pending", True, (PENDING,)), ("denied", False, ()), ("escalated", True, ())],
)
def test_a_life_event_is_offered_unless_it_was_denied_and_a_pending_one_warns(
    status: str, offered: bool, warnings: tuple[RequestWarning, ...]
) -> None:
    assert a_qle(status=status).may_be_used is offered
    assert warnings_of(a_qle(status=status), TODAY) == warnings


def test_warnings_come_together() -> None:
    late = a_qle(status="pending", enrollment_window_start=date(2026, 9, 1), enrollment_window_end=date(2026, 10, 1))
    assert warnings_of(late, TODAY) == (PENDING, CLOSED)


@pytest.mark.parametrize(
    ("status", "offered"),
    [("enrolled", True), ("pending", True), ("waived", True), ("under_review", True), ("inactive", False)],
)
def test_an_enrollment_is_offered_unless_it_is_closed(status: str, offered: bool) -> None:
    assert may_be_reissued(an_enrollment(status=status)) is offered


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({}, None),
        ({"enrollments": ()}, Obstacle.NO_ENROLLMENTS),
        ({"qles": ()}, Obstacle.NO_EVENTS),
        ({"enrollments": (), "qles": ()}, Obstacle.NO_ENROLLMENTS),
    ],
)
def test_an_employee_without_an_enrollment_or_an_event_cannot_have_a_request(
    changes: dict[str, Any], obstacle: Obstacle | None
) -> None:
    facts: dict[str, Any] = {
        "employee": an_employee(),
        "enrollments": (an_enrollment(),),
        "qles": (a_qle(),),
        "today": TODAY,
    }
    assert Choices(**{**facts, **changes}).obstacle is obstacle


def test_the_chosen_enrollment_and_the_chosen_event_are_some_of_those_offered() -> None:
    enrollment, qle = an_enrollment(), a_qle()
    offered = Choices(employee=an_employee(), enrollments=(enrollment,), qles=(qle,), today=TODAY)
    both = replace(offered, chosen=(enrollment.id,), chosen_qle=qle.id)
    assert (both.chosen_enrollments, both.chosen_event) == ((enrollment,), qle)
    gone = replace(offered, chosen=("enrl_gone",), chosen_qle="qle_gone")
    assert (gone.chosen_enrollments, gone.chosen_event) == ((), None)
    assert (offered.chosen_enrollments, offered.chosen_event) == ((), None)


def test_the_enrollments_with_coverage_fit_unless_a_request_knows_better() -> None:
    fits, waived, asked, ours, needless = (
        an_enrollment(id="enrl_fits"),
        an_enrollment(id="enrl_waived", status="waived"),
        an_enrollment(id="enrl_asked"),
        an_enrollment(id="enrl_ours"),
        an_enrollment(id="enrl_needless", needs_event=False),
    )
    offered = Choices(
        employee=an_employee(),
        enrollments=(fits, waived, asked, ours, needless),
        qles=(a_qle(),),
        today=TODAY,
        open_for={"enrl_asked": "R-3"},
        opened_by={"enrl_ours": "R-2"},
    )
    assert offered.fitting == ("enrl_fits", "enrl_needless")
    assert replace(offered, qles=()).fitting == ("enrl_needless",)


def test_no_more_fit_than_can_be_sent_at_once() -> None:
    many = tuple(an_enrollment(id=f"enrl_{number}") for number in range(12))
    offered = Choices(employee=an_employee(), enrollments=many, qles=(a_qle(),), today=TODAY)
    assert len(offered.fitting) == 10
