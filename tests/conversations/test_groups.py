"""One life event, several coverages: one form, a card for each, and decided at once or one by one."""

from typing import Any

import pytest

from sandbox import cast
from tests.office import Office, buttons_of, initial_of, label_of, menus_of, words_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def opened(office: Office, person: str, card: Json, action: str) -> Json:
    """The list behind a button for all."""
    colleague = office.person(person)
    assert (await colleague.click(card, action))["ok"]
    return await colleague.modal_with("Nothing changes until you submit")


async def test_what_fits_is_chosen_at_first_and_each_becomes_a_request(office: Office) -> None:
    view = await office.nina.fill_in("ada", together=True, reason="Twins")
    enrollments = menus_of(view)[0]
    assert initial_of(enrollments) == [option["value"] for option in enrollments["element"]["options"]]
    assert len(initial_of(enrollments)) == 3
    assert (await office.nina.submit(view))["ok"]
    sent = await office.nina.modal_with("3 requests sent")
    assert "Ada Lovelace" in words_of(sent)
    lead = await office.marcus.card("Waiting for approval", of=label_of(sent))
    number = int(label_of(sent)[2:])
    assert buttons_of(lead)[-2:] == ["approve_all", "deny_all"]
    for follower in (number + 1, number + 2):
        card = await office.marcus.card("Waiting for approval", of=f"R-{follower}")
        assert f"{link_to(lead)}|R-{number}>. Employee, life event and reason are there." in words_of(card)
        assert buttons_of(card) == ["approve", "deny", "ask", "details"]
        assert "Twins" not in words_of(card)
        await office.marcus.reads(f"|R-{follower}>")
    assert "Twins" in words_of(lead)
    direct = await office.nina.card("Waiting", await office.nina.direct(), label_of(lead))
    assert buttons_of(direct) == ["change", "withdraw", "details", "withdraw_all"]


async def test_all_are_approved_in_one_list_and_the_last_outcome_says_how_the_event_stands(office: Office) -> None:
    lead, *others = await office.nina.requests_together("maximiliana")
    view = await opened(office, cast.MARCUS, lead, "approve_all")
    assert "Approve 3 requests" in words_of(view)
    for card in (lead, *others):
        assert label_of(card) in words_of(view)
    assert (await office.marcus.submit(view, {}))["ok"]
    result = await office.marcus.modal_with("Approve: the result")
    assert words_of(result).count("approved.") == 3
    for card in (lead, *others):
        await office.marcus.card("Reissued", of=label_of(card))
    direct = await office.nina.direct()
    closing = await office.nina.reads("3 reissued.", direct)
    assert " of Maximiliana Theodora" in words_of(closing)
    await office.marcus.reads("3 reissued.")
    told = [m for m in await office.nina.messages(direct) if "3 reissued." in words_of(m)]
    assert len(told) == 1
    mine = [made for made in await office.reissues() if "maximiliana" in made["enrollment_id"]]
    assert len(mine) == 3
    lead = await office.marcus.card("Reissued", of=label_of(lead))
    assert buttons_of(lead) == ["details"]


async def test_one_whose_reissue_is_refused_leaves_the_others_and_is_tried_again_alone(office: Office) -> None:
    lead, *others = cards = await office.nina.requests_together("wang xiaoming")
    await office.fault("benefits", "reissue", "refuse")
    view = await opened(office, cast.MARCUS, lead, "approve_all")
    assert (await office.marcus.submit(view, {}))["ok"]
    await office.marcus.modal_with("Approve: the result")
    await office.marcus.reads(f"{len(others)} reissued, 1 failed.")
    failed = [card for card in cards if "Failed" in words_of(await office.marcus.card(of=label_of(card)))]
    assert len(failed) == 1
    card = await office.marcus.card("Failed", of=label_of(failed[0]))
    assert "retry" in buttons_of(card)
    assert (await office.marcus.click(card, "retry"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))
    await office.marcus.reads(f"{len(cards)} reissued.")
    mine = [made["enrollment_id"] for made in await office.reissues() if "wang_xiaoming" in made["enrollment_id"]]
    assert len(mine) == len(set(mine)) == len(cards)


async def test_one_that_was_denied_alone_is_left_out_and_said_to_be(office: Office) -> None:
    lead, other = await office.nina.requests_together("sean obrien")
    assert (await office.priya.click(other, "deny"))["ok"]
    form = await office.priya.modal_with("Nothing changes until you submit")
    assert (await office.priya.submit(form, {"reason": {"reason": "No dental"}}))["ok"]
    await office.marcus.card("Denied", of=label_of(other))
    shown = await office.marcus.reads(f"{label_of(other)}> Dental Plus (denied)")
    assert shown["ts"] == lead["ts"]
    assert "approve_all" not in buttons_of(shown)
    assert (await office.marcus.click(shown, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label_of(lead))
    await office.nina.reads("1 reissued, 1 denied.", await office.nina.direct())


async def test_the_list_says_which_are_not_possible_and_the_rest_is_denied_with_one_reason(office: Office) -> None:
    lead, other = await office.nina.requests_together("empl_wang_xiaoming")
    view = await opened(office, cast.MARCUS, lead, "deny_all")
    assert (await office.priya.click(other, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label_of(other))
    assert (await office.marcus.submit(view, {"reason": {"reason": "Not in time"}}))["ok"]
    result = await office.marcus.modal_with("Deny: the result")
    assert f"{label_of(other)} was already approved by <@{cast.PRIYA}>" in words_of(result)
    denied = await office.marcus.card("Denied", of=label_of(lead))
    assert "Not in time" in words_of(denied)


async def test_their_requester_takes_all_of_them_back(office: Office) -> None:
    lead, other = await office.nina.requests_together("tomasz")
    direct = await office.nina.direct()
    own = await office.nina.card("Waiting", direct, label_of(lead))
    assert (await office.nina.click(own, "withdraw_all", direct))["ok"]
    view = await office.nina.modal_with("Withdraw 2 requests")
    assert (await office.nina.submit(view, {"reason": {"reason": ""}}))["ok"]
    await office.nina.modal_with("Withdraw: the result")
    for card in (lead, other):
        await office.marcus.card("Withdrawn", of=label_of(card))


async def test_people_who_may_not_decide_see_no_list(office: Office) -> None:
    lead, _ = await office.nina.requests_together("olena")
    assert (await office.nina.click(lead, "approve_all"))["ok"]
    refused = await office.nina.modal_with("Only approvers can do this")
    assert "Dental" not in words_of(refused)


async def test_each_request_that_is_open_already_is_named_with_its_coverage_and_nothing_is_sent(office: Office) -> None:
    dental = await office.nina.requests("empl_dangelo_stjohn", enrollment=1)
    view = await office.marcus.fill_in("empl_dangelo_stjohn", together=True, reason="Typed before")
    assert initial_of(menus_of(view)[0]) == ["enrl_dangelo_stjohn_medical"]
    assert f"{label_of(dental)} is already open for it" in words_of(view)
    assert (await office.marcus.submit(view))["ok"]
    shown = await office.marcus.modal_with("Nothing was sent.")
    assert f"|{label_of(dental)}> is already open for Dental Plus" in words_of(shown)
    assert shown["values"]["reason"]["reason"]["value"] == "Typed before"
    menu = menus_of(shown)[0]
    medical = {menu["block_id"]: {"enrollment": menu["element"]["options"][:1]}}
    assert (await office.marcus.submit(shown, {**shown_values(view), **medical}))["ok"]
    await office.marcus.modal_with("Sent to")


async def test_an_approver_asks_about_one_of_them_and_the_changed_one_shows_all_facts_again(office: Office) -> None:
    lead, other = await office.nina.requests_together("suharto", reason="A son")
    direct = await office.nina.direct()
    own = await office.nina.card("Waiting", direct, label_of(other))
    assert (await office.nina.click(own, "change", direct))["ok"]
    view = await office.nina.modal_with("It waits for approval again.")
    assert (await office.nina.submit(view, {"reason": {"reason": "A daughter"}}))["ok"]
    changed = await office.marcus.reads("A daughter")
    assert changed["ts"] == other["ts"]
    assert "Suharto" in words_of(changed)
    assert "A daughter" not in words_of(await office.marcus.card("Waiting", of=label_of(lead)))


def link_to(card: Json) -> str:
    """The end of the address of a card."""
    return f"/archives/{cast.APPROVALS}/p{card['ts'].replace('.', '')}"


def shown_values(view: Json) -> Json:
    """What was filled in."""
    values: Json = view["values"]
    return values
