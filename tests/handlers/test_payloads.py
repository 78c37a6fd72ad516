"""Payloads: what the listeners need, read once, and nothing that does not fit."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from approvals.lookups.authority import Actor
from approvals.model.viewer import Section
from handlers.carried import AgainOf, NoTrigger, Page, SeenRevision, UnreadableValue
from handlers.ids import ActionId, BlockId, depending_on
from handlers.payloads import Click, HomeOpened, InModal, Opening

USER = {"id": "U0NINA", "team_id": "T0SANDBOX"}
SEEN = SeenRevision(UUID("11111111-2222-4333-8444-555555555555"), 3)


def click(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a payload
    action = {"action_id": "approve", "block_id": "b", "type": "button", "value": str(SEEN)}
    return {"type": "block_actions", "user": USER, "trigger_id": "1.2", "actions": [action], **changes}


def test_the_person_is_who_slack_signed_for_not_who_a_button_names() -> None:
    assert Click.of(click()).actor == Actor("U0NINA", "T0SANDBOX")


def test_a_click_is_told_from_every_other_by_slacks_time_of_it() -> None:
    pressed = {"action_id": "approve", "value": str(SEEN), "action_ts": "1795388510.395348"}
    assert Click.of(click(actions=[pressed])).actor.click == "1795388510.395348"


def test_a_slash_command_says_who_and_what_was_typed() -> None:
    opening = Opening.of({"user_id": "U0NINA", "team_id": "T0SANDBOX", "trigger_id": "1.2", "text": "enrl_1"})
    assert (opening.actor, opening.text) == (Actor("U0NINA", "T0SANDBOX"), "enrl_1")


def test_a_shortcut_has_no_text() -> None:
    assert Opening.of({"type": "shortcut", "user": USER, "trigger_id": "1.2"}).text == ""


def test_a_button_carries_the_request_and_the_revision_that_was_seen() -> None:
    assert Click.of(click()).seen == SEEN


@pytest.mark.parametrize("value", ["", "x", "11111111-2222-4333-8444-555555555555", f"{SEEN}:4", "a:b"])
def test_a_value_that_is_no_button_of_ours_is_refused(value: str) -> None:
    body = click(actions=[{"action_id": "approve", "value": value}])
    with pytest.raises(ValueError, match=r".*"):
        _ = Click.of(body).seen


@pytest.mark.parametrize("missing", ["user", "actions"])
def test_a_payload_without_what_it_needs_is_refused(missing: str) -> None:
    body = click()
    del body[missing]
    with pytest.raises(ValidationError):
        Click.of(body)


def test_a_click_without_a_trigger_is_a_click_that_opens_no_form() -> None:
    for body in ({**click(), "trigger_id": None}, {**click(), "trigger_id": ""}, _without_trigger()):
        assert Click.of(body).seen == SEEN
        with pytest.raises(NoTrigger):
            _ = Click.of(body).trigger
    assert Click.of(click()).trigger == "1.2"


def _without_trigger() -> dict[str, Any]:
    return {name: value for name, value in click().items() if name != "trigger_id"}


@pytest.mark.parametrize(
    "state",
    [
        {"state": {"values": []}},
        {"state": {"values": None}},
        {"state": {"values": {}}},
        {"state": {"values": {"reason": []}}},
        {"state": {"values": {"reason": None}}},
        {"state": {"values": {"reason": {"reason": None}}}},
        {"state": {}},
        {"state": []},
        {"state": None},
        {},
    ],
)
def test_a_view_in_which_nothing_was_chosen_is_read_as_empty_however_slack_says_so(state: dict[str, Any]) -> None:
    drawn: list[dict[str, Any]] = [{"blocks": [{"type": "input", "block_id": "reason"}]}, {"blocks": None}, {}]
    for blocks in drawn:
        view = InModal.of({"type": "view_submission", "user": USER, "view": {"id": "V1", **blocks, **state}}).view
        assert view.typed(BlockId.REASON, ActionId.REASON) == ""
        assert view.written == []


@pytest.mark.parametrize("team", [{"team": None}, {"team": {"id": "T0SISTER"}}, {}])
def test_the_team_of_the_person_counts_and_none_is_no_mistake(team: dict[str, Any]) -> None:
    named = {**USER, "team_id": None}
    assert Click.of({**click(), **team}).actor == Actor("U0NINA", "T0SANDBOX")
    assert Click.of({**click(), **team, "user": named}).actor == Actor("U0NINA", None)


def home_opened(**facts: str) -> HomeOpened:
    event = {"type": "app_home_opened", "user": "U0NINA", "tab": "home", **facts}
    return HomeOpened.of({"type": "event_callback", "team_id": "T0SANDBOX", "event": event})


def test_of_the_tabs_that_are_opened_one_is_the_home_tab_and_its_owner_is_in_the_event() -> None:
    assert home_opened().actor == Actor("U0NINA", "T0SANDBOX")
    assert [home_opened(tab=tab).is_home for tab in ("home", "messages", "about")] == [True, False, False]
    with pytest.raises(ValidationError):
        home_opened(user="nobody \0")


@pytest.mark.parametrize(
    ("value", "page"),
    [
        ("waiting:1", (Section.WAITING, 1)),
        ("recent:-3", (Section.RECENT, 0)),
        ("mine:99999999999", (Section.MINE, 10_000)),
    ],
)
def test_a_page_is_read_and_kept_within_bounds(value: str, page: tuple[Section, int]) -> None:
    assert Page.parse(value) == page
    assert Page.parse(str(Page.parse(value))) == page


@pytest.mark.parametrize("value", ["", "waiting", "elsewhere:1", "waiting:x", "waiting:1:2"])
def test_what_is_no_page_is_refused_without_quoting_it(value: str) -> None:
    with pytest.raises(UnreadableValue) as refused:
        Page.parse(value)
    assert str(refused.value) == UnreadableValue.__doc__


def test_an_option_chosen_in_a_menu_is_the_value() -> None:
    chosen = {"action_id": "employee", "type": "external_select", "selected_option": {"value": "empl_1"}}
    assert Click.of(click(actions=[chosen])).action.value == "empl_1"


def submission(blocks: list[dict[str, Any]], values: dict[str, Any]) -> InModal:
    view = {"id": "V1", "callback_id": "request", "blocks": blocks, "state": {"values": values}}
    return InModal.of({"type": "view_submission", "user": USER, "view": view})


def test_what_is_typed_is_found_whatever_choice_its_block_depends_on() -> None:
    block_id = depending_on(BlockId.ENROLLMENT, "empl_1")
    chosen = {"enrollment": {"type": "static_select", "selected_option": {"value": "enrl_1"}}}
    view = submission([{"type": "input", "block_id": block_id}], {block_id: chosen}).view
    assert view.typed(BlockId.ENROLLMENT, ActionId.ENROLLMENT) == "enrl_1"
    assert view.block_id(BlockId.ENROLLMENT) == block_id
    assert view.has_input(BlockId.ENROLLMENT)


def test_an_empty_input_is_an_empty_text() -> None:
    view = submission([], {"reason": {"reason": {"type": "plain_text_input", "value": None}}}).view
    assert view.typed(BlockId.REASON, ActionId.REASON) == ""
    assert view.typed(BlockId.QLE, ActionId.QLE) == ""


def test_a_notice_above_a_modal_leaves_the_modal_as_it_was_and_replaces_an_earlier_notice() -> None:
    reason = {"type": "input", "block_id": "reason"}
    earlier = {"type": "section", "block_id": "notice", "text": "earlier"}
    notice = {"type": "section", "block_id": "notice", "text": "now"}
    redrawn = submission([earlier, reason], {}).view.redrawn(above=[notice])
    assert redrawn["blocks"] == [notice, reason]
    assert set(redrawn) == {"type", "callback_id", "private_metadata", "blocks"}


def test_the_ticked_boxes_of_all_groups_are_read_and_a_group_without_any_is_none() -> None:
    values = {
        "several:0": {"several": {"type": "checkboxes", "selected_options": [{"value": str(SEEN)}, {"value": "b:2"}]}},
        "several:1": {"several": {"type": "checkboxes", "selected_options": []}},
        "several:2": {"several": {"type": "checkboxes", "selected_options": None}},
        "reason": {"reason": {"type": "plain_text_input", "value": "x"}},
    }
    body = {"user": USER, "view": {"id": "V0", "state": {"values": values}}}
    assert InModal.of(body).view.ticked(BlockId.SEVERAL) == (str(SEEN), "b:2")


def test_several_requests_are_carried_each_once_and_anything_else_is_refused() -> None:
    assert SeenRevision.parse_all(f"{SEEN},{SEEN}") == [SEEN]
    assert SeenRevision.parse_all("") == []
    with pytest.raises(UnreadableValue):
        SeenRevision.parse_all(f"{SEEN},{SEEN.request_id}")


@pytest.mark.parametrize("carried", ["", str(SEEN), "again:", "again:12", f"once:{SEEN.request_id}"])
def test_a_form_that_was_not_filled_in_from_an_earlier_request_names_none(carried: str) -> None:
    assert AgainOf.parse(carried) is None
    assert AgainOf.parse(str(AgainOf(SEEN.request_id))) == AgainOf(SEEN.request_id)
