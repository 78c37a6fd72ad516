"""In the browser: one life event, several coverages, asked for in one form and approved in one list."""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.conversations.browser.page import NUMBER, OpenScreen, Screen
from tests.office import Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

PLANS = ("Gold PPO", "Dental Plus", "Clear View")
PICTURES = os.environ.get("PICTURES_OF_GROUPS")


async def pictured(screen: Screen, name: str) -> None:
    """Write a picture, where somebody wants to look at it."""
    if PICTURES:
        await screen.page.wait_for_timeout(300)
        await screen.page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def test_three_coverages_are_asked_for_at_once_and_approved_in_one_list(
    office: Office, open_screen: OpenScreen
) -> None:
    screen = await open_screen(office)
    await screen.types("/reissue")
    await screen.chooses("Employee", "Ada Lovelace", typed="Ada")
    group = screen.modal.get_by_role("group", name="Enrollments")
    for plan in PLANS:
        await expect(group.get_by_role("checkbox", name=plan)).to_be_checked()
    await screen.chooses("Qualifying life event", "Birth")
    await expect(screen.modal).to_contain_text("3 requests. Each is decided separately")
    await expect(screen.modal).to_contain_text("For each: 1 approval is needed.")
    await screen.modal.get_by_role("textbox", name="Reason").fill("A daughter was born")
    await pictured(screen, "form")
    await screen.modal.get_by_role("button", name="Send for approval").click()
    await expect(screen.page.get_by_role("heading", name="3 requests sent")).to_be_visible()
    numbers = NUMBER.findall(await screen.modal.inner_text())
    await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
    for number in numbers:
        await expect(screen.card(number, "Waiting for approval")).to_be_visible()
    await screen.acts_as("Marcus Lindqvist")
    await expect(screen.card(numbers[0])).to_contain_text(f"{numbers[2]} Clear View (waiting for approval)")
    await expect(screen.card(numbers[1])).to_contain_text(f"Part of {numbers[0]}.")
    await pictured(screen, "cards")
    await screen.button(numbers[0], "Approve all 3…").click()
    for number, plan in zip(numbers, PLANS, strict=True):
        await expect(screen.modal).to_contain_text(f"{number} · {plan}")
    await pictured(screen, "list")
    await screen.modal.get_by_role("button", name="Approve 3", exact=True).click()
    await expect(screen.page.get_by_role("heading", name="Approve: the result")).to_be_visible()
    await expect(screen.modal.get_by_text(re.compile("approved\\.$"))).to_have_count(3)
    await pictured(screen, "result")
    await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
    for number in numbers:
        await expect(screen.card(number, "Reissued")).to_be_visible()
    await expect(screen.button(numbers[0], "Approve all 3…")).to_have_count(0)
    await expect(screen.card(numbers[0])).to_contain_text(f"{numbers[1]} Dental Plus (reissued)")
    await pictured(screen, "reissued")


async def test_one_enrollment_can_be_left_alone(office: Office, open_screen: OpenScreen) -> None:
    screen = await open_screen(office, size=(360, 740))
    number = await screen.requests("Maximiliana Theodora", "Dental Plus", "Birth")
    await expect(screen.card(number, "Waiting for approval")).to_contain_text("Dental Plus")
    await expect(screen.card(number)).not_to_contain_text("Together with")
    await pictured(screen, "phone")
