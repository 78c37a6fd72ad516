"""The request modal keeps what was typed, never shows an empty menu, and says what stands in the way."""

import json
from typing import Any

import pytest

from approvals.model.choices import Choices, Matches, Obstacle
from approvals.model.conditions import Quorum
from approvals.model.employee_entry import EmployeeEntry
from benefits.ids import EmployerId
from handlers.blocks.modals.employee_options import employee_option, employee_options
from handlers.blocks.modals.request import ModalState, request_modal
from handlers.ids import ActionId, BlockId
from handlers.words.vitable import VITABLE_OBSTACLES
from tests.builders import APPROVERS_GROUP, TODAY, a_dependent, a_qle, an_employee, an_enrollment
from tests.handlers.blocks.requests import EVERY_CONDITION
from tests.handlers.blocks.scenes import view_scenes

STAGES = {name: view for name, view in view_scenes().items() if name.startswith("request_modal/")}


def drawn(**state: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of ModalState
    return request_modal(ModalState(approvals_channel="C0APPROVALS", approvers=(APPROVERS_GROUP,), **state))


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def choices(**changes: Any) -> Choices:  # noqa: ANN401 - the fields of Choices
    facts = {"employee": an_employee(), "enrollments": (an_enrollment(),), "qles": (a_qle(),), "today": TODAY}
    return Choices(**{**facts, **changes})


@pytest.mark.parametrize("stage", STAGES)
def test_the_reason_keeps_its_ids_and_the_form_its_button_at_every_stage(stage: str) -> None:
    view = STAGES[stage]
    assert inputs(view)[BlockId.REASON]["action_id"] == ActionId.REASON
    assert view["submit"]["text"] == "Send for approval"
    assert "Goes to <#C0APPROVALS> for approval." in json.dumps(view)


@pytest.mark.parametrize("stage", STAGES)
def test_the_employee_is_asked_for_at_every_stage_but_while_a_typed_id_loads(stage: str) -> None:
    assert (BlockId.EMPLOYEE in inputs(STAGES[stage])) is (stage != "request_modal/loading_id")


def test_the_menus_belong_to_the_employee_they_were_read_for() -> None:
    view = drawn(choices=choices())
    assert list(inputs(view)) == ["employee", "enrollment:empl_ada", "qle:empl_ada", "reason"]


def test_a_typed_enrollment_is_chosen_with_its_employee() -> None:
    view = drawn(choices=choices(chosen="enrl_ada_medical"), employee_option=employee_option(an_employee()))
    assert inputs(view)["employee"]["initial_option"]["value"] == "empl_ada"
    assert inputs(view)["enrollment:empl_ada"]["initial_option"]["value"] == "enrl_ada_medical"


def test_the_coverage_now_counts_dependents_and_does_not_name_them() -> None:
    covered = an_enrollment(enrolled_dependents=[a_dependent(), a_dependent("Anne")])
    written = json.dumps(drawn(choices=choices(enrollments=(covered,), chosen=covered.id)))
    assert "2 dependents" in written
    assert "Byron" not in written


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"enrollments": ()}, "Ada Lovelace has no enrollment that could be reissued."),
        ({"qles": ()}, "Ada Lovelace has no qualifying life event that could be used."),
    ],
)
def test_an_employee_without_enrollment_or_event_gets_a_sentence_and_no_menu(
    missing: dict[str, Any], sentence: str
) -> None:
    view = drawn(choices=choices(**missing))
    assert list(inputs(view)) == ["employee", "reason"]
    assert sentence in json.dumps(view)


@pytest.mark.parametrize("obstacle", VITABLE_OBSTACLES)
def test_what_may_have_gone_by_then_can_be_tried_again(obstacle: Obstacle) -> None:
    buttons = [block for block in drawn(obstacle=obstacle, typed_id="empl_ada")["blocks"] if block["type"] == "actions"]
    assert [(button["action_id"], button["value"]) for button in buttons[0]["elements"]] == [("try_again", "empl_ada")]


def test_events_that_are_pending_or_closed_are_offered_with_a_warning() -> None:
    view = drawn(choices=choices(qles=(a_qle(status="pending", enrollment_window_end="2026-11-01"),)))
    (offered,) = inputs(view)["qle:empl_ada"]["options"]
    assert offered["description"]["text"] == "⚠️ not approved yet, window closed"


@pytest.mark.parametrize(
    ("quorum", "says"),
    [
        (None, "Goes to <#C0APPROVALS> for approval. Nothing is sent to Vitable before that."),
        (
            Quorum(1),
            "Goes to <#C0APPROVALS> for approval. 1 approval is needed. <!subteam^S0HRMANAGERS> can decide. "
            "Nothing is sent to Vitable before that.",
        ),
        (
            Quorum(2, EVERY_CONDITION[:1]),
            "Goes to <#C0APPROVALS> for approval. 2 approvals are needed because the enrollment window has ended. "
            "<!subteam^S0HRMANAGERS> can decide. Nothing is sent to Vitable before that.",
        ),
        (
            Quorum(3),
            "Goes to <#C0APPROVALS> for approval. 3 approvals are needed. <!subteam^S0HRMANAGERS> can decide. "
            "Nothing is sent to Vitable before that.",
        ),
    ],
)
def test_before_submitting_it_says_who_decides_how_many_are_needed_and_why(quorum: Quorum | None, says: str) -> None:
    last = drawn(choices=choices(), quorum=quorum)["blocks"][-1]
    assert [element["text"] for element in last["elements"]] == [says]


def test_two_people_of_one_name_are_told_apart() -> None:
    ada = an_employee()
    entries = [
        EmployeeEntry(
            id=ada.id,
            member_id=ada.member_id,
            name=ada.name,
            email=email,
            employer_id=EmployerId("empr_acme"),
            employer_name="Brightside",
            active=True,
        )
        for email in ("ada@brightside.example", "ada.l@brightside.example")
    ]
    descriptions = [option["description"]["text"] for option in employee_options(Matches(entries=entries))]
    assert descriptions == ["ada@brightside.example · Brightside", "ada.l@brightside.example · Brightside"]
