"""In the browser: somebody without a mouse, somebody with a phone, a guest, and somebody from another company."""

import re

import pytest
from playwright.async_api import Page, expect

from sandbox import cast
from tests.conversations.browser.page import PHONE, OpenScreen, Screen
from tests.office import Office, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

WIDER_THAN_SHOWN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def types(page: Page, *keys: str) -> None:
    """Press keys one after the other; what is no key is typed."""
    for key in keys:
        await (page.keyboard.press(key) if key in ("Tab", "Enter", "ArrowDown") else page.keyboard.type(key))


async def picks(screen: Screen, typed: str, option: str) -> None:
    """With the focus in a menu: open it, find an option, take it, and go on to the next field."""
    await types(screen.page, typed)
    offered = screen.page.get_by_role("option", name=option)
    await expect(offered).to_be_visible()
    await types(screen.page, "Enter")
    await expect(offered).to_have_count(0)


async def walks_to(screen: Screen, role: str, name: str) -> None:
    """Press Tab until the focus is there."""
    wanted = screen.modal.get_by_role(role, name=name)  # type: ignore[arg-type] # one of the roles playwright lists
    await expect(wanted).to_be_visible()
    for _ in range(12):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await types(screen.page, "Tab")
    await expect(wanted).to_be_focused()


async def test_the_requesters_part_needs_no_mouse(office: Office, open_screen: OpenScreen) -> None:
    screen = await open_screen(office)
    await expect(screen.page.get_by_role("main")).to_be_visible()
    await types(screen.page, "Tab", "Enter")
    await expect(screen.page.get_by_role("main").get_by_role("textbox")).to_be_focused()
    await types(screen.page, "/reissue", "Enter")
    await walks_to(screen, "combobox", "Employee")
    await picks(screen, "jennifer", "Jennifer Null")
    await walks_to(screen, "checkbox", "Gold PPO · Employee only")
    await expect(screen.modal.get_by_role("checkbox")).to_be_checked()
    await walks_to(screen, "combobox", "Qualifying life event")
    await picks(screen, "oth", "Other")
    await walks_to(screen, "textbox", "Reason")
    await types(screen.page, "Moved to another state")
    await walks_to(screen, "button", "Send for approval")
    await types(screen.page, "Enter")
    number = await screen.reads_number()
    await expect(screen.card(number, "Waiting for approval")).to_contain_text("Moved to another state")


async def test_the_whole_story_fits_on_a_phone(office: Office, open_screen: OpenScreen) -> None:
    screen = await open_screen(office, size=PHONE)
    number = await screen.requests("Łukasz Żółć", "Silver HMO", "Birth")
    await screen.acts_as("Priya Raman")
    await screen.presses(number, "Approve", "Approve")
    await expect(screen.card(number, "Reissued")).to_be_visible()
    assert not await screen.page.evaluate(WIDER_THAN_SHOWN)
    thread = await screen.thread(number)
    await expect(thread.get_by_text("New enrollment of Łukasz Żółć")).to_be_visible()
    assert not await screen.page.evaluate(WIDER_THAN_SHOWN)


async def test_a_guest_reads_the_card_but_neither_requests_nor_decides(office: Office, open_screen: OpenScreen) -> None:
    number = label_of(await office.nina.requests("ada"))
    screen = await open_screen(office, cast.GIL)
    await screen.presses(number, "Approve", "Approve")
    await expect(screen.modal).to_contain_text("Guest accounts cannot do this.")
    await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
    await screen.types("/reissue")
    await expect(screen.modal).to_contain_text("Guest accounts cannot do this.")
    await expect(screen.card(number, "Waiting for approval")).to_be_attached()
    assert "enrl_ada_lovelace_medical" not in [made["enrollment_id"] for made in await office.reissues()]


async def test_somebody_from_another_company_sees_no_card_and_no_employee(
    office: Office, open_screen: OpenScreen
) -> None:
    screen = await open_screen(office, cast.OLGA)
    listed = screen.page.get_by_role("navigation", name="Conversations").get_by_role("button")
    await expect(listed.first).to_have_accessible_name("partner-desk")
    await expect(listed.filter(has_text="approvals")).to_have_count(0)
    await expect(screen.page.get_by_text(re.compile(r"R-\d+"))).to_have_count(0)
    await screen.types("/reissue")
    await expect(screen.modal).to_contain_text("People from another company cannot do this.")
    await expect(screen.page.get_by_role("combobox")).to_have_count(0)
