"""In the browser: the approvals channel is shared with another company, so its card says little and obeys few."""

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.conversations.browser.page import OpenScreen
from tests.office import Office, bot_at_work

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_another_company_reads_number_deadline_and_status_and_cannot_press_anything(
    own_office: Office, open_screen: OpenScreen, one_database_url: str
) -> None:
    async with bot_at_work(own_office, one_database_url, approvals_channel=cast.PARTNERS):
        screen = await open_screen(own_office, channel=cast.PARTNERS)
        number = await screen.requests("Ada Lovelace", "Gold PPO", "Birth")
        await screen.acts_as("Olga Weiss")
        card = screen.card(number, "Waiting for approval")
        await expect(card).to_contain_text("please approve or deny by")
        for told in ("Ada", "Gold", "Birth", "Nina", "daughter"):
            await expect(card).not_to_contain_text(told)
        for label in ("Approve…", "Details"):
            await screen.button(number, label).click()
            await expect(screen.modal).to_contain_text("People from another company cannot do this.")
            await screen.modal.get_by_role("button", name="Close").press("Enter")
        await screen.acts_as("Priya Raman")
        await screen.button(number, "Details").click()
        await expect(screen.modal).to_contain_text("Ada Lovelace")
