"""The first run: who sees it, how it ticks its steps off, and how it keeps its place. All steps: test_browser_guide."""

import pytest
from playwright.async_api import Page, expect

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import form, opening, plain, say
from tests.sandbox.page.test_frame import PHONE, fits
from tests.sandbox.slack.room import Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def arrived(page: Page, room: Room) -> None:
    """Go to the bare address, as a person does who has just started the demo."""
    await page.goto(room.url)


async def test_the_guide_opens_for_a_newcomer_but_not_for_a_person_who_follows_a_link(
    room: Room, open_page: Open
) -> None:
    page = await open_page()
    guide = page.get_by_role("complementary", name="First run")
    await expect(page.get_by_role("textbox", name="Message #benefits-approvals")).to_be_visible()
    await expect(guide).to_have_count(0)
    await arrived(page, room)
    await expect(guide.get_by_role("status")).to_have_text(
        "You are Nina, who works in HR. Type /reissue in the message box and press Enter."
    )


async def test_the_guide_ticks_itself_off_and_remembers_its_place(room: Room, open_page: Open) -> None:
    opening(room, form())
    page = await open_page(size=PHONE)
    await arrived(page, room)
    guide = page.get_by_role("complementary", name="First run")
    await page.get_by_role("textbox", name="Message #benefits-approvals").fill("/reissue")
    await page.keyboard.press("Enter")
    await expect(guide).to_contain_text("the bot opened the form within the 3 seconds that Slack allows")
    await expect(guide.get_by_role("status")).to_contain_text("Send for approval")
    await expect(page.get_by_role("dialog", name="Reissue")).to_be_visible()
    await fits(page)
    await page.reload()
    await expect(guide.get_by_text("Fill in the form")).to_be_visible()
    await guide.get_by_role("button", name="Close the first run").click()
    await page.keyboard.press("Escape")
    await page.reload()
    await expect(page.get_by_role("main")).to_be_visible()
    await expect(guide).to_have_count(0)
    await page.get_by_role("button", name="First run").press("Enter")
    await expect(guide.get_by_text("1 of 11")).to_be_visible()


async def test_another_window_follows_and_a_new_sandbox_starts_again(room: Room, open_page: Open) -> None:
    await say(room, "an older card", blocks=[{"type": "header", "text": plain("🟡 R-3 · Waiting for approval")}])
    page, other = await open_page(), await open_page(cast.MARCUS)
    guide, other_guide = (each.get_by_role("complementary", name="First run") for each in (page, other))
    await arrived(page, room)
    await expect(guide.get_by_text("0 of 11")).to_be_visible()
    await say(room, "the card", blocks=[{"type": "header", "text": plain("🟡 R-4 · Waiting for approval")}])
    await expect(other_guide.get_by_text("Press Approve on the card of R-4, and confirm.")).to_be_visible()
    room.sandbox.workspace.run = "another"
    room.sandbox.workspace.changes.touch()
    await expect(guide.get_by_text("0 of 11")).to_be_visible()
