"""The Home tab, over signed HTTP: it shows what waits for whom, keeps itself true, and its buttons answer."""

import json

import pytest
import sqlalchemy as sa

from bot.app import Bot
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
        assert "Under way, or ended in the last 30 days (1)" in shown
        assert (
            f"✅ *{label}* · Ada Lovelace (Juniper &amp; Pine Bakery) · Gold PPO · {office.event('Birth')} · Reissued"
            in shown
        )


async def test_what_a_newer_version_has_changed_is_shown_as_such_and_its_buttons_say_so(
    office: Office, bot: Bot
) -> None:
    label = label_of(card := await office.nina.requests("victor hale"))
    newer = f"A newer version of the bot has changed {label}, and the update is not complete, so nothing was done."
    await warn(bot, label, '["new_warning"]')
    assert (await office.marcus.hears(office.marcus.click(card, "approve"))).startswith(newer)
    assert (await office.marcus.click(card, "details"))["ok"]
    view = await office.marcus.modal_with("Not possible")
    assert newer in words_of(view)
    await office.marcus.act("close", view_id=view["id"])
    await office.marcus.act("home")
    home = await office.marcus.home(
        f"*{label}* · A newer version of the bot has changed it. It is shown here again when"
    )
    [line] = [block for block in home["blocks"] if f"*{label}*" in words_of({"blocks": [block]})]
    clicked = {"view_id": home["id"], "block_id": line["block_id"], "action_id": "details"}
    assert (await office.marcus.act("view_click", **clicked))["ok"]
    assert newer in words_of(await office.marcus.modal_with("Not possible"))
    for typed, person, told in (
        ("list", office.marcus, f"*{label}* · A newer version"),
        (f"status {label}", office.nina, f"*{label}* · A newer version"),
        (f"status {label}", office.person(cast.GIL), f"{label} does not exist or does not concern you."),
    ):
        assert told in await person.hears(person.command(f"/reissue {typed}", cast.GENERAL), cast.GENERAL)
    await warn(bot, label, "[]")
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label)


async def warn(bot: Bot, label: str, warnings: str) -> None:
    """Write warnings into a request, as a later release might."""
    statement = sa.text("UPDATE bot_request SET warnings = CAST(:warnings AS JSON) WHERE number = :number")
    if bot.engine.dialect.name == "sqlite":
        statement = sa.text("UPDATE bot_request SET warnings = :warnings WHERE number = :number")
    async with bot.engine.begin() as connection:
        await connection.execute(statement, {"warnings": warnings, "number": int(label.removeprefix("R-"))})


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
