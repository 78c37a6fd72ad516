"""In the browser: a requester and an approver say which document of the life event they saw."""

import re

import pytest
from playwright.async_api import expect

from approvals.model.document import SeenBy
from handlers.words.dates import day
from sandbox import cast
from tests.conversations.browser.page import OpenScreen
from tests.office import Office, bot_at_work

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_both_say_which_document_they_saw_and_the_card_shows_it(
    own_office: Office, one_database_url: str, open_screen: OpenScreen
) -> None:
    office, today = own_office, cast.today()
    async with bot_at_work(office, one_database_url, evidence=SeenBy.BOTH):
        screen = await open_screen(office)
        await screen.fills_in("Ada Lovelace", "Gold PPO", "Birth")
        modal = screen.modal
        await expect(modal.get_by_role("combobox", name="Which document")).to_have_value("Birth certificate")
        await modal.get_by_role("checkbox", name="I have seen the document").check()
        await modal.get_by_label("Date on the document").fill(today.isoformat())
        number = await screen.submits()
        said = f"birth certificate dated {day(today)}"
        await expect(screen.card(number)).to_contain_text(f"Document: {said}, seen by @Nina")
        await screen.acts_as("Marcus Lindqvist")
        await expect(screen.button(number, "Approve")).to_have_count(0)
        await screen.button(number, "Approve…").click()
        await screen.chooses("Which document", "Another document")
        await modal.get_by_role("checkbox", name="I have seen the document").check()
        await modal.get_by_label("Date on the document").fill(today.isoformat())
        await modal.get_by_role("button", name="Approve", exact=True).click()
        await expect(modal).to_contain_text("Say which document it is.")
        await modal.get_by_role("textbox", name=re.compile("which one")).fill("Letter of the midwife")
        await modal.get_by_role("button", name="Approve", exact=True).click()
        await expect(modal).to_have_count(0)
        seen = f'who has seen another document ("Letter of the midwife") dated {day(today)}'
        await expect(screen.card(number, "Reissued")).to_contain_text(seen)


async def test_the_fields_fit_on_a_phone(own_office: Office, one_database_url: str, open_screen: OpenScreen) -> None:
    async with bot_at_work(own_office, one_database_url, evidence=SeenBy.APPROVER):
        await own_office.nina.requests("ada")
        screen = await open_screen(own_office, cast.MARCUS, size=(360, 740))
        await screen.page.get_by_role("button", name="Approve…").click()
        for name in ("Which document", "Date on the document"):
            box = await screen.modal.get_by_label(name).first.bounding_box()
            assert box is not None
            assert 0 <= box["x"] < box["x"] + box["width"] <= 360
