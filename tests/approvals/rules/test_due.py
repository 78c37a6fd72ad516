"""What the calendar does to a waiting request, over zones, changing clocks, windows and lateness."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.rules.deadlines import day_at, day_of_window, deadline_of, lapse_of
from approvals.rules.due import Due, due_on
from approvals.rules.policy import Policy
from tests.approvals.rules.test_deadlines import INSTANTS, ZONES
from tests.builders import a_qle, a_request, an_enrollment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POLICY = Policy(approvals_channel="C0APPROVALS", approvers=("S0HRMANAGERS",))

POLICIES = st.builds(
    Policy,
    approvals_channel=st.just("C0APPROVALS"),
    approvers=st.just(("S0HRMANAGERS",)),
    request_ttl_days=st.integers(1, 90),
    expire_at_window_end=st.booleans(),
    escalation_approvers=st.sampled_from([(), ("S0CHIEFS",)]),
    escalate_days_before=st.integers(0, 10),
)
STARTS = st.one_of(st.none(), st.integers(-60, 5))
"""When the window begins, in days after the request."""
LENGTHS = st.one_of(st.none(), st.integers(1, 90))


def asked_at(now: datetime, zone: ZoneInfo, start: int | None, length: int | None, policy: Policy) -> ReissueRequest:
    """A request made at an instant, about an event whose window begins so many days later and is so long."""
    today = day_at(now, zone)
    begins = None if start is None else today + start * DAY
    ends = None if length is None else (begins or today) + (length - 1) * DAY
    qle, enrollment = a_qle(enrollment_window_start=begins, enrollment_window_end=ends), an_enrollment()
    lapses_on = lapse_of(enrollment, today, policy.request_ttl_days)
    return a_request(
        qle=qle,
        enrollment=enrollment,
        asked_on=today,
        submitted_at=now,
        deadline=deadline_of(qle, today, lapses_on),
        lapses_on=lapses_on,
    )


@given(INSTANTS, st.sampled_from(ZONES), STARTS, LENGTHS, POLICIES, st.integers(0, 24 * 100))
def test_what_was_asked_in_time_is_never_lost_before_its_own_days_are_over(
    now: datetime, zone: ZoneInfo, start: int | None, length: int | None, policy: Policy, hours: int
) -> None:
    waiting = asked_at(now, zone, start, length, policy)
    assert waiting.deadline is not None
    assert waiting.lapses_on is not None
    later = day_at(now + hours * HOUR, zone)
    due, last = due_on(later, waiting, policy), waiting.deadline if policy.expire_at_window_end else waiting.lapses_on
    assert (due is Due.EXPIRE) is (later > last)
    assert (due is Due.OVERDUE) is (waiting.deadline < later <= last)
    is_late = waiting.window_end is not None and waiting.window_end < waiting.asked_on
    assert waiting.is_asked_late is is_late
    assert waiting.asked_on <= waiting.deadline <= waiting.lapses_on
    if waiting.window_end is not None and not is_late:
        assert waiting.deadline == min(waiting.window_end, waiting.lapses_on)
    else:
        assert waiting.deadline == waiting.lapses_on


@given(INSTANTS, st.sampled_from(ZONES), STARTS, LENGTHS, POLICIES)
def test_each_thing_is_due_once_and_in_this_order(
    now: datetime, zone: ZoneInfo, start: int | None, length: int | None, policy: Policy
) -> None:
    waiting, happened = asked_at(now, zone, start, length, policy), list[Due]()
    for hours in range(0, 24 * (policy.request_ttl_days + 3), 6):
        instant = now + hours * HOUR
        match due := due_on(day_at(instant, zone), waiting, policy):
            case Due.ESCALATE:
                waiting = replace(waiting, escalated_at=instant)
            case Due.OVERDUE:
                waiting = replace(waiting, overdue_at=instant)
            case Due.EXPIRE:
                waiting = replace(waiting, status=RequestStatus.EXPIRED)
        happened += [due] if due else []
    assert happened == sorted(set(happened), key=[Due.ESCALATE, Due.OVERDUE, Due.EXPIRE].index)
    assert happened[-1] is Due.EXPIRE


@given(INSTANTS, st.sampled_from(ZONES), st.integers(-40, 0), st.integers(1, 60))
def test_the_day_of_the_window_counts_from_one_to_its_length(
    now: datetime, zone: ZoneInfo, start: int, length: int
) -> None:
    waiting = asked_at(now, zone, start, length, POLICY)
    inside = day_of_window(waiting.qle, waiting.asked_on)
    assert inside == (None if waiting.is_asked_late else (1 - start, length))


def test_the_last_day_of_thirty_is_day_thirty_and_the_next_is_late() -> None:
    window = a_qle(enrollment_window_start=date(2026, 11, 1), enrollment_window_end=date(2026, 11, 30))
    assert day_of_window(window, date(2026, 11, 1)) == (1, 30)
    assert day_of_window(window, date(2026, 11, 29)) == (29, 30)
    assert day_of_window(window, date(2026, 11, 30)) == (30, 30)
    assert day_of_window(window, date(2026, 12, 1)) is None


def test_a_decided_request_is_never_overdue() -> None:
    decided = asked_at(datetime(2026, 11, 5, tzinfo=UTC), ZONES[0], 0, 1, POLICY)
    for status in set(RequestStatus) - {RequestStatus.PENDING, RequestStatus.NEEDS_INFO}:
        assert due_on(date(2027, 11, 5), replace(decided, status=status), POLICY) is None
