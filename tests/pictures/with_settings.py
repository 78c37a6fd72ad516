"""What people see only where a setting is on: EVIDENCE and RECORD_EVENTS."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import Browser

from approvals.model.document import SeenBy
from sandbox import cast
from store.migrate import upgrade
from tests.conversations.browser.page import Screen
from tests.office import bot_at_work, open_office
from tests.pictures.story import BORN_TO_HIM, PICTURES, TALL, Story


async def play_with_settings(browser: Browser) -> None:
    """Take the pictures in an office of its own."""
    async with (
        open_office() as office,
        _database() as url,
        bot_at_work(office, url, evidence=SeenBy.BOTH, record_events=True),
    ):
        story = Story(office.url, office.http, browser)
        await take_documents(story)
        await take_recording(story)


async def take_documents(story: Story) -> None:
    """The forms of a requester and of an approver who say which document they saw."""
    page = await story.opened(cast.NINA, TALL)
    screen, seen_on = Screen(page), cast.today() - timedelta(days=12)
    await screen.fills_in("Yusuf Demir", "Gold PPO", "Birth", BORN_TO_HIM)
    await page.get_by_text("can decide").wait_for()
    await _take_document(screen, seen_on, "document-request")
    await screen.submits()
    await page.context.close()
    page = await story.opened(cast.MARCUS, TALL)
    await page.get_by_role("button", name="Approve…").click()
    await _take_document(Screen(page), seen_on, "document-approval")
    await page.context.close()
    await story.marcus.act("close", view_id=(await story.marcus.modal())["id"])


async def _take_document(screen: Screen, on: date, name: str) -> None:
    await screen.modal.get_by_role("checkbox", name="I have seen the document").check()
    await _choose_day(screen, "Date on the document", on)
    await screen.modal.get_by_text("Document of the life event").first.evaluate("title => title.scrollIntoView()")
    await screen.modal.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


async def take_recording(story: Story) -> None:
    """The form that records a life event for an employee who has none."""
    page = await story.opened(cast.NINA, TALL)
    screen = Screen(page)
    await screen.types("/reissue tom becker")
    await screen.modal.get_by_role("button", name="Record an event…").click()
    await page.get_by_role("heading", name="Record a life event").wait_for()
    await screen.chooses("What happened", "Birth")
    await _choose_day(screen, "Date", cast.today() - timedelta(days=3))
    await screen.modal.screenshot(path=PICTURES / "record-event.png", animations="disabled")
    await page.context.close()


async def _choose_day(screen: Screen, label: str, day: date) -> None:
    """Choose a day in a field of the modal, and leave the field."""
    field = screen.modal.get_by_label(label)
    await field.fill(day.isoformat())
    await field.blur()


@asynccontextmanager
async def _database() -> AsyncIterator[str]:
    """The address of an empty database, which is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'pictures.db'}"
        await asyncio.to_thread(upgrade, url)
        yield url
