"""In the browser: two employers in two channels, and a card that moves when its route gets a channel of its own."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.conversations.browser.page import PHONE, OpenScreen
from tests.office import Office, bot_at_work
from tests.two_employers import FREIGHT, HALVORSEN, JUNIPER, RAVI, TESS, routes_in, settle_in

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_a_card_moves_to_the_channel_of_its_employer_and_is_approved_there(
    own_office: Office, open_screen: OpenScreen, one_database_url: str, tmp_path: Path
) -> None:
    settle_in(own_office)
    own_office.sandbox.workspace.directory.channels[cast.APPROVALS].members += [TESS, RAVI]
    together = HALVORSEN.replace(FREIGHT, cast.APPROVALS)
    async with bot_at_work(own_office, one_database_url, routes_file=routes_in(tmp_path, JUNIPER, together)):
        screen = await open_screen(own_office, TESS)
        number = await screen.requests("Owen Price", "Gold PPO", "Relocation")
        await expect(screen.card(number, "Waiting for approval")).to_contain_text("@Ravi Nair")
        await screen.acts_as("Nina Okafor")
        await screen.types("/reissue")
        field = screen.modal.get_by_role("combobox", name="Employee")
        await field.click()
        await field.fill("Owen")
        await expect(screen.page.get_by_role("option", name="Owen Price")).to_have_count(0)
        await field.fill("Ruth")
        await expect(screen.page.get_by_role("option", name="Ruth Adler")).to_be_visible()
    async with bot_at_work(own_office, one_database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN)):
        screen = await open_screen(own_office, RAVI)
        await expect(screen.says(f"{number}: replaced by a newer card.")).to_contain_text("Open the newer card")
        await screen.opens("freight-approvals")
        await expect(screen.card(number, "Waiting for approval")).to_be_visible()
        thread = await screen.thread(number)
        await expect(thread).to_contain_text("was moved here. Its earlier thread is in")
        narrow = await open_screen(own_office, RAVI, FREIGHT, PHONE)
        await expect(narrow.card(number, "Waiting for approval")).to_be_visible()
        await screen.presses(number, "Approve", "Approve")
        await expect(screen.card(number, "Reissued")).to_be_visible()
        await screen.acts_as("Marcus Lindqvist")
        await expect(screen.page.get_by_role("navigation", name="Conversations")).not_to_contain_text(
            "freight-approvals"
        )
