"""In the browser: an HR person finds a colleague's requests of any age, and opens the form by a name."""

import re

import pytest
from playwright.async_api import expect

from approvals.model.overview import PAGE
from bot.app import Bot
from sandbox import cast
from tests.conversations.browser.page import PHONE, OpenScreen
from tests.conversations.browser.test_people import WIDER_THAN_SHOWN
from tests.conversations.test_finding import past
from tests.office import Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_history_turns_its_pages_in_place_and_shows_details(
    office: Office, bot: Bot, open_screen: OpenScreen
) -> None:
    made = [await past(bot.store, "Paula Manypages", "empl_paula") for _ in range(PAGE + 1)]
    screen = await open_screen(office, channel=cast.GENERAL)
    await screen.types("/reissue history denied may 2024 paula")
    shown = screen.only_for_me.last
    await expect(shown).to_contain_text(f"Requests ({PAGE + 1}) · page 1 of 2")
    await expect(shown).to_contain_text("Denied · submitted in May 2024 · about Paula Manypages · newest first")
    await shown.get_by_role("button", name="Next page").click()
    await expect(shown).to_contain_text("page 2 of 2")
    await expect(screen.only_for_me).to_have_count(1)
    await expect(shown).to_contain_text(f"{made[0].label} · Paula Manypages")
    await shown.get_by_role("button", name="Details").click()
    await expect(screen.modal).to_contain_text(f"Details of {made[0].label}")


async def test_a_person_who_was_found_is_requested_for_on_a_phone(office: Office, open_screen: OpenScreen) -> None:
    screen = await open_screen(office, channel=cast.GENERAL, size=PHONE)
    await screen.types("/reissue find mwangi")
    shown = screen.only_for_me.last
    await expect(shown).to_contain_text("People (1)")
    assert not await screen.page.evaluate(WIDER_THAN_SHOWN)
    await shown.get_by_role("button", name="Request…").click()
    await expect(screen.modal.get_by_role("combobox", name="Employee")).to_have_value(re.compile("^Grace Mwangi"))
    await expect(screen.modal.get_by_role("group", name="Enrollments").get_by_role("checkbox").first).to_be_visible()


async def test_of_two_namesakes_one_is_chosen_in_the_form_and_a_request_is_sent(
    office: Office, open_screen: OpenScreen
) -> None:
    screen = await open_screen(office)
    await screen.types("/reissue garcia maria")
    await expect(screen.modal).to_contain_text("2 employees match garcia maria. Choose one:")
    await screen.modal.get_by_role("button", name="Choose").first.click()
    await screen.ticks_only("Gold PPO")
    await screen.chooses("Qualifying life event", "Marriage")
    await screen.modal.get_by_role("textbox", name="Reason").fill("She married")
    number = await screen.submits()
    await expect(screen.card(number, "Waiting for approval")).to_contain_text("Maria Garcia")
