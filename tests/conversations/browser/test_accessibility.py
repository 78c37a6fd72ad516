"""In the browser: axe finds nothing on the bot's own screens, in light and dark colours, wide and on a phone."""

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.accessibility import THEMES, findings, use_theme
from tests.conversations.browser.page import PHONE, WIDE, OpenScreen, Screen
from tests.office import Office, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def found(screen: Screen) -> list[str]:
    """What axe finds now, in light and dark colours, on a phone and wide."""
    on_each = []
    for width, height in (PHONE, WIDE):
        await screen.page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            await use_theme(screen.page, theme)
            on_each += [f"{theme}, {width}: {finding}" for finding in await findings(screen.page)]
    return on_each


async def test_a_request_from_the_form_to_the_summary(office: Office, open_screen: OpenScreen) -> None:
    """Its window is closed: the form, the card and Details warn about it."""
    screen = await open_screen(office)
    await screen.fills_in("Samir Haddad", "Gold PPO", "Marriage")
    assert await found(screen) == []
    await screen.modal.get_by_role("textbox", name="Reason").fill("x" * 2000)
    await screen.modal.get_by_role("button", name="Send for approval").click()
    await expect(screen.modal.get_by_role("textbox", name="Reason")).to_have_attribute("aria-invalid", "true")
    assert await found(screen) == []
    await screen.modal.get_by_role("textbox", name="Reason").fill("Papers came late")
    number = await screen.submits()
    assert await found(screen) == []
    await screen.acts_as("Marcus Lindqvist")
    await screen.button(number, "Details").click()
    await expect(screen.modal.get_by_text("Papers came late")).to_be_visible()
    assert await found(screen) == []
    await screen.modal.get_by_role("button", name="Close", exact=True).click()
    await screen.button(number, "Deny…").click()
    await expect(screen.modal.get_by_role("textbox")).to_be_visible()
    assert await found(screen) == []
    await screen.page.keyboard.press("Escape")
    await screen.opens("Reissue")
    await screen.page.get_by_role("tab", name="Home").click()
    await expect(screen.page.get_by_role("tabpanel", name="Home")).to_contain_text(number)
    assert await found(screen) == []
    await screen.opens("benefits-approvals")
    await screen.presses(number, "Approve", "Approve")
    await expect(screen.card(number, "Reissued")).to_be_visible()
    thread = await screen.thread(number)
    await expect(thread.get_by_text("New enrollment of Samir Haddad")).to_be_visible()
    assert await found(screen) == []


async def test_a_request_for_an_event_that_nobody_has_approved(office: Office, open_screen: OpenScreen) -> None:
    screen = await open_screen(office)
    await screen.fills_in("Kofi Mensah", "Bronze HSA", "Birth")
    assert await found(screen) == []
    number = await screen.submits()
    await screen.acts_as("Marcus Lindqvist")
    await screen.button(number, "Details").click()
    await expect(screen.modal.get_by_text("A daughter was born")).to_be_visible()
    assert await found(screen) == []


async def test_a_card_with_an_unknown_outcome(office: Office, open_screen: OpenScreen) -> None:
    await office.fault("benefits", "reissue", "drop_before")
    card = await office.nina.requests("yusuf")
    await office.marcus.click(card, "approve")
    await office.marcus.card("Outcome unknown", of=label_of(card))
    screen = await open_screen(office, cast.PRIYA)
    assert await found(screen) == []
