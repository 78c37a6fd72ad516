"""In the browser: an employee without a life event; it is recorded in the form, and the request goes out."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.conversations.browser.page import OpenScreen, Screen
from tests.office import bot_at_work, open_office

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.documented]

PICTURES = os.environ.get("PICTURES_OF_RECORDING")
WIDE, PHONE = (1280, 800), (360, 740)


async def pictured(screen: Screen, name: str) -> None:
    """Write a picture, where somebody wants to look at it."""
    if PICTURES:
        await screen.page.wait_for_timeout(300)
        await screen.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.mark.parametrize(("size", "employee"), [(WIDE, "Tom Becker"), (PHONE, "Félix Baum")])
async def test_where_there_is_no_event_it_is_recorded_in_the_form_and_requested_for(
    open_screen: OpenScreen, sqlite_url: str, size: tuple[int, int], employee: str
) -> None:
    where = "wide" if size == WIDE else "phone"
    async with open_office() as office, bot_at_work(office, sqlite_url, record_events=True):
        screen = await open_screen(office, size=size)
        await screen.types("/reissue")
        await screen.chooses("Employee", employee, typed=employee.split(maxsplit=1)[0])
        await expect(screen.modal).to_contain_text("has no qualifying life event in Vitable")
        await screen.modal.get_by_role("textbox", name="Reason").fill("A daughter was born")
        await pictured(screen, f"{where}_1_none")
        await screen.modal.get_by_role("button", name="Record an event…").click()
        await expect(screen.page.get_by_role("heading", name="Record a life event")).to_be_visible()
        await screen.chooses("What happened", "Birth")
        happened = cast.today() - timedelta(days=3)
        await screen.modal.get_by_label("Date").fill(happened.isoformat())
        await screen.modal.get_by_role("textbox", name="Notes").fill("A daughter")
        await pictured(screen, f"{where}_2_form")
        await screen.modal.get_by_role("button", name="Record in Vitable").click()
        await expect(screen.modal).to_contain_text("is recorded in Vitable. It is chosen above.")
        await expect(screen.modal.get_by_role("textbox", name="Reason")).to_have_value("A daughter was born")
        await pictured(screen, f"{where}_3_recorded")
        await screen.ticks_only("Gold PPO" if size == WIDE else "")
        await screen.submits()
        (event,) = office.sandbox.benefits.world.recorded_events
        assert (event["event_type"], event["event_date"]) == ("Birth", happened.isoformat())


async def test_a_near_duplicate_is_shown_before_anything_is_recorded(open_screen: OpenScreen, sqlite_url: str) -> None:
    async with open_office() as office, bot_at_work(office, sqlite_url, record_events=True):
        screen = await open_screen(office, size=PHONE)
        await screen.types("/reissue")
        await screen.chooses("Employee", "Ada Lovelace", typed="Ada")
        await screen.modal.get_by_role("button", name="Record an event…").click()
        await screen.chooses("What happened", "Birth")
        await screen.modal.get_by_label("Date").fill((cast.today() - timedelta(days=9)).isoformat())
        await screen.modal.get_by_role("button", name="Record in Vitable").click()
        await expect(screen.modal).to_contain_text("may be the same one")
        await pictured(screen, "phone_4_similar")
        assert office.sandbox.benefits.world.recorded_events == []
        await screen.modal.get_by_role("checkbox", name="It is another event").check()
        await screen.modal.get_by_role("button", name="Record in Vitable").click()
        await expect(screen.modal).to_contain_text("is recorded in Vitable. It is chosen above.")
        await pictured(screen, "phone_5_recorded")
