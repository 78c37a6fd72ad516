"""In the browser: an answer of the benefits API is lost, and a person settles whether the reissue took effect."""

import pytest
from playwright.async_api import expect

from tests.conversations.browser.page import OpenScreen, Screen
from tests.office import Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def lose(screen: Screen, fault: str, *, every: bool = False) -> None:
    """Switch a fault of the reissue call on, in the page's own panel."""
    await screen.page.get_by_role("button", name="Faults").click()
    if every:
        await screen.modal.get_by_role("radio", name="Until switched off").check()
    await screen.modal.get_by_role("button", name=f"Switch on: Benefits API, {fault}", exact=True).click()
    await expect(screen.modal.get_by_role("button", name=f"Switch off: {fault}")).to_be_visible()
    await screen.page.keyboard.press("Escape")


async def approved(screen: Screen, employee: str, enrollment: str, event: str) -> str:
    """A request that Marcus has approved; its number."""
    number = await screen.requests(employee, enrollment, event)
    await screen.acts_as("Marcus Lindqvist")
    await screen.presses(number, "Approve", "Approve")
    return number


async def test_an_answer_lost_after_the_effect_is_found_by_reading_back(
    office: Office, open_screen: OpenScreen
) -> None:
    screen = await open_screen(office)
    await lose(screen, "Dropped after")
    number = await approved(screen, "Ada Lovelace", "Gold PPO", "Birth")
    await expect(screen.card(number, "Reissued")).to_be_visible()
    thread = await screen.thread(number)
    await expect(thread.get_by_text(f"The outcome of {number} is not clear yet.")).to_be_visible()
    await expect(thread.get_by_text("the bot looked there and found this enrollment")).to_be_visible()
    assert len(await office.calls("benefits", "reissue")) == len(await office.reissues())


async def test_an_unknown_outcome_is_checked_again_and_then_sent_again(office: Office, open_screen: OpenScreen) -> None:
    before = len(await office.calls("benefits", "reissue"))
    screen = await open_screen(office)
    await lose(screen, "Dropped before")
    number = await approved(screen, "Seán O'Brien", "Silver HMO", "Marriage")
    await expect(screen.card(number, "Outcome unknown")).to_contain_text("there was no new enrollment")
    await screen.presses(number, "Check again", "Check again")
    thread = await screen.thread(number)
    checked = thread.get_by_text("Check again by @Marcus Lindqvist: Vitable still shows no new enrollment (looked ")
    await expect(checked).to_be_visible()
    await expect(thread.get_by_text(f"The outcome of {number} is unknown.")).to_have_count(1)
    await expect(screen.card(number, "Outcome unknown")).to_be_visible()
    await screen.presses(number, "Send again", "Send again")
    await expect(screen.card(number, "Reissued")).to_be_visible()
    await expect(thread.get_by_text("enrl_sean_obrien_medical_r")).to_be_visible()
    assert len(await office.calls("benefits", "reissue")) == before + 2
    assert [made["enrollment_id"] for made in await office.reissues()].count("enrl_sean_obrien_medical") == 1


async def test_an_unknown_outcome_is_marked_as_done_with_the_new_enrollment(
    office: Office, open_screen: OpenScreen
) -> None:
    screen = await open_screen(office)
    await lose(screen, "Dropped before")
    number = await approved(screen, "Björk Guðmundsdóttir", "Gold PPO", "Marriage")
    await expect(screen.card(number, "Outcome unknown")).to_be_visible()
    await screen.presses(number, "Mark as done…", "Continue")
    field = screen.modal.get_by_role("textbox", name="New enrollment")
    await field.fill("enrl_ada_lovelace_dental")
    await screen.modal.get_by_role("button", name="Mark as done").click()
    await expect(screen.modal.get_by_text("This enrollment belongs to someone else.")).to_be_visible()
    await field.fill("enrl_bjork_gudmundsdottir_vision")
    await screen.modal.get_by_role("button", name="Mark as done").click()
    await expect(screen.modal).to_have_count(0)
    card = screen.page.get_by_role("listitem").filter(has_text=f"{number} · Reissued (confirmed by @Marcus Lindqvist)")
    await expect(card.first).to_be_visible()
    assert "enrl_bjork_gudmundsdottir_medical" not in [made["enrollment_id"] for made in await office.reissues()]
