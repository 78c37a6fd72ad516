"""*Request again…*: the form is filled in from a request that has ended, with how it ended and why in sight."""

from typing import Any

import pytest

from sandbox import cast
from tests.conversations.test_deadlines import filled_in
from tests.office import Office, buttons_of, label_of, menus_of, words_of
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

WHY = "The certificate is *missing* <today>"


async def denied(office: Office, employee: str) -> str:
    """Priya asks Nina, and then denies; the number of the request."""
    card = await office.nina.requests(employee, reason="A daughter was born")
    label = label_of(card)
    await office.priya.click(card, "ask")
    form = await office.priya.modal_with("The requester gets it as a direct message.")
    await office.priya.submit(form, {"question": {"question": "Where is the certificate?"}})
    card = await office.priya.card("Needs information", of=label)
    await office.priya.click(card, "deny")
    form = await office.priya.modal_with("Nothing changes until you submit")
    await office.priya.submit(form, {"reason": {"reason": WHY}})
    await office.priya.card("Denied", of=label)
    return label


async def test_a_denied_request_is_requested_again_with_its_reason_and_the_denial_in_sight(office: Office) -> None:
    label, direct = await denied(office, "ada"), await office.nina.direct()
    note = await office.nina.reads(f"{label} for Ada Lovelace (Juniper &amp; Pine Bakery) was denied", direct)
    assert (await office.nina.click(note, "request_again", direct))["ok"]
    form = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    shown = words_of(form)
    assert f"*{label}* for Ada Lovelace (Juniper &amp; Pine Bakery) was denied by <@{cast.PRIYA}>:" in shown
    assert WHY in shown
    assert "Where is the certificate?" in shown
    typed = filled_in(form)
    assert typed["reason"] == {"reason": "A daughter was born"}
    enrollment, _ = menus_of(form)
    await office.nina.choose(form, enrollment["block_id"], enrollment["element"]["options"][0], typed)
    form = await office.nina.modal(lambda shown: "Approving closes" in words_of(shown))
    assert WHY in words_of(form)
    typed["reason"] = {"reason": "A daughter was born; the certificate is there"}
    assert (await office.nina.submit(form, typed))["ok"]
    again = label_of(await office.nina.modal_with("Sent to"))
    assert again != label
    card = await office.marcus.card("Waiting for approval", of=again)
    assert f"Requested again after {label}" in words_of(card)
    assert (await office.marcus.click(card, "details"))["ok"]
    details = words_of(await office.marcus.modal_with(f"Details of {again}"))
    assert f"Requested again after {label}" in details
    assert f"again after {label}" in details.split("*Timeline*")[1]


async def test_from_details_and_once_it_was_requested_again_the_open_one_is_named(office: Office) -> None:
    card = await office.nina.requests("grace mwangi")
    label = label_of(card)
    await office.nina.withdraws(card, "Wrong event")
    card = await office.nina.card("Withdrawn", of=label)
    for person, offered in ((office.marcus, []), (office.nina, ["request_again"])):
        assert (await person.click(card, "details"))["ok"]
        details = await person.modal_with(f"Details of {label}")
        assert buttons_of(details) == offered
    assert (await office.nina.press(details, "request_again"))["ok"]
    form = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert f"You withdrew *{label}*" in words_of(form)
    assert "Wrong event" in words_of(form)
    assert (await office.nina.submit(form, filled_in(form)))["ok"]
    again = label_of(sent := await office.nina.modal_with("Sent to"))
    await office.nina.act("close", view_id=sent["id"])
    await office.nina.card("Waiting for approval", of=again)
    assert (await office.nina.press(details, "request_again"))["ok"]
    assert f"{again} is already open for this enrollment." in words_of(await office.nina.modal_with("Not possible"))


async def test_a_failed_request_is_requested_again_once_an_approver_has_closed_it(office: Office) -> None:
    await office.fault("benefits", "reissue", "refuse")
    card = await office.nina.requests("bobby")
    label, direct = label_of(card), await office.nina.direct()
    assert (await office.marcus.click(card, "approve"))["ok"]
    failed = await office.marcus.card("Failed", of=label)
    own = await office.nina.reads("Once it is closed, you can request it again.", direct)
    assert (label_of(own), buttons_of(own)) == (label, ["details"])
    assert (await office.marcus.click(failed, "close"))["ok"]
    note = await office.nina.reads(f"was closed by <@{cast.MARCUS}>", direct)
    assert (await office.nina.click(note, "request_again", direct))["ok"]
    form = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert f"was closed by <@{cast.MARCUS}>." in words_of(form)
    assert "What went wrong" in words_of(form)


async def test_nobody_else_requests_it_again(office: Office) -> None:
    label = await denied(office, "yusuf demir")
    direct = await office.nina.direct()
    note = await office.nina.reads(f"{label} for Yusuf Demir (Juniper &amp; Pine Bakery) was denied", direct)
    trigger_id = office.sandbox.workspace.triggers.issue(cast.MARCUS)
    forged_click = {
        "type": "block_actions",
        "team": {"id": cast.TEAM_ID, "domain": "forged"},
        "user": {"id": cast.MARCUS, "team_id": cast.TEAM_ID},
        "trigger_id": trigger_id,
        "container": {"type": "view"},
        "view": {"id": "V0HOME", "type": "home"},
        "actions": [{"action_id": "request_again", "value": value_of(note, "request_again"), "action_ts": "1.1"}],
    }
    assert (await office.forge(forged_click))["status"] == 200
    refused = words_of(await office.marcus.modal_with("Not possible"))
    assert f"Only <@{cast.NINA}> can do this with {label}." in refused
    assert WHY not in refused
