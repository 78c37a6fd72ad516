"""A second approval where it matters: which conditions hold, and what follows for a request and for its changes."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.model.audit_codes import conditions_of
from approvals.model.conditions import Condition, Quorum
from approvals.model.status import RequestStatus
from approvals.rules.policy import Policy
from benefits.models import Enrollment, QualifyingLifeEvent
from tests.approvals.ada import ADAS_BIRTH
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MARCUS, NINA, PRIYA, a_person, at_home
from tests.builders import TODAY, a_qle, an_enrollment

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
BIRTHDAY = date(2026, 11, 3)
UNAPPROVED, OLD = Condition.parse("qle_not_approved"), Condition.parse("coverage_older_than=30")


@pytest.fixture
async def careful(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk where an event that is not approved takes two approvals."""
    async with open_bench(either_engine, second_approval_when=(UNAPPROVED,)) as opened:
        yield opened


def quorum(*conditions: str, approvals_required: int = 1, **facts: Enrollment | QualifyingLifeEvent) -> Quorum:
    policy = Policy(
        approvals_channel="C0APPROVALS",
        approvers=(MARCUS,),
        approvals_required=approvals_required,
        second_approval_when=tuple(map(Condition.parse, conditions)),
    )
    asked = {"enrollment": an_enrollment(), "qle": a_qle(), **facts}
    return policy.quorum(**asked, asked_on=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "qle", "holds"),
    [
        ("window_closed", a_qle(enrollment_window_end=TODAY), False),
        ("window_closed", a_qle(enrollment_window_end=TODAY - DAY), True),
        ("window_closed", a_qle(enrollment_window_end=None), False),
        ("qle_not_approved", a_qle(), False),
        ("qle_not_approved", a_qle(status="pending"), True),
        ("qle_not_approved", a_qle(status="escalated"), True),
    ],
)
def test_a_condition_of_the_life_event_holds_from_the_first_day_on(
    condition: str, qle: QualifyingLifeEvent, holds: bool
) -> None:
    assert quorum(condition, qle=qle) == (Quorum(2, (Condition.parse(condition),)) if holds else Quorum(1))


@pytest.mark.parametrize(
    ("condition", "enrollment", "holds"),
    [
        ("coverage_older_than=30", an_enrollment(coverage_start_date=TODAY - 30 * DAY), False),
        ("coverage_older_than=30", an_enrollment(coverage_start_date=TODAY - 31 * DAY), True),
        ("coverage_older_than=0", an_enrollment(coverage_start_date=TODAY + DAY), False),
        ("coverage_older_than=0", an_enrollment(coverage_start_date=None), False),
        ("employer_pays_above=60000", an_enrollment(employer_contribution_cents=60_000), False),
        ("employer_pays_above=60000", an_enrollment(employer_contribution_cents=60_001), True),
        ("employer_pays_above=0", an_enrollment(employer_contribution_cents=None), False),
    ],
)
def test_a_condition_of_the_enrollment_holds_above_its_limit_and_not_for_what_is_unknown(
    condition: str, enrollment: Enrollment, holds: bool
) -> None:
    assert quorum(condition, enrollment=enrollment).needed == (2 if holds else 1)


def test_only_the_conditions_that_hold_are_reasons() -> None:
    needed = quorum("window_closed", "qle_not_approved", "coverage_older_than=30")
    assert needed == Quorum(2, (OLD,))


def test_where_two_are_required_anyway_no_condition_is_a_reason_and_none_asks_for_more() -> None:
    assert quorum("coverage_older_than=30", approvals_required=2) == Quorum(2)
    assert quorum("coverage_older_than=30", approvals_required=3) == Quorum(3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("window_close", "there is no condition 'window_close'"),
        ("window_closed=3", "window_closed takes no number"),
        ("window_closed=", "window_closed takes no number"),
        ("coverage_older_than", "coverage_older_than needs a whole number"),
        ("coverage_older_than=-1", "coverage_older_than needs a whole number"),
        ("employer_pays_above=600.00", "employer_pays_above needs a whole number"),
        ("employer_pays_above=\N{ARABIC-INDIC DIGIT ONE}", "employer_pays_above needs a whole number"),
    ],
)
def test_a_text_that_is_not_a_condition_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Condition.parse(text)


async def test_a_request_for_which_a_condition_holds_waits_for_two_and_the_audit_keeps_why(careful: Bench) -> None:
    careful.world.events[ADAS_BIRTH]["status"] = "pending"
    submitted = await careful.submit()
    assert submitted.approvals_required == 2
    assert conditions_of(await careful.events(submitted.id)) == (UNAPPROVED,)
    once = await careful.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert once.status is RequestStatus.PENDING
    assert (await careful.decisions.approve(at_home(PRIYA), submitted.id, 1)).status is RequestStatus.APPLYING


async def test_any_other_request_needs_one_approval_as_before(careful: Bench) -> None:
    submitted = await careful.submit()
    assert conditions_of(await careful.events(submitted.id)) == ()
    assert (await careful.decisions.approve(at_home(MARCUS), submitted.id, 1)).status is RequestStatus.APPLYING


async def test_a_change_is_judged_by_what_holds_then(careful: Bench) -> None:
    submitted = await careful.submit()
    careful.world.events[ADAS_BIRTH]["status"] = "pending"
    changed = await careful.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason="Twins"))
    assert changed.approvals_required == 2
    assert conditions_of(await careful.events(submitted.id)) == (UNAPPROVED,)
    careful.world.events[ADAS_BIRTH]["status"] = "approved"
    changed = await careful.revisions.revise(at_home(NINA), submitted.id, 2, Edit(reason="Triplets"))
    assert changed.approvals_required == 1
    assert conditions_of(await careful.events(submitted.id)) == ()


async def test_a_window_is_over_when_it_is_over_where_the_requester_is(one_engine: AsyncEngine) -> None:
    closed = Condition.parse("window_closed")
    async with open_bench(one_engine, second_approval_when=(closed,)) as bench:
        bench.world.events[ADAS_BIRTH]["enrollment_window_end"] = bench.clock.today().isoformat()
        bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")  # where it is tomorrow already
        submitted = await bench.submit()
    assert submitted.approvals_required == 2
