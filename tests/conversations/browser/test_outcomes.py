"""In the browser: an answer of the benefits API is lost, and a person settles whether the reissue took effect."""

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.conversations.browser.page import OpenScreen, Screen
from tests.office import Office, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def approved(office: Office, open_screen: OpenScreen, employee: str) -> tuple[Screen, str]:
    """A request that Marcus has approved: his screen, and its number."""
    number = label_of(await office.nina.requests(employee))
    screen = await open_screen(office, cast.MARCUS)
    await screen.presses(number, "Approve", "Approve")
    return screen, number


async def test_an_answer_lost_after_the_effect_is_found_by_reading_back(
    office: Office, open_screen: OpenScreen
) -> None:
    await office.fault("benefits", "reissue", "drop_after")
    screen, number = await approved(office, open_screen, "ada")
    await expect(screen.card(number, "Reissued")).to_be_visible()
    thread = await screen.thread(number)
    await expect(thread.get_by_text(f"The outcome of {number} is not clear yet.")).to_be_visible()
    await expect(thread.get_by_text("the bot looked there and found this enrollment")).to_be_visible()
    assert len(await office.calls("benefits", "reissue")) == len(await office.reissues())


async def test_an_unknown_outcome_is_checked_again_and_then_sent_again(office: Office, open_screen: OpenScreen) -> None:
    before = len(await office.calls("benefits", "reissue"))
    await office.fault("benefits", "reissue", "drop_before")
    screen, number = await approved(office, open_screen, "sean")
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
    await office.fault("benefits", "reissue", "drop_before")
    screen, number = await approved(office, open_screen, "bjork")
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
