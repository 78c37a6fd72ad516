"""`make pictures`: plays the main stories in the sandbox and takes the documents' pictures of them."""

import asyncio

from playwright.async_api import async_playwright

from bot.commands.demo import demo
from sandbox import cast
from tests.browser import chromium_arguments, chromium_path
from tests.colleague import Colleague
from tests.pictures.story import LOST, PHONE, PICTURES, REASONS, REFUSED, Story
from tests.pictures.with_settings import play_with_settings
from tests.plain_http import plain_client
from tests.shown import words_of


async def play(story: Story) -> None:
    """Every story that has a picture."""
    await indexed(story.nina)
    done = await story.approved("grace", "Reissued")
    await story.marcus.reads("enrl_grace_mwangi_medical_r1")
    page = await story.opened(cast.MARCUS, thread=done["ts"])
    await page.get_by_text("enrl_grace_mwangi_medical_r1").first.wait_for()
    await story.take(page, "story")
    await story.take_inspector()
    failed = await story.approved("sean", "Failed", REFUSED)
    unknown = await story.approved("ada", "Outcome unknown", LOST)
    pending = await story.nina.requests("zoe young", reason=REASONS["zoe young"])
    page = await story.opened(cast.MARCUS, PHONE)
    await page.get_by_role("button", name="Approve").last.wait_for()
    await story.take(page, "phone")
    cards = {"card-pending": pending, "card-failed": failed, "card-unknown": unknown}
    cards["card-needs-info"] = await story.asked("kofi mensah", "Is the birth certificate on file?")
    cards["card-denied"] = await story.denied("tomasz", "The event's date does not match the certificate.")
    await story.take_cards(cards)
    await story.take_details(done)
    await story.take_home()
    await story.take_benefits_system()
    await story.take_found()
    await story.take_namesakes()
    await story.take_modal()


async def indexed(nina: Colleague) -> None:
    """Wait until the bot can find employees: until then the modal says that they are being loaded."""
    await nina.command("/reissue")
    view = await nina.modal()
    if "still being loaded" in words_of(view):
        await nina.act("close", view_id=view["id"])
        await indexed(nina)
    await nina.act("close", view_id=view["id"])


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with demo(0) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        async with plain_client(base_url=address, timeout=15) as http:
            await play(Story(address, http, browser))
        await play_with_settings(browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
