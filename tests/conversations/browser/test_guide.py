"""In the browser: the first run of a newcomer, told by the guide and played with the real bot."""

import json

import pytest
from playwright.async_api import Page, expect

from sandbox import cast
from tests.conversations.browser.page import OpenScreen, Screen
from tests.office import Office, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def expects(page: Page, todo: str) -> None:
    """The guide asks for this now."""
    guide = page.get_by_role("complementary", name="First run")
    await expect(guide.get_by_role("status")).to_contain_text(todo)


async def test_the_first_part_leads_from_the_command_to_the_summary(office: Office, open_screen: OpenScreen) -> None:
    screen = await open_screen(office)
    await screen.page.goto(office.url)
    await expects(screen.page, "Type /reissue")
    await screen.fills_in("Grace Mwangi", "Gold PPO", "Birth")
    await expects(screen.page, "press Send for approval")
    number = await screen.submits()
    await expects(screen.page, f"to decide {number}")
    await screen.acts_as("Marcus Lindqvist")
    await expects(screen.page, f"Press Approve on the card of {number}")
    await screen.presses(number, "Approve", "Approve")
    await expect(screen.card(number, "Reissued")).to_be_visible()
    await expects(screen.page, "Now: Reissued")
    await screen.thread(number)
    await expects(screen.page, "the next reissue call get lost")


async def in_the_second_part(office: Office, screen: Screen) -> None:
    """One request is done already, and the guide knows."""
    card = await office.nina.requests("jennifer")
    await office.marcus.click(card, "approve")
    await office.marcus.card("Reissued", of=label_of(card))
    before = int(label_of(card).removeprefix("R-")) - 1
    place = {"open": True, "step": 5, "before": before, "run": office.sandbox.workspace.run}
    await screen.page.evaluate("place => localStorage.setItem('sandbox-guide', place)", json.dumps(place))
    await screen.page.reload()


async def test_the_second_part_ends_with_an_unknown_outcome_settled_by_hand(
    office: Office, open_screen: OpenScreen
) -> None:
    screen = await open_screen(office, cast.PRIYA)
    await in_the_second_part(office, screen)
    await screen.page.get_by_role("button", name="Lose the answer").click()
    await expects(screen.page, "Marcus may ask as well")
    number = label_of(await office.marcus.requests("bjork"))
    await expects(screen.page, f"and approve {number}")
    await screen.presses(number, "Approve", "Approve")
    await expects(screen.page, "The bot looks for a new enrollment")
    await expect(screen.card(number, "Outcome unknown")).to_be_visible()
    await expects(screen.page, "Press Check again")
    await screen.presses(number, "Check again", "Check again")
    await expects(screen.page, "So press Send again")
    guide = screen.page.get_by_role("complementary", name="First run")
    await guide.get_by_role("button", name="Benefits system").click()
    system = screen.page.get_by_role("complementary", name="Benefits system")
    await system.get_by_label("Find an employee").fill("bjork")
    await expect(system.get_by_text("Enrolled")).to_have_count(2)
    await expect(screen.card(number, "Outcome unknown")).to_be_visible()
    await screen.presses(number, "Send again", "Send again")
    await expect(system.get_by_text("Election pending")).to_be_visible()
    await expects(screen.page, "That was all of it.")
    await screen.page.get_by_role("button", name="See it on the wire").click()
    sent = screen.page.get_by_role("complementary", name="Inspector").locator(".pair-call").filter(has_text="bjork")
    await expect(sent.filter(has_text="reissue")).to_have_count(2)
