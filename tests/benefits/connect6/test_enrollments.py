"""One enrollment out of two lists: what each tells, and what an odd row costs."""

from datetime import UTC, date, datetime

import pytest

from benefits.errors import NotFound, NotTheirs, UnreadableAnswer
from benefits.ids import EnrollmentId
from benefits.models import Enrollment
from tests.benefits.answers import Ids
from tests.benefits.connect6.answers import EMPLOYEES_ROW, EMPLOYMENT, MEMBER, MEMBERS_ROW, Asked, Json, rows

pytestmark = pytest.mark.anyio

ONE = EnrollmentId("enrl_1")


def lists(members: list[Json], employees: list[Json], **more: Json) -> Asked:
    """A server with these two lists."""
    both = {"/v1/members/mbr_1/enrollments": {"data": members}, "/v1/employees/empl_1/enrollments": rows(*employees)}
    return Asked({**both, **more})


async def test_an_enrollment_has_what_either_list_tells() -> None:
    found = await lists([MEMBERS_ROW], [EMPLOYEES_ROW]).client.enrollment(ONE, Ids())
    assert found == Enrollment.model_validate(
        {
            "id": "enrl_1",
            "benefit_product_id": "bprd_dental",
            "employee_id": "empl_1",
            "plan_year_id": "bply_1",
            "status": "enrolled",
            "created_at": datetime(2026, 1, 2, 9, tzinfo=UTC),
            "updated_at": datetime(2026, 1, 5, 10, tzinfo=UTC),
            "coverage_tier": "Employee Only",
            "coverage_start_date": date(2026, 2, 1),
            "employee_contribution_cents": 1250,
            "employer_contribution_cents": 3000,
            "selected_plan_name": "Dental Plus",
            "employer_id": "empr_1",
            "employer_name": "Juniper",
            "product_code": "VD",
            "product_name": "Dental",
            "category": "Dental",
            "needs_event": True,
            "is_in_last_month": False,
            "plan_year_end": date(2027, 5, 31),
            "window_start": date(2026, 1, 2),
            "window_end": date(2026, 2, 1),
            "answered_at": datetime(2026, 1, 5, 10, tzinfo=UTC),
        }
    )
    assert found.enrolled_dependents is None


@pytest.mark.parametrize(
    ("change", "needs_event", "is_in_last_month"),
    [
        ({"requires_qle_for_reissue": False}, False, False),
        ({"requires_qle_for_reissue": None}, True, False),
        ({"requires_qle_for_reissue": "no"}, True, False),
        ({"plan_year_ends_this_month": True}, True, True),
        ({"plan_year_ends_this_month": "true"}, True, False),
    ],
)
async def test_what_is_not_told_clearly_counts_as_an_event_needed_and_a_year_that_goes_on(
    change: Json, needs_event: bool, is_in_last_month: bool
) -> None:
    found = await lists([MEMBERS_ROW | change], [EMPLOYEES_ROW]).client.enrollment(ONE, Ids())
    assert (found.needs_event, found.is_in_last_month) == (needs_event, is_in_last_month)


async def test_the_members_other_employment_and_what_is_closed_are_left_out_and_what_one_list_lacks_is_counted() -> (
    None
):
    elsewhere = MEMBERS_ROW | {"id": "enrl_elsewhere", "employer_id": "empr_2"}
    closed = EMPLOYEES_ROW | {"id": "enrl_closed", "status": "inactive"}
    lacking = EMPLOYEES_ROW | {"id": "enrl_lacking"}
    client = lists([MEMBERS_ROW, elsewhere], [EMPLOYEES_ROW, closed, lacking]).client
    listed = (await client.position(ONE, Ids())).listed
    assert [each.id for each in listed.records] == ["enrl_1"]
    assert listed.unreadable == ("enrl_lacking",)


@pytest.mark.parametrize("odd", [None, 7, {"id": "enrl_odd"}, {"id": None}, MEMBERS_ROW | {"id": "<b>"}])
async def test_an_odd_row_in_either_list_hides_no_other(odd: Json) -> None:
    for client in (
        lists([odd, MEMBERS_ROW], [EMPLOYEES_ROW]).client,
        lists([MEMBERS_ROW], [odd, EMPLOYEES_ROW]).client,
    ):
        assert (await client.enrollment(ONE, Ids())).id == "enrl_1"


async def test_a_row_without_an_id_may_be_the_new_one() -> None:
    listed = (await lists([MEMBERS_ROW], [EMPLOYEES_ROW, {"id": None}]).client.position(ONE, Ids())).listed
    assert listed.unreadable == ("",)


async def test_what_is_in_no_list_is_unknown_or_somebody_elses_or_cannot_be_read() -> None:
    theirs = {"/v1/enrollments/enrl_1": {"data": EMPLOYEES_ROW | {"employee_id": "empl_2"}}}
    with pytest.raises(NotTheirs):
        await lists([], [], **theirs).client.enrollment(ONE, Ids())
    with pytest.raises(NotFound):
        await lists([], []).client.enrollment(ONE, Ids())
    with pytest.raises(UnreadableAnswer):
        await lists([{"id": "enrl_1"}], [EMPLOYEES_ROW]).client.enrollment(ONE, Ids())


async def test_an_employee_without_a_member_id_is_looked_for_among_those_with_the_address() -> None:
    server = Asked(
        {
            "/v1/employees/empl_1": {"data": EMPLOYMENT | {"id": None, "member_id": None}},
            "/v2/members": rows(MEMBER),
            "/v1/members/mbr_1/employments": {"data": [EMPLOYMENT]},
        }
    )
    employee = await server.client.employee(Ids().id)
    assert (employee.id, employee.member_id, employee.employer_name) == ("empl_1", "mbr_1", "Juniper")
    with pytest.raises(UnreadableAnswer):
        await Asked({**server.answers, "/v2/members": rows()}).client.employee(Ids().id)


async def test_events_have_the_servers_own_words_and_may_be_used_once_they_are_approved() -> None:
    event = {"id": "qle_1", "event_type": "married", "event_type_label": "Getting married", "status": "approved"}
    other = {"id": "qle_2", "event_type": "other", "event_type_label": "Other", "other_event": "A flood"}
    path = "/v1/members/mbr_1/qualifying-life-events"
    answer = rows(event, other | {"status": "pending", "submitted_at": "2026-11-01T10:00:00Z"})
    one, two = (await Asked({path: answer}).client.events(Ids())).records
    assert (one.event_type, one.may_be_used, one.awaits_review) == ("Getting married", True, False)
    assert (two.event_type, two.may_be_used, two.awaits_review) == ("A flood", False, True)
