"""`make pictures`: plays the main story in the sandbox and takes the README's pictures of it."""

import asyncio
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page, async_playwright

from bot.demo import demo
from sandbox import cast
from tests.browser import chromium_arguments, chromium_path
from tests.colleague import Colleague
from tests.shown import words_of

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NEW_ENROLLMENT = "enrl_grace_mwangi_medical_r1"


async def play(page: str, browser: Browser) -> None:
    """Nina asks, Marcus approves; a picture of what Marcus sees then."""
    async with httpx.AsyncClient(base_url=page, trust_env=False, timeout=15) as http:
        nina, marcus = Colleague(http, cast.NINA), Colleague(http, cast.MARCUS)
        await indexed(nina)
        card = await nina.requests("grace", reason="Her son was born on 4 November; she wants him covered.")
        await marcus.click(card, "approve")
        await marcus.card("Reissued")
        await marcus.reads(NEW_ENROLLMENT)
        await take(await opened(browser, f"{page}/?as={cast.MARCUS}&in={cast.APPROVALS}&thread={card['ts']}"), "story")


async def indexed(nina: Colleague) -> None:
    """Wait until the bot can find employees: until then the modal says that they are being loaded."""
    await nina.command("/reissue")
    view = await nina.modal()
    if "still being loaded" in words_of(view):
        await nina.act("close", view_id=view["id"])
        await indexed(nina)
    await nina.act("close", view_id=view["id"])


async def opened(browser: Browser, address: str) -> Page:
    """The page as on a laptop, with nothing of it missing."""
    context = await browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme="light")
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_text(NEW_ENROLLMENT).first.wait_for()
    return page


async def take(page: Page, name: str) -> None:
    """Write one picture."""
    await page.screenshot(path=PICTURES / f"{name}.png")
    await page.context.close()


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with demo(0) as page, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        await play(page, browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
