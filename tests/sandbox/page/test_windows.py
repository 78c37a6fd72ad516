"""Several windows as different people, and the Home tabs that the app publishes for them."""

import pytest
from playwright.async_api import Browser, expect

from sandbox import cast
from tests.patience import eventually
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import button, of_kind, say
from tests.sandbox.slack.room import Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_two_browsers_are_two_people_who_see_each_other_live(room: Room, browser: Browser) -> None:
    contexts = [await browser.new_context(), await browser.new_context()]
    nina, marcus = [await context.new_page() for context in contexts]
    await nina.goto(f"{room.url}/?as={cast.NINA}")
    await marcus.goto(f"{room.url}/?as={cast.MARCUS}")
    await expect(marcus.get_by_role("button", name="Acting as Marcus Lindqvist")).to_be_visible()
    box = nina.get_by_role("textbox", name="Message #benefits-approvals")
    await box.fill("Please have a look")
    await box.press("Enter")
    await expect(marcus.get_by_role("listitem").filter(has_text="Please have a look")).to_be_visible()
    await room.api("chat.postEphemeral", channel=cast.APPROVALS, user=cast.NINA, text="Not you yourself")
    await say(room, "R-1", blocks=[{"type": "actions", "elements": [button("Approve", "approve")]}])
    await marcus.get_by_role("button", name="Approve").click()
    mine = nina.get_by_role("listitem").filter(has_text="Not you yourself")
    await expect(mine).to_contain_text("Only visible to you")
    await expect(nina.locator("#announcer")).to_contain_text("Reissue: R-1.")
    await expect(nina.get_by_role("button", name="Approve")).to_be_visible()
    await expect(marcus.get_by_text("Not you yourself")).to_have_count(0)
    await mine.get_by_role("button", name="Dismiss message").click()
    await expect(mine).to_have_count(0)
    await eventually(lambda: of_kind(room, "block_actions"))
    assert [click["user"]["name"] for click in of_kind(room, "block_actions")] == ["marcus"]
    await expect(nina.get_by_role("button", name="Acting as Nina Okafor")).to_be_visible()
    for context in contexts:
        await context.close()


async def test_the_home_tab_shows_what_the_app_publishes_for_this_person(room: Room, open_page: Open) -> None:
    await room.post("subscriptions", events=["app_home_opened"])
    page = await open_page()
    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Reissue").click()
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_text("This app has no Home yet")).to_be_visible()
    await room.bot.until(lambda delivered: delivered.get("event", {}).get("type") == "app_home_opened")
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("New request", "new")]}]}
    assert (await room.api("views.publish", user_id=cast.NINA, view=home))["ok"]
    await page.get_by_role("tabpanel", name="Home").get_by_role("button", name="New request").click()
    await eventually(lambda: of_kind(room, "block_actions"))
    (click,) = of_kind(room, "block_actions")
    assert click["view"]["type"] == "home"
    assert [name for name in ("channel", "response_url", "message") if name in click] == []
