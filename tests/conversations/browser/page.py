"""The office's page in a real browser, used as a person uses it: by the roles and names of what is there."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import cast
from tests.office import Office
from tests.patience import PATIENCE

WIDE, PHONE = (1280, 800), (360, 740)
NUMBER = re.compile(r"R-\d+")


@dataclass(frozen=True)
class Screen:
    """The page as one person has it before them."""

    page: Page

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_role("dialog")

    @property
    def only_for_me(self) -> Locator:
        """The messages in the open conversation that nobody else sees."""
        return self.page.get_by_role("main").get_by_role("listitem").filter(has_text="Only visible to you")

    def says(self, text: str) -> Locator:
        """The messages that contain a text."""
        return self.page.get_by_role("listitem").filter(has_text=text)

    def card(self, number: str, status: str = "") -> Locator:
        """The card of a request in the open conversation; with `status`, once it shows that."""
        title = self.page.get_by_role("heading", name=re.compile(f"{number} · .*{re.escape(status)}"))
        return self.page.get_by_role("main").get_by_role("listitem").filter(has=title)

    def button(self, number: str, label: str) -> Locator:
        """A button of a card."""
        return self.card(number).get_by_role("button", name=label, exact=True)

    async def acts_as(self, name: str) -> None:
        """Go on as somebody else."""
        await self.page.get_by_role("button", name="Acting as").click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await expect(self.page.get_by_role("button", name=f"Acting as {name}")).to_be_visible()

    async def opens(self, conversation: str) -> None:
        """Open a conversation from the list beside it."""
        listed = self.page.get_by_role("navigation", name="Conversations")
        await listed.get_by_role("button", name=conversation).click()

    async def types(self, text: str) -> None:
        """Send a message or a command in the open conversation."""
        box = self.page.get_by_role("main").get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def chooses(self, menu: str, option: str, *, typed: str = "") -> None:
        """Choose in a menu of the modal, after typing into it where it has to be searched."""
        field = self.modal.get_by_role("combobox", name=menu)
        await field.click()
        if typed:
            await field.fill(typed)
        await self.page.get_by_role("option", name=option).click()
        await expect(self.page.get_by_role("option")).to_have_count(0)

    async def ticks_only(self, enrollment: str) -> None:
        """Of the enrollments to choose from, leave one ticked, or all with ""."""
        group = self.modal.get_by_role("group", name=re.compile("Enrollment"))
        await expect(group.get_by_role("checkbox").first).to_be_visible()
        for box in await group.get_by_role("checkbox").all():
            wanted = enrollment in (await box.evaluate("box => box.closest('label').textContent"))
            if await box.is_checked() != wanted:
                await box.click()

    async def fills_in(self, employee: str, enrollment: str, event: str, reason: str = "A daughter was born") -> None:
        """Open the request modal and fill it in."""
        await self.types("/reissue")
        await self.chooses("Employee", employee, typed=employee.split(maxsplit=1)[0])
        await self.ticks_only(enrollment)
        await self.chooses("Qualifying life event", event)
        await self.modal.get_by_role("textbox", name="Reason").fill(reason)

    async def submits(self) -> str:
        """Submit the request modal, and close the notice that it turns into; the request's number."""
        await self.modal.get_by_role("button", name="Send for approval").click()
        return await self.reads_number()

    async def reads_number(self) -> str:
        """The number in the notice after submitting, which is closed then."""
        sent = self.page.get_by_role("heading", name=re.compile(r"Request R-\d+ sent"))
        number = NUMBER.search(await sent.inner_text())
        await self.modal.get_by_role("button", name="Close", exact=True).press("Enter")
        await expect(self.modal).to_have_count(0)
        assert number
        return number.group()

    async def requests(self, employee: str, enrollment: str, event: str) -> str:
        """Ask for a reissue; the request's number."""
        await self.fills_in(employee, enrollment, event)
        return await self.submits()

    async def presses(self, number: str, label: str, confirm: str) -> None:
        """Press a button of a card, and `confirm` in the dialog that asks."""
        await self.button(number, label).click()
        question = self.page.get_by_role("alertdialog")
        await question.get_by_role("button", name=confirm, exact=True).click()
        await expect(question).to_have_count(0)

    async def thread(self, number: str) -> Locator:
        """The thread under a card, opened."""
        await self.card(number).get_by_role("button", name=re.compile("repl(y|ies)$")).click()
        return self.page.get_by_label("Thread in")


OpenScreen = Callable[..., Awaitable[Screen]]


@pytest.fixture
async def open_screen(browser: Browser) -> AsyncIterator[OpenScreen]:
    """Opens an office's page as somebody, in a channel they may see; no script of the page may fail."""
    expect.set_options(timeout=PATIENCE * 500)
    context = await browser.new_context(locale="en-US", timezone_id="UTC")
    context.set_default_timeout(PATIENCE * 1000)
    troubles: list[str] = []
    context.on("weberror", lambda error: troubles.append(str(error.error)))

    async def open_as(
        office: Office, person: str = cast.NINA, channel: str = cast.APPROVALS, size: tuple[int, int] = WIDE
    ) -> Screen:
        page = await context.new_page()
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await page.goto(str(httpx.URL(f"{office.url}/", params={"as": person, "in": channel})))
        return Screen(page)

    yield open_as
    await context.close()
    assert troubles == []
