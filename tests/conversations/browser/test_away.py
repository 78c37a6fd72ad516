"""In the browser: an approver says in Home that they are away, and the card says so to the others."""

import pytest
from playwright.async_api import expect

from handlers.words.dates import day
from sandbox import cast
from tests.conversations.browser.page import OpenScreen
from tests.conversations.test_away import in_days
from tests.office import Office, bot_at_work, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_an_approver_chooses_a_day_in_home_and_the_card_names_them_without_a_mention(
    own_office: Office, one_database_url: str, open_screen: OpenScreen
) -> None:
    office, until = own_office, in_days(20)
    async with bot_at_work(office, one_database_url, approvers=(cast.MARCUS, cast.PRIYA)):
        number = label_of(await office.nina.requests("ada"))
        priya = await open_screen(office, cast.PRIYA, channel=await office.priya.direct())
        await priya.page.get_by_role("tab", name="Home").click()
        await priya.page.get_by_role("button", name="Away…", exact=True).click()
        await priya.modal.get_by_label("Away until the end of").fill(until.isoformat())
        await priya.modal.get_by_role("button", name="Set away").click()
        await expect(priya.page.get_by_text(f"You are away until {day(until)}")).to_be_visible()
        await expect(priya.page.get_by_role("button", name="Back", exact=True)).to_be_visible()
        marcus = await open_screen(office, cast.MARCUS)
        card = marcus.card(number)
        await expect(card).to_contain_text(f"Away: Priya Raman until {day(until)}")
        await expect(card).to_contain_text("@Marcus Lindqvist please approve or deny")
        await expect(card).not_to_contain_text("@Priya Raman")
        await expect(marcus.button(number, "Approve")).to_be_enabled()
        await priya.page.get_by_role("button", name="Back", exact=True).click()
        await expect(card).not_to_contain_text("Away:")
