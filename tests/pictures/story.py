"""People at work in the sandbox, and the pictures of what they see."""

import re
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page

from sandbox import cast
from tests.colleague import Colleague, Json
from tests.conversations.browser.page import Screen
from tests.shown import label_of

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LAPTOP, TALL, PHONE = (1280, 860), (1280, 1500), (360, 740)
LOST: Json = {"kind": "drop_before"}
REFUSED: Json = {"kind": "refuse", "status": 422, "message": "This enrollment window is closed."}
BORN_TO_HER, BORN_TO_HIM = "Her son was born; she wants him covered.", "His daughter was born; he wants her covered."
REASONS = {
    "grace": BORN_TO_HER,
    "ada": BORN_TO_HER,
    "sean": "He married; he wants his wife covered.",
    "zoe young": "Her hours were reduced; she needs another plan.",
}


class Story:
    """People at work in the demo, and a camera."""

    def __init__(self, address: str, http: httpx.AsyncClient, browser: Browser) -> None:
        self.address, self.http, self.browser = address, http, browser
        self.nina, self.marcus = Colleague(http, cast.NINA), Colleague(http, cast.MARCUS)

    async def approved(self, employee: str, status: str, fault: Json | None = None) -> Json:
        """The card of a request that Marcus approved, once it shows `status`; `fault` meets the reissue call."""
        card = await self.nina.requests(employee, reason=REASONS.get(employee, BORN_TO_HIM))
        if fault:
            await self.http.post("/sandbox/faults", json={"target": "benefits", "call": "reissue", **fault})
        await self.marcus.click(card, "approve")
        return await self.marcus.card(status, of=label_of(card))

    async def asked(self, employee: str, question: str) -> Json:
        """The card of a request about which Marcus has asked something."""
        card = await self.nina.requests(employee, reason=REASONS.get(employee, BORN_TO_HIM))
        await self.marcus.click(card, "ask")
        form = await self.marcus.modal_with("Until they answer")
        await self.marcus.submit(form, {"question": {"question": question}})
        return await self.marcus.card("Needs information", of=label_of(card))

    async def denied(self, employee: str, reason: str) -> Json:
        """The card of a request that Marcus has denied."""
        card = await self.nina.requests(employee, reason=REASONS.get(employee, BORN_TO_HIM))
        await self.marcus.click(card, "deny")
        form = await self.marcus.modal_with("Nothing changes until you submit")
        await self.marcus.submit(form, {"reason": {"reason": reason}})
        return await self.marcus.card("Denied", of=label_of(card))

    async def opened(self, person: str, size: tuple[int, int] = LAPTOP, **place: str) -> Page:
        """The page as a person has it before them."""
        width, height = size
        context = await self.browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
        page = await context.new_page()
        await page.goto(str(httpx.URL(f"{self.address}/", params={"as": person, "in": cast.APPROVALS, **place})))
        return page

    async def take(self, page: Page, name: str) -> None:
        """Write a picture of the whole page, and close it."""
        await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
        await page.context.close()

    async def take_cards(self, cards: dict[str, Json]) -> None:
        """Write a picture of each card alone."""
        page = await self.opened(cast.MARCUS)
        for name, card in cards.items():
            title = page.get_by_role("heading", name=re.compile(f"{label_of(card)} · "))
            listed = page.get_by_role("main").get_by_role("listitem").filter(has=title)
            await listed.screenshot(path=PICTURES / f"{name}.png")
        await page.context.close()

    async def take_modal(self) -> None:
        """Nina's form, filled in."""
        page = await self.opened(cast.NINA)
        await Screen(page).fills_in("Yusuf Demir", "Gold PPO", "Birth", BORN_TO_HIM)
        await page.get_by_text("can decide").wait_for()
        await self.take(page, "modal")

    async def take_home(self) -> None:
        """What waits for Marcus, in the app's Home."""
        page = await self.opened(cast.MARCUS, LAPTOP, **{"in": await self.marcus.direct()})
        await page.get_by_role("tab", name="Home").click()
        await page.get_by_role("heading", name="Waiting for you").wait_for()
        await self.take(page, "home")

    async def take_details(self, card: Json) -> None:
        """Everything about a request, with its timeline."""
        page = await self.opened(cast.MARCUS, thread=card["ts"])
        title = page.get_by_role("heading", name=re.compile(f"{label_of(card)} · "))
        listed = page.get_by_role("main").get_by_role("listitem").filter(has=title)
        await listed.get_by_role("button", name="Details").click()
        await page.get_by_role("dialog").get_by_text("Timeline").scroll_into_view_if_needed()
        await self.take(page, "details")
        await self.marcus.act("close", view_id=(await self.marcus.modal())["id"])

    async def take_benefits_system(self) -> None:
        """What is recorded about Grace, before and after the reissue."""
        page = await self.opened(cast.MARCUS)
        await page.get_by_role("button", name="Benefits system").click()
        await page.get_by_label("Find an employee").fill("grace")
        await page.locator('[data-enrollment="enrl_grace_mwangi_medical_r1"]').wait_for()
        await self.take(page, "benefits-system")

    async def take_found(self) -> None:
        """Whom and what Nina finds by a name."""
        page = await self.opened(cast.NINA, LAPTOP, **{"in": cast.GENERAL})
        await Screen(page).types("/reissue find mwangi")
        await Screen(page).only_for_me.get_by_role("button", name="Details").first.wait_for()
        await self.take(page, "found")

    async def take_namesakes(self) -> None:
        """The form for one of two namesakes."""
        page = await self.opened(cast.NINA, LAPTOP, **{"in": cast.GENERAL})
        await Screen(page).types("/reissue maria garcia")
        await page.get_by_role("button", name="Choose").first.wait_for()
        await self.take(page, "namesakes")
        await self.nina.act("close", view_id=(await self.nina.modal())["id"])

    async def take_inspector(self) -> None:
        """What went over the wire."""
        page = await self.opened(cast.MARCUS)
        await page.get_by_role("button", name="Inspector").click()
        await page.get_by_role("button", name="chat.update").first.wait_for()
        await self.take(page, "inspector")
