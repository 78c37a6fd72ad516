"""In the browser: deciding in Details and in Home, several at once, and requesting again."""

import re

import pytest
from playwright.async_api import Locator, expect

from sandbox import cast
from tests.conversations.browser.page import NUMBER, OpenScreen, Screen
from tests.office import Office, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def opens_home(screen: Screen) -> Locator:
    """The Home tab of the person who looks."""
    await screen.opens("Reissue")
    await screen.page.get_by_role("tab", name="Home").click()
    return screen.page.get_by_role("tabpanel", name="Home")


async def test_an_approver_reads_and_approves_in_details_and_sees_there_what_came_of_it(
    office: Office, open_screen: OpenScreen
) -> None:
    number = label_of(await office.nina.requests("ada"))
    screen = await open_screen(office, cast.MARCUS)
    await screen.button(number, "Details").click()
    await screen.modal.get_by_role("button", name="Approve…").click()
    await expect(screen.modal).to_contain_text("Approving closes this coverage at once")
    await screen.modal.get_by_role("textbox", name="Your note").fill("Payroll knows")
    await screen.modal.get_by_role("button", name="Approve", exact=True).click()
    await expect(screen.modal).to_contain_text(f"You approved {number}. The bot sends the reissue to Vitable now.")
    await expect(screen.modal.get_by_role("heading", name=f"Details of {number}")).to_be_visible()
    await expect(screen.modal.get_by_role("button", name="Approve…")).to_have_count(0)
    await screen.modal.get_by_role("button", name=re.compile("^Close$")).first.press("Enter")
    await expect(screen.card(number, "Reissued")).to_contain_text("Payroll knows")


async def test_an_approver_approves_several_in_home_and_denies_another_there(
    office: Office, open_screen: OpenScreen
) -> None:
    several = [label_of(await office.nina.requests(employee)) for employee in ("yusuf", "bjork", "sean")]
    screen = await open_screen(office, cast.PRIYA)
    home = await opens_home(screen)
    await home.get_by_role("button", name="Approve several…").click()
    for number in several[:2]:
        await screen.modal.get_by_role("checkbox", name=re.compile(f"^{number} ")).check()
    await screen.modal.get_by_role("button", name="Continue").click()
    await expect(screen.modal.get_by_role("heading", name="Approve 2 requests?")).to_be_visible()
    await expect(screen.modal).not_to_contain_text(several[2])
    await screen.modal.get_by_role("button", name="Back").click()
    await expect(screen.modal.get_by_role("checkbox", name=re.compile(f"^{several[1]} "))).to_be_checked()
    await screen.modal.get_by_role("button", name="Continue").click()
    await screen.modal.get_by_role("button", name="Approve these").click()
    await expect(screen.modal.get_by_role("heading", name="2 of 2 approved")).to_be_visible()
    await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
    await expect(home.get_by_text("Waiting for you (1)")).to_be_visible()
    await home.get_by_role("button", name="Deny…").click()
    await screen.modal.get_by_role("textbox", name="Reason").fill("The certificate is missing")
    await screen.modal.get_by_role("button", name="Deny", exact=True).click()
    await expect(screen.modal).to_have_count(0)
    await expect(home.get_by_text("Waiting for you")).to_have_count(0)


async def test_the_requester_requests_a_denied_request_again_with_the_denial_in_sight(
    office: Office, open_screen: OpenScreen
) -> None:
    number = label_of(await office.nina.requests("tomasz", reason="A daughter was born"))
    screen = await open_screen(office, cast.MARCUS)
    await screen.button(number, "Deny…").click()
    await screen.modal.get_by_role("textbox", name="Reason").fill("The certificate is missing")
    await screen.modal.get_by_role("button", name="Deny", exact=True).click()
    await expect(screen.card(number, "Denied")).to_be_visible()
    await screen.acts_as("Nina Okafor")
    await screen.opens("Reissue")
    note = screen.says(f"{number} for Tomasz Wójcik").filter(has_text="was denied by")
    await note.get_by_role("button", name="Request again…").click()
    await expect(screen.modal).to_contain_text("was denied by @Marcus Lindqvist:")
    await expect(screen.modal).to_contain_text("The certificate is missing")
    await expect(screen.modal.get_by_role("textbox", name="Reason")).to_have_value("A daughter was born")
    await screen.modal.get_by_role("textbox", name="Reason").fill("A daughter was born; the certificate is there now")
    await screen.modal.get_by_role("button", name="Send for approval").click()
    sent = screen.page.get_by_role("heading", name=re.compile(r"Request R-\d+ sent"))
    again = NUMBER.search(await sent.inner_text())
    assert again
    assert again.group() != number
    await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
    await screen.acts_as("Marcus Lindqvist")
    await screen.opens("benefits-approvals")
    await expect(screen.card(again.group())).to_contain_text(f"Requested again after {number}")
