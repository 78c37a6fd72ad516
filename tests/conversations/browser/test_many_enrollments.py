"""In the browser: an employee with more enrollments than Slack takes checkboxes has a menu that takes several."""

import re

import pytest
from playwright.async_api import expect

from tests.conversations.browser.page import NUMBER, PHONE, OpenScreen
from tests.conversations.browser.test_groups import pictured
from tests.office import Office, bot_at_work

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

PLANS = [f"Rider {letter}" for letter in "ABCDEFGHI"]


@pytest.fixture
def office(own_office: Office) -> Office:
    """Ada has her three enrollments, and nine riders more."""
    enrollments = own_office.sandbox.benefits.world.enrollments
    for plan in PLANS:
        rider = enrollments["enrl_ada_lovelace_vision"] | {"id": f"enrl_ada_{plan[-1]}", "selected_plan_name": plan}
        enrollments[rider["id"]] = rider
    return own_office


@pytest.mark.documented
async def test_at_most_ten_are_chosen_in_the_menu_and_each_that_is_left_becomes_a_request(
    office: Office, one_database_url: str, open_screen: OpenScreen
) -> None:
    async with bot_at_work(office, one_database_url):
        screen = await open_screen(office, size=PHONE)
        await screen.types("/reissue")
        await screen.chooses("Employee", "Ada Lovelace", typed="Ada")
        menu = screen.modal.get_by_role("combobox", name="Enrollments")
        chosen = screen.modal.get_by_role("button", name=re.compile("^Remove "))
        await expect(chosen).to_have_count(10)  # as many as one submission may have
        await expect(screen.modal).to_contain_text("10 requests. Each is decided separately")
        await pictured(screen, "many-chosen")
        await menu.click()
        options = screen.page.get_by_role("option")
        await expect(options).to_have_count(12)
        await screen.page.get_by_role("option", selected=False).first.click()
        await expect(chosen).to_have_count(10)
        await pictured(screen, "many-menu")
        await menu.press("Escape")
        while await chosen.count() > 1:
            before = await chosen.count()
            await chosen.last.click()
            await expect(chosen).to_have_count(before - 1)
        await expect(screen.modal).to_contain_text("Covered now: Gold PPO")
        await screen.modal.get_by_role("combobox", name="Enrollments").click()
        await screen.page.get_by_role("option", name="Rider C").click()
        await menu.press("Escape")
        await expect(screen.modal).to_contain_text("2 requests. Each is decided separately")
        await screen.chooses("Qualifying life event", "Birth")
        await screen.modal.get_by_role("textbox", name="Reason").fill("A daughter was born")
        await pictured(screen, "many-two")
        await screen.modal.get_by_role("button", name="Send for approval").click()
        await expect(screen.page.get_by_role("heading", name="2 requests sent")).to_be_visible()
        lead, second = NUMBER.findall(await screen.modal.inner_text())
        await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
        await expect(screen.card(lead, "Waiting for approval")).to_contain_text("Gold PPO")
        await expect(screen.card(second, "Waiting for approval")).to_contain_text("Rider C")
        await screen.acts_as("Marcus Lindqvist")
        await screen.button(lead, "Approve all 2…").click()
        await screen.modal.get_by_role("button", name="Approve 2", exact=True).click()
        await expect(screen.page.get_by_role("heading", name="Approve: the result")).to_be_visible()
        await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
        await expect(screen.card(second, "Reissued")).to_be_visible()
    asked = sorted(made["enrollment_id"] for made in await office.reissues())
    assert asked == ["enrl_ada_C", "enrl_ada_lovelace_medical"]
