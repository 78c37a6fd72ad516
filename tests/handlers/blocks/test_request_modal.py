"""The request modal keeps what was typed, never shows an empty menu, and says what stands in the way."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from approvals.model.choices import Choices, Departure, Matches, Obstacle
from approvals.model.conditions import Quorum
from approvals.model.employee_entry import EmployeeEntry
from benefits.ids import EmployerId
from handlers.blocks.modals.employee_options import employee_option, employee_options
from handlers.blocks.modals.request import ModalState, request_modal
from handlers.ids import ActionId, BlockId
from handlers.words.problems import warnings_words
from handlers.words.vitable import VITABLE_OBSTACLES
from tests.builders import (
    APPROVERS_GROUP,
    NOW,
    TODAY,
    a_dependent,
    a_qle,
    a_reported_qle,
    a_request,
    an_employee,
    an_enrollment,
)
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
    goes_to = (
        "Goes to the approvers of the" if stage.endswith("some_elsewhere") else "Goes to <#C0APPROVALS> for approval."
    )
    assert goes_to in json.dumps(view)


WHILE_LOOKING = ("request_modal/loading_id", "request_modal/named_searching")


@pytest.mark.parametrize("stage", STAGES)
def test_the_employee_is_asked_for_at_every_stage_but_while_what_was_typed_is_looked_for(stage: str) -> None:
    assert (BlockId.EMPLOYEE in inputs(STAGES[stage])) is (stage not in WHILE_LOOKING)


def test_the_menus_belong_to_the_employee_they_were_read_for() -> None:
    view = drawn(choices=choices())
    assert list(inputs(view)) == ["employee", "enrollment:empl_ada", "qle:empl_ada", "reason"]


def test_a_typed_enrollment_is_chosen_with_its_employee() -> None:
    view = drawn(choices=choices(chosen=("enrl_ada_medical",)), employee_option=employee_option(an_employee()))
    assert inputs(view)["employee"]["initial_option"]["value"] == "empl_ada"
    assert inputs(view)["enrollment:empl_ada"]["initial_options"][0]["value"] == "enrl_ada_medical"


def test_the_coverage_now_counts_dependents_and_does_not_name_them() -> None:
    covered = an_enrollment(enrolled_dependents=[a_dependent(), a_dependent("Anne")])
    written = json.dumps(drawn(choices=choices(enrollments=(covered,), chosen=(covered.id,))))
    assert "2 dependents" in written
    assert "Byron" not in written


def test_what_a_checkbox_says_is_not_said_again_below_it_and_what_a_menu_hides_is() -> None:
    enrollments = tuple(an_enrollment(id=f"enrl_{n}") for n in range(11))
    few = json.dumps(drawn(choices=choices(enrollments=enrollments[:2], chosen=("enrl_1",))))
    many = json.dumps(drawn(choices=choices(enrollments=enrollments, chosen=("enrl_1",))))
    assert "Approving closes this coverage" in few
    assert "Covered now" not in few
    assert "*Covered now:* Gold PPO" in many


def test_an_event_without_a_window_is_marked_once_any_window_would_be_over() -> None:
    recent, old = a_reported_qle(), a_reported_qle(id="qle_old", submitted_at=NOW - timedelta(days=61))
    for qle, note in ((recent, None), (old, "⚠️ reported 61 days ago, window probably over")):
        view = drawn(choices=choices(qles=(qle,)))
        [option] = inputs(view)["qle:empl_ada"]["options"]
        assert option.get("description", {}).get("text") == note
        assert ("marks events with a warning" in json.dumps(view)) is (note is not None)
    assert "reported 61 days before this request" in warnings_words(a_request(qle=old, asked_on=TODAY))
    assert not warnings_words(a_request(qle=recent, asked_on=TODAY))


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"enrollments": ()}, "Ada Lovelace has no enrollment that could be reissued."),
        ({"qles": ()}, "Ada Lovelace has no qualifying life event in Vitable. It has to be recorded there first."),
        (
            {"enrollments": (), "departure": Departure(date(2026, 9, 11))},
            "Ada Lovelace left on 11 Sep 2026 and has no enrollment that could be reissued.",
        ),
        (
            {"enrollments": (), "departure": Departure()},
            "Ada Lovelace left and has no enrollment that could be reissued.",
        ),
        (
            {"qles": (), "denied": (a_qle(status="denied"),)},
            "Ada Lovelace's life event (Birth, 3 Nov 2026) was denied in Vitable, so a reissue cannot use it.",
        ),
        (
            {"qles": (), "denied": (a_qle(status="denied"), a_reported_qle(event_type="Adoption", status="denied"))},
            "life events (Birth, 3 Nov 2026; Adoption, reported 4 Nov 2026) were denied in Vitable",
        ),
        (
            {"qles": (), "denied": (a_qle(status="denied"),), "in_review": 1},
            "Ada Lovelace's life events are waiting for Vitable's review.",
        ),
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
        (None, "Goes to <#C0APPROVALS> for approval. Nothing is sent to Vitable before it is approved."),
        (
            Quorum(1),
            "Goes to <#C0APPROVALS> for approval. 1 approval is needed. <!subteam^S0HRMANAGERS> can decide. "
            "Nothing is sent to Vitable before it is approved.",
        ),
        (
            Quorum(2, EVERY_CONDITION[:1]),
            "Goes to <#C0APPROVALS> for approval. 2 approvals are needed because the enrollment window has closed. "
            "<!subteam^S0HRMANAGERS> can decide. Nothing is sent to Vitable before it is approved.",
        ),
        (
            Quorum(3),
            "Goes to <#C0APPROVALS> for approval. 3 approvals are needed. <!subteam^S0HRMANAGERS> can decide. "
            "Nothing is sent to Vitable before it is approved.",
        ),
    ],
)
def test_before_submitting_it_says_who_decides_how_many_are_needed_and_why(quorum: Quorum | None, says: str) -> None:
    last = drawn(choices=choices(), quorums=(("Gold PPO", quorum),) if quorum else ())["blocks"][-1]
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
    entries[1] = replace(entries[1], employer_name="Okami", active=False, left_on=date(2026, 11, 14))
    shown = [told(option) for option in employee_options(Matches(entries=entries, with_employers=True))]
    assert shown == [
        ("Ada Lovelace (Brightside)", "ada@brightside.example"),
        ("Ada Lovelace (Okami)", "left 14 Nov 2026 · ada.l@brightside.example"),
    ]


def test_with_one_employer_its_name_is_not_repeated() -> None:
    entry = EmployeeEntry(
        id=an_employee().id,
        member_id=an_employee().member_id,
        name="Ada Lovelace",
        email=None,
        employer_id=EmployerId("empr_acme"),
        employer_name="Brightside",
        active=False,
    )
    (option,) = employee_options(Matches(entries=[entry]))
    assert told(option) == ("Ada Lovelace", "left")


def test_a_long_name_leaves_room_for_the_employer() -> None:
    (one,) = [
        employee_option(an_employee("Maximiliana " * 9).model_copy(update={"employer_name": "Halvorsen Freight"}))
    ]
    assert len(one["text"]["text"]) <= 75
    assert one["text"]["text"].endswith("… (Halvorsen Freight)")


def test_the_chosen_employee_who_left_is_called_so_above_the_menus() -> None:
    view = drawn(choices=choices(departure=Departure(date(2026, 11, 1))))
    assert "Ada Lovelace left on 1 Nov 2026. Check that the change still applies." in json.dumps(view)
    assert "left" not in json.dumps(drawn(choices=choices()))


def test_a_denied_event_is_not_in_the_menu_and_is_called_denied() -> None:
    view = drawn(choices=choices(denied=(a_qle(id="qle_no", event_type="Divorce", status="denied"),)))
    assert "1 life event was denied in Vitable, so it cannot be chosen: Divorce, 3 Nov 2026." in json.dumps(view)
    assert [one["value"] for one in inputs(view)["qle:empl_ada"]["options"]] == ["qle_ada_birth"]


def test_many_denied_events_are_counted() -> None:
    denied = tuple(a_qle(id=f"qle_{n}", status="denied") for n in range(5))
    assert "and 2 more" in json.dumps(drawn(choices=choices(qles=(), denied=denied)))


def told(option: dict[str, Any]) -> tuple[str, str]:
    return option["text"]["text"], option["description"]["text"]
