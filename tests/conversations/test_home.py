"""The Home tab, over signed HTTP: it shows what waits for whom, keeps itself true, and its buttons answer."""

import json

import pytest

from sandbox import cast
from tests.office import Office, label_of
from tests.shown import value_of, words_of

pytestmark = pytest.mark.anyio


async def test_a_request_is_made_followed_and_looked_at_from_home_tabs_that_keep_themselves_true(
    office: Office,
) -> None:
    assert (await office.marcus.act("home"))["ok"]
    await office.marcus.home("Nothing waits for you")
    await office.nina.act("home")
    empty = await office.nina.home("New request…")
    assert (await office.nina.press(empty, "new_request"))["ok"]
    view = await office.nina.modal_with("Employee")
    await office.nina.act("close", view_id=view["id"])
    card = await office.nina.requests("ada")
    label = label_of(card)
    await office.nina.home(f"*{label}* · Ada Lovelace")
    waiting = await office.marcus.home("Waiting for you (1)")
    assert (await office.marcus.press(waiting, "details"))["ok"]
    details = await office.marcus.modal_with(f"Details of {label}")
    await office.marcus.act("close", view_id=details["id"])
    assert (await office.marcus.click(card, "approve"))["ok"]
    for person in (office.nina, office.marcus):
        shown = words_of(await person.home("waiting for the employee's election"))
        assert "Under way, or closed in the last 30 days (1)" in shown
        assert f"✅ *{label}* · Ada Lovelace · Gold PPO · Birth · Reissued" in shown


async def test_slack_learns_that_the_address_for_events_is_the_bots(office: Office) -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "c-7f3a", "token": "-"})
    answer = await office.deliver(asked, "application/json")
    assert (answer["status"], "c-7f3a" in answer["body"]) == (200, True)


async def test_whatever_is_refused_in_a_home_tab_is_said_in_a_modal(office: Office) -> None:
    label = label_of(card := await office.nina.requests("grace"))
    approve = {"type": "button", "action_id": "approve", "text": {"type": "plain_text", "text": "Approve"}}
    button = {**approve, "value": value_of(card, "approve")}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    published = await office.http.post(
        "/api/views.publish",
        data={"token": cast.BOT_TOKEN, "user_id": cast.NINA, "view": json.dumps(home)},
    )
    assert published.json()["ok"]
    assert (await office.nina.press(await office.nina.home("Approve"), "approve"))["ok"]
    refused = await office.nina.modal_with("Not possible")
    assert f"Only approvers can do this with {label}." in words_of(refused)
