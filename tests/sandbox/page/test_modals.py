"""Modals with only the keyboard: opening, searching, choosing, errors, the focus, and keeping what was typed."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect
from starlette.responses import Response

from sandbox import cast
from tests.patience import eventually
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import button, form, mrkdwn, of_kind, opening, option, plain, say
from tests.sandbox.slack.room import Json, Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

PEOPLE = [option("Ada Byron", "ada"), option("Adam Smith", "adam")]


async def command(page: Page, text: str = "/reissue") -> None:
    box = page.get_by_role("textbox", name="Message #benefits-approvals")
    await box.press_sequentially("/re")
    await expect(page.get_by_role("option", name="/reissue")).to_be_visible()
    await box.press("Enter")
    await expect(box).to_have_value("/reissue ")
    await box.fill(text)
    await box.press("Enter")
    await expect(page.get_by_role("dialog", name="Reissue")).to_be_visible()


async def focused(page: Page) -> Any:  # noqa: ANN401 - JSON from the page
    return await page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.id")


async def test_a_request_can_be_made_with_the_keyboard_alone(room: Room, open_page: Open) -> None:
    opening(room, form())
    room.bot.answers["block_suggestion"] = lambda _: {"options": PEOPLE}
    page = await open_page()
    await command(page)
    who = page.get_by_role("combobox", name="Employee")
    await expect(who).to_be_focused()
    await page.keyboard.type("a")
    await expect(page.get_by_text("Type at least 2 letters")).to_be_visible()
    await page.evaluate("[...'da'].forEach((key) => document.execCommand('insertText', false, key))")
    await expect(page.get_by_role("option")).to_have_count(2)
    asked = [delivery["value"] for delivery in of_kind(room, "block_suggestion")]
    assert asked == ["ada"], "one question for two key strokes"
    await page.keyboard.press("ArrowDown")
    await expect(who).to_have_attribute("aria-activedescendant", await id_of(page, "Adam Smith"))
    await page.keyboard.press("Enter")
    await expect(who).to_have_value("Adam Smith")
    await expect(who).to_have_attribute("aria-expanded", "false")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Clear Employee")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.type("A birth")
    await expect(page.get_by_text("13", exact=True)).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Submit")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    values = of_kind(room, "view_submission")[-1]["view"]["state"]["values"]
    assert values["who"]["employee"]["selected_option"]["value"] == "adam"
    assert values["why"]["reason"]["value"] == "A birth"
    assert await focused(page) == "Message #benefits-approvals"


async def id_of(page: Page, name: str) -> str:
    return str(await page.get_by_role("option", name=name).get_attribute("id"))


async def test_errors_appear_under_their_fields_and_the_first_gets_the_focus(room: Room, open_page: Open) -> None:
    opening(room, form())
    page = await open_page()
    await command(page)
    why = page.get_by_role("textbox", name="Reason")
    await why.fill("x" * 21)
    await expect(page.get_by_text("-1", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Submit").click()
    who = page.get_by_role("combobox", name="Employee")
    await expect(who).to_have_attribute("aria-invalid", "true")
    await expect(who).to_be_focused()
    await expect(who).to_have_accessible_description("Please complete this required field.")
    await expect(why).to_have_accessible_description("Must be 20 characters or fewer. Short")
    await expect(why).to_have_value("x" * 21)
    assert of_kind(room, "view_submission") == []


async def test_text_being_typed_survives_the_bots_updates_and_a_reload(room: Room, open_page: Open) -> None:
    opening(room, form())
    page = await open_page()
    await command(page)
    why = page.get_by_role("textbox", name="Reason")
    await why.fill("A bith")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    view_id = await page.get_by_role("dialog").get_attribute("data-view-id")
    note = {"type": "section", "text": mrkdwn("*Covered now* Gold PPO")}
    assert (await room.api("views.update", view_id=view_id, view=form(note)))["ok"]
    await expect(page.get_by_text("Covered now")).to_be_visible()
    await page.keyboard.type("r")
    await expect(why).to_have_value("A birth")
    await page.reload()
    await expect(page.get_by_role("dialog", name="Reissue")).to_be_visible()
    await expect(page.get_by_text("Covered now")).to_be_visible()


async def test_a_menu_that_cannot_be_loaded_says_so_and_can_be_asked_again(room: Room, open_page: Open) -> None:
    opening(room, form())
    room.bot.answers["block_suggestion"] = lambda _: Response(status_code=500)
    page = await open_page()
    await command(page)
    who = page.get_by_role("combobox", name="Employee")
    await who.fill("ada")
    await expect(page.get_by_text("could not be loaded")).to_be_visible()
    room.bot.answers["block_suggestion"] = lambda _: {"options": []}
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("No results")).to_be_visible()
    room.bot.answers["block_suggestion"] = lambda _: {"options": PEOPLE}
    await who.fill("ada ")
    await page.get_by_role("option", name="Ada Byron").click()
    await expect(who).to_have_value("Ada Byron")
    [chosen] = await eventually(lambda: of_kind(room, "block_actions"), "the click")
    assert chosen["actions"][0]["selected_option"]["value"] == "ada"
    await page.get_by_role("button", name="Clear Employee").click()
    await expect(who).to_have_value("")
    await expect(who).to_be_focused()


async def test_submitting_shows_its_progress_and_a_failing_bot_leaves_the_modal(room: Room, open_page: Open) -> None:
    view = form()
    view["blocks"] = view["blocks"][1:]
    opening(room, view)
    answered = asyncio.Event()

    async def late(_: Json) -> Response:
        await answered.wait()
        return Response(status_code=500)

    room.bot.answers["view_submission"] = late
    page = await open_page()
    await command(page)
    await page.get_by_role("textbox", name="Reason").fill("A birth")
    submit = page.get_by_role("button", name="Submit")
    await submit.click()
    await expect(page.get_by_role("progressbar", name="Submitting")).to_be_visible()
    await expect(submit).to_be_disabled()
    answered.set()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Status Code 500")
    await expect(page.get_by_role("textbox", name="Reason")).to_have_value("A birth")


async def test_a_confirm_keeps_the_focus_inside_and_escape_sends_nothing(room: Room, open_page: Open) -> None:
    ask = {"title": plain("Sure?"), "text": mrkdwn("*Closes* it"), "confirm": plain("Yes"), "deny": plain("No")}
    blocks = [{"type": "actions", "elements": [button("Approve", "approve", style="primary", confirm=ask)]}]
    await say(room, "R-1", blocks=blocks)
    page = await open_page(cast.MARCUS)
    approve = page.get_by_role("button", name="Approve")
    await approve.press("Enter")
    dialog = page.get_by_role("alertdialog", name="Sure?")
    await expect(dialog.get_by_role("button", name="Yes")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("button", name="No")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(approve).to_be_focused()
    assert of_kind(room, "block_actions") == []
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Yes").press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(approve).not_to_be_disabled()
    assert [click["user"]["id"] for click in of_kind(room, "block_actions")] == [cast.MARCUS]
