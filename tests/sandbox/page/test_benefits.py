"""The panel of the benefits system: a person looks up whether a reissue took effect, and sees it happen."""

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.test_frame import PHONE, fits
from tests.sandbox.slack.room import Json, Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

GRACE = "enrl_grace_mwangi_medical"


async def opened(page: Page) -> Locator:
    await page.get_by_role("button", name="Benefits system").click()
    panel = page.get_by_role("complementary", name="Benefits system")
    await expect(panel.get_by_role("status")).to_have_text("40 employees")
    return panel


async def reissue(room: Room) -> httpx.Response:
    body: Json = {"qle_id": "qle_grace_mwangi_birth", "reason": "Her <b>son</b> was born"}
    key = {"authorization": f"Bearer {cast.API_KEY}"}
    return await room.http.post(f"{room.url}/benefits/v1/enrollments/{GRACE}/reissue", json=body, headers=key)


async def test_a_reissue_is_seen_as_it_happens(room: Room, open_page: Open) -> None:
    page = await open_page()
    panel = await opened(page)
    await panel.get_by_label("Find an employee").fill("grace")
    await expect(panel.get_by_role("status")).to_have_text("1 of 40 employees")
    old, new = (panel.locator(f'[data-enrollment="{one}"]') for one in (GRACE, f"{GRACE}_r1"))
    for words in ("Enrolled", "Gold PPO · Family", "Employee pays $351.40, employer $1,148.00 a month", "Njeri Mwangi"):
        await expect(old).to_contain_text(words)
    await expect(new).to_have_count(0)
    await expect(panel.locator(".record").filter(has_text="Divorce")).to_contain_text("Denied")
    assert (await reissue(room)).status_code == 200
    await expect(new).to_contain_text("Election pending")
    await expect(new).to_contain_text("No plan chosen")
    await expect(new).to_contain_text("Reason: Her <b>son</b> was born")
    await expect(old).to_contain_text("Inactive")
    await expect(old).to_contain_text(f"{GRACE}_r1 was opened instead.")


async def test_employees_are_found_opened_and_closed(open_page: Open) -> None:
    page = await open_page()
    panel = await opened(page)
    grace = panel.get_by_role("button", name="Grace Mwangi")
    await expect(grace).to_have_attribute("aria-expanded", "false")
    await grace.press("Enter")
    await expect(grace).to_have_attribute("aria-expanded", "true")
    await grace.press("Enter")
    await expect(panel.locator("[data-enrollment]")).to_have_count(0)
    await panel.get_by_label("Find an employee").fill("garcia")
    await expect(panel.get_by_role("heading", name="Maria Garcia")).to_have_count(2)
    await expect(panel.get_by_role("button", name="Maria Garcia Halvorsen Freight")).to_be_visible()
    await panel.get_by_label("Find an employee").fill("becker")
    await expect(panel.get_by_text("No life events.")).to_be_visible()
    await panel.get_by_label("Find an employee").fill("nobody")
    await expect(panel.get_by_text("No employee matches.")).to_be_visible()
    await panel.get_by_label("Find an employee").fill("rivera")
    await expect(panel.get_by_role("button", name="Carlos Rivera Halvorsen Freight, left")).to_be_visible()
    await panel.get_by_role("button", name="Close the benefits system").click()
    await expect(panel).to_have_count(0)


async def test_the_inspector_and_the_benefits_system_take_turns(open_page: Open) -> None:
    page = await open_page()
    panel = await opened(page)
    await page.get_by_role("button", name="Inspector").click()
    await expect(panel).to_have_count(0)
    await expect(page.get_by_role("complementary", name="Inspector")).to_be_visible()
    await page.get_by_role("button", name="Benefits system").click()
    await expect(page.get_by_role("complementary", name="Inspector")).to_have_count(0)
    await expect(panel).to_be_visible()


async def test_on_a_phone_the_panel_fits_the_window(open_page: Open) -> None:
    page = await open_page(size=PHONE)
    panel = await opened(page)
    await panel.get_by_label("Find an employee").fill("hohenstein")
    await expect(panel.locator("[data-enrollment]")).to_have_count(3)
    await fits(page)
