"""The buttons of a card are the verbs that lead somewhere, carry what was seen, and say what they will do."""

import json
from dataclasses import replace

import pytest

from approvals.model.request import ProblemCode
from approvals.model.status import ENDED, UNDECIDED, RequestStatus, Verb
from approvals.model.transitions import TRANSITIONS
from handlers.blocks.buttons import REQUEST_BUTTONS, button_row, buttons_for
from handlers.blocks.drawn import Block, Drawn
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card
from handlers.blocks.messages.summary import enrollment_summary
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from handlers.words.controls.buttons import confirm_words
from tests.builders import REQUEST_ID, a_decision, a_problem, a_request, an_employee, an_enrollment
from tests.handlers.blocks.requests import FULL, MINIMAL, standings

VERB_OF = {action: each.verb for action, each in REQUEST_BUTTONS.items() if each.verb}
ON_THE_REQUESTERS_COPY_ONLY = {Verb.EDIT, Verb.WITHDRAW}
BY_NO_PERSON = {Verb.EXPIRE, Verb.SUCCEED, Verb.FAIL, Verb.LOSE, Verb.GIVE_UP, Verb.RESTORE}


def buttons(drawing: Drawn) -> list[Block]:
    return [element for block in drawing.blocks if block["type"] == "actions" for element in block["elements"]]


@pytest.mark.parametrize("status", RequestStatus)
def test_the_buttons_of_a_status_are_the_verbs_that_lead_somewhere(status: RequestStatus) -> None:
    either = {*buttons_for(status), *buttons_for(status, has_left=True)}
    offered = {VERB_OF[action] for action in either if action in VERB_OF}
    possible = {verb for origin, verb in TRANSITIONS if origin is status}
    assert offered == possible - ON_THE_REQUESTERS_COPY_ONLY - BY_NO_PERSON


@pytest.mark.parametrize("status", sorted(UNDECIDED))
def test_only_once_the_requester_left_others_can_take_over_or_close_what_is_not_decided(status: RequestStatus) -> None:
    usual, then = set(buttons_for(status)), set(buttons_for(status, has_left=True))
    assert then - usual == {ActionId.TAKE_OVER, ActionId.CLOSE}
    assert usual - then == usual & {ActionId.ASK, ActionId.ANSWER}


@pytest.mark.parametrize("status", RequestStatus)
def test_every_card_has_details(status: RequestStatus) -> None:
    assert buttons_for(status)[-1] is ActionId.DETAILS


@pytest.mark.parametrize("name", sorted(standings()))
def test_the_buttons_on_a_card_are_those_of_its_status_and_carry_what_was_seen(name: str) -> None:
    standing = standings()[name]
    changed = replace(standing.reissue_request, revision=7)
    for ctx in (FULL, MINIMAL):
        drawn = buttons(approval_card(changed, standing.attempts, ctx))
        has_left, named = changed.requester_left is not None, ctx.shows_all_of(changed)
        offered = buttons_for(changed.status, has_left=has_left, named=named)
        assert [button["action_id"] for button in drawn] == list(offered)
        assert {button["value"] for button in drawn} == {str(SeenRevision(REQUEST_ID, 7))}


@pytest.mark.parametrize("name", sorted(standings()))
def test_the_requesters_copy_has_what_they_can_do_while_it_is_possible_and_never_an_approvers_button(name: str) -> None:
    standing = standings()[name]
    status = standing.reissue_request.status
    own = (ActionId.CHANGE, ActionId.ANSWER, ActionId.WITHDRAW)
    again = [ActionId.REQUEST_AGAIN] * (status in ENDED - {RequestStatus.REISSUED})
    wanted = [*(action for action in own if (status, VERB_OF[action]) in TRANSITIONS), *again, ActionId.DETAILS]
    if standing.reissue_request.requester_left is not None:
        wanted = []
    drawing = direct_card(standing.reissue_request, standing.attempts, standing.within(FULL))
    assert [button["action_id"] for button in buttons(drawing)] == wanted


def test_where_a_card_shows_no_facts_only_the_form_that_shows_them_approves() -> None:
    full, minimal = (buttons(approval_card(a_request(), (), ctx)) for ctx in (FULL, MINIMAL))
    approving = {"approve": "Approve", "approve_form": "Approve with a note…"}
    assert {each["action_id"]: each["text"]["text"] for each in full[:2]} == approving
    assert [(each["action_id"], each["text"]["text"], each["style"]) for each in minimal[:1]] == [
        ("approve_form", "Approve…", "primary")
    ]
    assert "approve" not in [each["action_id"] for each in minimal]


def test_the_summary_has_refresh_while_the_election_is_open() -> None:
    for name, wanted in {"reissued_awaiting_election": [ActionId.REFRESH], "reissued": []}.items():
        standing = standings()[name]
        drawing = enrollment_summary(standing.reissue_request, standing.attempts, FULL)
        assert [button["action_id"] for button in buttons(drawing)] == wanted


def test_approve_says_whose_enrollment_closes_and_that_vitable_is_told_at_once() -> None:
    words = confirm_words(ActionId.APPROVE, a_request(), named=True)
    assert words is not None
    assert words.text == (
        "Closes Gold PPO (Employee only) for Ada Lovelace and opens a new enrollment in which the employee chooses "
        "again. This is sent to Vitable at once."
    )


def test_the_first_of_two_approvals_does_not_promise_that_vitable_is_told() -> None:
    first = confirm_words(ActionId.APPROVE, a_request(approvals_required=2), named=True)
    second = confirm_words(ActionId.APPROVE, a_request(approvals_required=2, decisions=(a_decision(),)), named=True)
    assert first is not None
    assert second is not None
    assert first.text.startswith("Yours is approval 1 of 2. Once all are given, the reissue closes Gold PPO")
    assert second.text.endswith("This is sent to Vitable at once.")


def test_send_again_warns_which_enrollment_it_may_close_and_looks_dangerous() -> None:
    (button,) = button_row(a_request(), [ActionId.SEND_AGAIN], named=True)["elements"]
    assert button["style"] == button["confirm"]["style"] == "danger"
    assert (
        "If the first one did take effect after all, this closes the enrollment it opened."
        in (button["confirm"]["text"]["text"])
    )


def test_the_longest_names_leave_room_for_what_will_happen() -> None:
    enrollment = an_enrollment(selected_plan_name="P" * 300, coverage_tier="T" * 300)
    for needed in (1, 12):
        reissue_request = a_request(enrollment=enrollment, employee=an_employee("N" * 300), approvals_required=needed)
        for action in ActionId:
            words = confirm_words(action, reissue_request, named=True)
            assert words is None or (len(words.text) <= 300 and words.text.endswith("."))


BY_A_FORM = {ActionId.APPROVE_FORM, ActionId.DENY, ActionId.ASK, ActionId.ANSWER, ActionId.CHANGE, ActionId.WITHDRAW}


@pytest.mark.parametrize("action", [action for action in VERB_OF if action not in BY_A_FORM])
def test_a_button_that_moves_a_request_at_one_press_asks_first(action: ActionId) -> None:
    assert confirm_words(action, a_request(), named=False) is not None


def test_a_button_carries_nothing_but_the_request_and_its_revision() -> None:
    row = json.dumps(button_row(a_request(), VERB_OF, named=False))
    assert "Ada" not in row
    assert "enrl_" not in row


def test_after_a_refusal_of_the_api_another_try_is_not_put_forward() -> None:
    refused, not_reached = (
        a_request(status=RequestStatus.FAILED, problem=a_problem(code=code))
        for code in (ProblemCode.REFUSED, ProblemCode.NOT_REACHED)
    )
    rows = (button_row(each, [ActionId.RETRY], named=True) for each in (refused, not_reached))
    styles = [row["elements"][0].get("style") for row in rows]
    assert styles == [None, "primary"]
