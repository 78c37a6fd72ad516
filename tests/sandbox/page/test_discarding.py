"""Closing a modal: at once if it is as it came, after a question if that loses what the person entered."""

import pytest
from playwright.async_api import Page, expect

from tests.patience import eventually
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import form, of_kind, opening, option
from tests.sandbox.page.test_modals import command
from tests.sandbox.slack.room import Json, Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

WAYS = ESCAPE, CANCEL, CROSS = "Escape", "Cancel", "Dismiss dialog"


def filled_in() -> Json:
    """The form as a bot may open it: with an employee and a reason in it already."""
    view = form() | {"notify_on_close": True}
    who, why = view["blocks"]
    who["element"]["initial_option"] = option("Ada Byron", "ada")
    why["element"]["initial_value"] = "A birth"
    return view


async def opened(room: Room, open_page: Open) -> Page:
    opening(room, filled_in())
    page = await open_page()
    await again(page)
    return page


async def again(page: Page) -> None:
    await command(page)
    await expect(page.get_by_role("combobox", name="Employee")).to_have_value("Ada Byron")


async def close(page: Page, way: str) -> None:
    if way == ESCAPE:
        await page.keyboard.press(way)
    else:
        await page.get_by_role("dialog").get_by_role("button", name=way).click()


async def told(room: Room, closed: int) -> None:
    """The bot was told so many times that the modal was closed."""
    await eventually(lambda: len(of_kind(room, "view_closed")) >= closed, "that the bot is told")
    assert len(of_kind(room, "view_closed")) == closed


async def test_an_untouched_modal_closes_at_once(room: Room, open_page: Open) -> None:
    page = await opened(room, open_page)
    for closed, way in enumerate(WAYS, 1):
        await close(page, way)
        await expect(page.get_by_role("dialog"), way).to_have_count(0)
        await told(room, closed)
        if way != WAYS[-1]:
            await again(page)


async def test_what_was_typed_is_lost_only_after_a_question(room: Room, open_page: Open) -> None:
    page = await opened(room, open_page)
    why = page.get_by_role("textbox", name="Reason")
    question = page.get_by_role("alertdialog", name="Discard what you entered?")
    for closed, way in enumerate(WAYS, 1):
        await why.fill("A birth in May")
        await close(page, way)
        await expect(question.get_by_role("button", name="Keep editing"), way).to_be_focused()
        await expect(question).to_have_accessible_description("It was not sent. Closing this form loses it.")
        await page.keyboard.press("Escape")
        await expect(question).to_have_count(0)
        await expect(why).to_have_value("A birth in May")
        assert len(of_kind(room, "view_closed")) == closed - 1
        await close(page, way)
        await question.get_by_role("button", name="Discard").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await told(room, closed)
        if way != WAYS[-1]:
            await again(page)


async def test_what_was_chosen_counts_as_well_and_what_was_taken_back_does_not(room: Room, open_page: Open) -> None:
    page = await opened(room, open_page)
    await page.get_by_role("textbox", name="Reason").fill("A birth in May")
    await page.get_by_role("textbox", name="Reason").fill("A birth")
    await page.get_by_role("button", name="Clear Employee").click()
    await page.get_by_role("button", name="Dismiss dialog").click()
    question = page.get_by_role("alertdialog", name="Discard what you entered?")
    await question.get_by_role("button", name="Keep editing").click()
    room.bot.answers["block_suggestion"] = lambda _: {"options": [option("Ada Byron", "ada")]}
    await page.get_by_role("combobox", name="Employee").fill("ada")
    await page.get_by_role("option", name="Ada Byron").click()
    await page.get_by_role("button", name="Dismiss dialog").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
