"""Deciding on a card: approve, deny, withdraw, and what everybody concerned reads afterwards."""

from typing import Any

import pytest

from sandbox import cast
from tests.colleague import Colleague
from tests.conversations import forged
from tests.office import Office, block_of, buttons_of, label_of, words_of
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def denies(approver: Colleague, card: Json, reason: str) -> Json:
    """Deny a request with a reason; returns Slack's answer to the submission."""
    assert (await approver.click(card, "deny"))["ok"]
    view = await approver.modal_with("Nothing changes until you submit")
    return await approver.submit(view, {"reason": {"reason": reason}})


def confirm_of(card: Json, action: str) -> str:
    """What is asked before a button takes effect."""
    block = next(block for block in card["blocks"] if block["block_id"] == block_of(card, action))
    element = next(element for element in block["elements"] if element["action_id"] == action)
    return words_of({"blocks": element["confirm"]})


async def test_the_confirm_says_what_approving_does(office: Office) -> None:
    card = await office.nina.requests("ada", enrollment=1)
    asked = confirm_of(card, "approve")
    assert f"Approve {label_of(card)}?" in asked
    assert "opens a new enrollment in which the employee chooses again" in asked


async def test_an_approval_is_posted_with_its_author_and_the_requester_gets_a_message(office: Office) -> None:
    card = await office.nina.requests("sean")
    label = label_of(card)
    assert (await office.priya.click(card, "approve"))["ok"]
    card = await office.marcus.card("Reissued", of=label)
    assert await office.marcus.posted(card, f"{label} was approved by <@{cast.PRIYA}>")
    conversation = await office.nina.direct()
    await office.nina.reads("New enrollment of Seán O'Brien", conversation)
    assert not set(buttons_of(card)) & {"approve", "deny", "withdraw"}


async def test_a_denial_needs_a_reason_that_thread_and_requester_read(office: Office) -> None:
    card = await office.nina.requests("jennifer null")
    label = label_of(card)
    answer = await denies(office.marcus, card, "  ")
    assert answer["ok"] is False
    await office.nina.card("Waiting for approval", of=label)
    view = await office.marcus.modal()
    assert (await office.marcus.submit(view, {"reason": {"reason": "Outside <the> window"}}))["ok"]
    card = await office.nina.card("Denied", of=label)
    await office.nina.reads("Outside <the> window", cast.APPROVALS)
    post = await office.nina.reads(f"{label} was denied by <@{cast.MARCUS}>")
    assert "Outside &lt;the&gt; window" in post["text"]
    await office.nina.reads("was denied by", await office.nina.direct())
    assert buttons_of(card) == ["details"]


async def test_a_denial_of_501_characters_is_refused_under_the_field(office: Office) -> None:
    card = await office.nina.requests("empl_dangelo_stjohn")
    values = {"reason": {"reason": {"type": "plain_text_input", "value": "x" * 501}}}
    payload = forged.submission(cast.MARCUS, "deny", values, metadata=value_of(card, "deny"))
    answer = await office.forge(payload)
    assert "The reason is too long" in answer["body"]
    await office.nina.card("Waiting for approval", of=label_of(card))


async def test_only_opening_the_deny_form_changes_nothing(office: Office) -> None:
    card = await office.nina.requests("joy okonkwo")
    await office.marcus.click(card, "deny")
    view = await office.marcus.modal_with("Nothing changes until you submit")
    await office.marcus.act("close", view_id=view["id"])
    again = await office.marcus.card(of=label_of(card))
    assert "Waiting for approval" in words_of(again)
    assert again["edited"] is False


async def test_the_requester_withdraws_in_the_direct_message(office: Office) -> None:
    card = await office.nina.requests("yusuf demir")
    assert (await office.nina.withdraws(card, "Yusuf changed their mind"))["ok"]
    card = await office.marcus.card("Withdrawn", of=label_of(card))
    assert buttons_of(card) == ["details"]
    assert "Yusuf changed their mind" in words_of(card)
    assert "Yusuf changed their mind" in await office.marcus.posted(card, "was withdrawn by")


async def test_the_requester_withdraws_from_the_home_tab_over_details(office: Office) -> None:
    card = await office.nina.requests("zoe young")
    label = label_of(card)
    await office.nina.act("home")
    home = await office.nina.home(label)
    [line] = [block for block in home["blocks"] if f"*{label}*" in words_of({"blocks": [block]})]
    clicked = {"view_id": home["id"], "block_id": line["block_id"], "action_id": "details"}
    assert (await office.nina.act("view_click", **clicked))["ok"]
    details = await office.nina.modal_with(f"Details of {label}")
    assert buttons_of(details) == ["change", "withdraw", "look_again"]
    assert (await office.nina.press(details, "withdraw"))["ok"]
    form = await office.nina.modal_with("Nothing changes until you submit")
    assert [view["id"] for view in (await office.nina.state())["views"]] == [details["id"], form["id"]]
    assert (await office.nina.submit(form, {"reason": {"reason": "Never mind"}}))["ok"]
    await office.marcus.card("Withdrawn", of=label)
    assert buttons_of(await office.nina.modal_with(f"✅ You withdrew {label}.")) == ["request_again"]


async def test_details_offer_the_requesters_buttons_to_nobody_else(office: Office) -> None:
    card = await office.nina.requests("tomasz")
    await office.priya.click(card, "details")
    offered = buttons_of(await office.priya.modal_with(f"Details of {label_of(card)}"))
    assert offered == ["approve_form", "deny", "ask", "look_again"]


async def test_the_withdraw_button_that_an_earlier_release_left_on_the_card_still_works(office: Office) -> None:
    card = await office.nina.requests("empl_lukasz_zolc")
    label = label_of(card)
    assert (await office.forge(_withdraw_on(office, cast.MARCUS, card)))["status"] == 200
    refused = await office.marcus.modal_with("Not possible")
    assert f"Only <@{cast.NINA}> can do this with {label}." in words_of(refused)
    assert (await office.forge(_withdraw_on(office, cast.NINA, card)))["status"] == 200
    form = await office.nina.modal_with("Nothing changes until you submit")
    assert (await office.nina.submit(form, {"reason": {"reason": "Never mind"}}))["ok"]
    await office.marcus.card("Withdrawn", of=label)


def _withdraw_on(office: Office, person: str, card: Json) -> Json:
    click = forged.click(person, "withdraw", value_of(card, "details"), ts=card["ts"])
    return {**click, "trigger_id": office.sandbox.workspace.triggers.issue(person)}


async def test_details_show_all_facts_and_the_timeline_to_those_entitled(office: Office) -> None:
    card = await office.nina.requests("nadia petrova", reason="A daughter")
    await office.forge(_withdraw_on(office, cast.MARCUS, card))
    await office.marcus.modal_with(f"Only <@{cast.NINA}> can do this with {label_of(card)}.")
    await office.priya.click(card, "details")
    view = words_of(await office.priya.modal_with("A daughter"))
    for fact in ("Nadia Petrova", "enrl_nadia_petrova_medical", "qle_nadia_petrova_birth", "Submitted by"):
        assert fact in view
    assert f"Refused: <@{cast.MARCUS}> wanted to withdraw (not the requester)" in view
