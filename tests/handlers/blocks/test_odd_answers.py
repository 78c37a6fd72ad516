"""Whatever one record of the API looks like, the form that offers it beside others is one that Slack takes."""

from typing import Any

import pytest
from hypothesis import given, settings

from approvals.model.choices import Choices, Matches, may_be_reissued
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.request import EmployeeFacts
from benefits.ids import EmployeeId, EmployerId, MemberId
from benefits.models import Employer
from handlers.blocks.elements import OPTION_LIMIT
from handlers.blocks.modals.choices import menus
from handlers.blocks.modals.employee_options import employee_options
from handlers.blocks.modals.request import ModalState, request_modal
from sandbox.slack.blocks import validate_view
from tests.benefits.answers import Ids, saying
from tests.benefits.test_odd_records import FULL_EMPLOYEE, FULL_ENROLLMENT, FULL_QLE, odd_among
from tests.builders import TODAY

pytestmark = pytest.mark.anyio

PATIENT = settings(deadline=None, max_examples=200)


def values(menu: dict[str, Any]) -> list[str]:
    """The values of the options in an input block."""
    return [option["value"] for option in menu["element"]["options"]]


@PATIENT
@given(odd_among(FULL_ENROLLMENT, ["enrl_1", "enrl_2", "enrl_3"]), odd_among(FULL_QLE, ["qle_1", "qle_2", "qle_3"]))
async def test_the_form_offers_all_but_the_odd_record_in_a_view_that_slack_takes(
    enrollments: list[Any], qles: list[Any]
) -> None:
    listed = await saying(json=enrollments).enrollments_of(EmployeeId("empl_1"))
    events = await saying(json=qles).events(Ids())
    choices = Choices(
        employee=EmployeeFacts(id=EmployeeId("empl_1"), member_id=MemberId("mbr_1"), name="", employer_id=None),
        enrollments=tuple(filter(may_be_reissued, listed.records)),
        qles=tuple(event for event in events.records if event.may_be_used),
        today=TODAY,
        left_out=(len(listed.unreadable), len(events.unreadable)),
    )
    drawn = menus(choices)
    offered = [value for block in drawn if block["type"] == "input" for value in values(block)]
    assert {"enrl_1", "enrl_3", "qle_1", "qle_3"} <= set(offered)
    state = ModalState(approvals_channel="C0APPROVALS", approvers=("U0MARCUS",), choices=choices)
    assert validate_view(request_modal(state)) == []


@PATIENT
@given(odd_among(FULL_EMPLOYEE, ["empl_1", "empl_2", "empl_3"]))
async def test_the_typeahead_offers_all_but_the_odd_employee_in_options_that_slack_takes(rows: list[Any]) -> None:
    page = await anext(saying(json=rows).employees_of(EmployerId("empr_1")))
    employer = Employer(id=EmployerId("empr_1"))
    options = employee_options(Matches(entries=[EmployeeEntry.of(employee, employer) for employee in page.records]))
    assert {"empl_1", "empl_3"} <= {option["value"] for option in options}
    for option in options:
        texts = [option["text"]["text"], option.get("description", option["text"])["text"]]
        assert all(0 < len(text) <= OPTION_LIMIT for text in texts)
