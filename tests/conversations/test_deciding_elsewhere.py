"""Deciding where one reads: in *Details* and in Home, with the same checks as on the card."""

import json
from typing import Any

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, buttons_of, eventually, label_of, words_of
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

DECIDING = ["approve_form", "deny", "ask", "look_again"]


async def opens_details(office: Office, person: str, card: Json) -> Json:
    """A person opens *Details* of a card."""
    colleague = office.person(person)
    assert (await colleague.click(card, "details"))["ok"]
    return await colleague.modal_with(f"Details of {label_of(card)}")


async def test_an_approver_approves_with_a_note_in_details_which_then_say_what_was_done(office: Office) -> None:
    card = await office.nina.requests("ada")
    label = label_of(card)
    details = await opens_details(office, cast.MARCUS, card)
    assert buttons_of(details) == DECIDING
    assert (await office.marcus.press(details, "approve_form"))["ok"]
    form = await office.marcus.modal_with("You may leave it empty.")
    assert (await office.marcus.submit(form, {"note": {"note": "Seen the certificate"}}))["ok"]
    details = await office.marcus.modal_with(f"✅ You approved {label}. The bot sends the reissue to Vitable now.")
    assert details["title"]["text"] == f"Details of {label}"
    assert "Seen the certificate" in words_of(details)
    assert len((await office.marcus.state())["views"]) == 1
    await office.marcus.card("Reissued", of=label)
    if "look_again" in buttons_of(details):
        assert (await office.marcus.press(details, "look_again"))["ok"]
    assert buttons_of(await office.marcus.modal_with("Enrollment after the reissue")) == []


@pytest.mark.parametrize(
    ("action", "values", "told", "left"),
    [
        ("deny", {"reason": {"reason": "No"}}, "✅ You denied", []),
        ("ask", {"question": {"question": "When?"}}, "✅ You asked", ["deny", "look_again"]),
    ],
)
async def test_an_approver_denies_or_asks_in_details(
    office: Office, action: str, values: Json, told: str, left: list[str]
) -> None:
    card = await office.nina.requests({"deny": "grace mwangi", "ask": "bobby"}[action])
    details = await opens_details(office, cast.PRIYA, card)
    assert (await office.priya.press(details, action))["ok"]
    form = await office.priya.modal(lambda view: view["callback_id"] == action)
    assert (await office.priya.submit(form, values))["ok"]
    assert buttons_of(await office.priya.modal_with(told)) == left
    await office.priya.card({"deny": "Denied", "ask": "Needs information"}[action], of=label_of(card))


async def test_the_requester_changes_in_details_which_then_say_so(office: Office) -> None:
    card = await office.nina.requests("yusuf demir", reason="A birth")
    details = await opens_details(office, cast.NINA, card)
    assert buttons_of(details) == ["change", "withdraw", "look_again"]
    assert (await office.nina.press(details, "change"))["ok"]
    change = await office.nina.modal_with("Nothing changes until you submit")
    assert (await office.nina.submit(change, {"reason": {"reason": "Twins"}}))["ok"]
    assert "Twins" in words_of(await office.nina.modal_with("✅ Your change is sent."))


async def test_who_may_not_decide_finds_no_such_buttons_and_is_refused_when_they_are_pressed_all_the_same(
    office: Office,
) -> None:
    card = await office.marcus.requests("nadia petrova")
    own = await opens_details(office, cast.MARCUS, card)
    assert buttons_of(own) == ["change", "withdraw", "look_again"]
    refusal = f"You submitted {label_of(card)}, so another approver has to decide on it."
    for action in ("approve_form", "deny", "ask"):
        trigger_id = office.sandbox.workspace.triggers.issue(cast.MARCUS)
        pressed = pressed_in(own, cast.MARCUS, action, value_of(card, "details")) | {"trigger_id": trigger_id}
        assert (await office.forge(pressed))["status"] == 200
        refused = await office.marcus.modal_with(refusal)
        await office.marcus.act("close", view_id=refused["id"])
    for callback, field in (("approve", "note"), ("deny", "reason"), ("ask", "question")):
        typed = {field: {field: {"type": "plain_text_input", "value": "Because"}}}
        sent = forged.submission(cast.MARCUS, callback, typed, metadata=value_of(card, "details"))
        answer = json.loads((await office.forge(sent))["body"])
        assert refusal in words_of(answer["view"])
    await office.priya.card("Waiting for approval", of=label_of(card))


async def test_what_changed_since_the_details_were_opened_is_refused_there_and_can_be_looked_at_again(
    office: Office,
) -> None:
    card = await office.nina.requests("joy okonkwo", reason="A marriage")
    label = label_of(card)
    details = await opens_details(office, cast.PRIYA, card)
    own = await opens_details(office, cast.NINA, card)
    await office.nina.press(own, "change")
    change = await office.nina.modal_with("Nothing changes until you submit")
    await office.nina.submit(change, {"reason": {"reason": "A wedding"}})
    await office.priya.card("A wedding", of=label)
    await office.priya.press(details, "deny")
    refused = await office.priya.modal_with(f"{label} has changed since you saw it.")
    await office.priya.act("close", view_id=refused["id"])
    await office.priya.press(details, "look_again")
    assert buttons_of(await office.priya.modal_with("A wedding")) == DECIDING


async def test_what_waits_is_decided_in_home_and_a_question_is_answered_there(office: Office) -> None:
    await office.nina.act("home")
    await office.priya.act("home")
    label = label_of(await office.nina.requests("samir haddad"))
    home = await row_of(office, cast.PRIYA, label)
    assert (await press_in(office, cast.PRIYA, home, label, "ask"))["ok"]
    form = await office.priya.modal_with("The requester gets it as a direct message.")
    assert (await office.priya.submit(form, {"question": {"question": "Which date?"}}))["ok"]
    home = await row_of(office, cast.NINA, label)
    assert (await press_in(office, cast.NINA, home, label, "answer"))["ok"]
    form = await office.nina.modal_with("Which date?")
    answered = {"answer": {"answer": "The third"}, "reason": {"reason": "New baby"}}
    assert (await office.nina.submit(form, answered))["ok"]
    home = await row_of(office, cast.PRIYA, label)
    assert (await press_in(office, cast.PRIYA, home, label, "approve_form"))["ok"]
    form = await office.priya.modal_with("You may leave it empty.")
    assert "The third" in words_of(form)
    assert (await office.priya.submit(form, {"note": {"note": None}}))["ok"]
    await office.priya.card("Reissued", of=label)
    assert (await office.priya.state())["views"] == []


async def row_of(office: Office, person: str, label: str) -> Json:
    """A person's Home tab, once it has buttons for a request."""

    async def look() -> Json | None:
        home = (await office.person(person).state())["home"]
        return home if home and _row(home, label) else None

    home: Json = await eventually(look, f"buttons for {label} in Home")
    return home


def _row(home: Json, label: str) -> Json | None:
    """The row of buttons under the line of a request."""
    for line, row in zip(home["blocks"], home["blocks"][1:], strict=False):
        if f"*{label}*" in words_of({"blocks": [line]}) and row["type"] == "actions":
            found: Json = row
            return found
    return None


async def press_in(office: Office, person: str, home: Json, label: str, action: str) -> Json:
    """Press a button under the line of a request."""
    row = _row(home, label)
    assert row is not None
    assert action in [element["action_id"] for element in row["elements"]]
    return await office.person(person).act("view_click", view_id=home["id"], block_id=row["block_id"], action_id=action)


def pressed_in(view: Json, person: str, action: str, value: str) -> Json:
    """A pressed button of a modal that the modal does not have."""
    click = forged.click(person, action, value)
    modal = forged.view("details", {}) | {"id": view["id"]}
    return {name: part for name, part in click.items() if name not in ("channel", "message")} | {
        "container": {"type": "view", "view_id": view["id"]},
        "view": modal,
    }
