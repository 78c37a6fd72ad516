"""The frame around the conversations: hint, fault switches, banners, colours, the narrow screen."""

import pytest
from playwright.async_api import Page, Route, expect
from starlette.responses import Response

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import button, mrkdwn, say
from tests.sandbox.slack.room import Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

PHONE = (360, 740)
OFFERED = """async () => {
  const { PRESETS } = await import("/page/fault-presets.js");
  return Object.fromEntries(Object.entries(PRESETS).map(([target, all]) => [target, all.map(([, rule]) => rule.kind)]));
}"""
OFFERED_KINDS = {
    "benefits": [
        *("slow", "ratelimited", "error_before", "error_after", "drop_before", "drop_after"),
        *("hang", "hang_before", "refuse", "unreadable", "html_error", "bom", "null_list"),
    ],
    "slack": ["ratelimited", "server_error", "drop_before", "drop_after", "slow", "error"],
    "blocks": ["unknown"],
    "delivery": ["drop", "repeat", "slow"],
    "socket": ["drop_before", "drop_after", "silent", "disconnect"],
}
WIDER_THAN_THE_WINDOW = """[...document.querySelectorAll("body *")]
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1).length"""


async def test_faults_are_switched_on_and_off_in_plain_sentences(room: Room, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Faults").press("Enter")
    panel = page.get_by_role("dialog", name="Fault switches")
    told = "Slack accepts the post, but the bot never gets the answer: it cannot know whether the card is there."
    await expect(panel.get_by_text(told)).to_be_visible()
    await panel.get_by_role("button", name="Switch on: Benefits API, 500 after").click()
    await panel.get_by_role("radio", name="Until switched off").check()
    await panel.get_by_label("Strikes the delivery").select_option("block_actions")
    await panel.get_by_role("button", name="Switch on: Slack's deliveries to the bot, Dropped").click()
    active = panel.get_by_role("region", name="Switched on")
    await expect(active.get_by_role("listitem")).to_have_count(2)
    struck = [(fault.target, fault.kind, fault.call, fault.times) for fault in room.sandbox.faults.all()]
    assert struck == [("benefits", "error_after", "reissue", 1), ("delivery", "drop", "block_actions", None)]
    await active.get_by_role("button", name="Switch off: 500 after").click()
    await expect(active.get_by_role("listitem")).to_have_count(1)
    await panel.get_by_role("radio", name="3 times").check()
    await panel.get_by_role("button", name="Switch on: Slack's answers to the bot, 5xx").click()
    await expect(active.get_by_text("3 strikes left")).to_be_visible()
    await room.http.post(f"{room.url}/api/auth.test")
    await expect(active.get_by_text("2 strikes left")).to_be_visible()
    await active.get_by_role("button", name="Switch all off").click()
    await expect(active.get_by_text("Nothing is switched on: everything works.")).to_be_visible()
    await panel.get_by_role("button", name="Switch on: Slack's deliveries to the bot, Dropped").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Faults, 1 switched on")).to_be_focused()
    assert await page.evaluate(OFFERED) == OFFERED_KINDS


async def test_a_silent_bot_is_reported_at_once_and_on_top(room: Room, open_page: Open) -> None:
    room.bot.answers["command"] = lambda _: Response(status_code=500)
    page = await open_page()
    await expect(page.get_by_text("Type /reissue in the message box")).to_be_visible()
    await page.get_by_role("textbox", name="Message #benefits-approvals").fill("/reissue")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="The bot is not answering")).to_be_visible()
    notice = page.get_by_role("alert").filter(has_text='/reissue failed with the error "dispatch_failed"')
    await notice.get_by_role("button", name="Dismiss notice").click()
    await expect(notice).to_have_count(0)


async def test_a_start_without_a_bot_says_what_to_type_until_there_is_one(room: Room, open_page: Open) -> None:
    there = room.sandbox.bot_url
    room.sandbox.bot_url = "http://127.0.0.1:9/slack/events"
    page = await open_page()
    absent = page.get_by_role("alert").filter(has_text="No bot is running at http://127.0.0.1:9/slack/events.")
    await expect(absent).to_contain_text("make demo")
    await room.post("bot", url=there)
    await expect(absent).to_have_count(0)


async def test_a_lost_sandbox_is_reported_and_found_again(open_page: Open) -> None:
    page = await open_page()
    lost = page.get_by_role("status").filter(has_text="Reconnecting…")

    async def cut(route: Route) -> None:
        await route.abort()

    await page.route("**/sandbox/events*", cut)
    await page.get_by_role("button", name="Acting as Nina Okafor").click()
    await page.get_by_role("menuitemradio", name="Priya Raman").click()
    await expect(lost).to_be_visible()
    await page.unroute("**/sandbox/events*")
    await expect(lost).to_have_count(0)


async def test_a_phone_shows_one_pane_at_a_time_and_never_scrolls_sideways(room: Room, open_page: Open) -> None:
    facts = [mrkdwn(f"*Fact {number}*\nwith-a-rather-long-unbroken-value-{number}") for number in range(4)]
    buttons = [button(name, name) for name in ("Approve", "Deny…", "Ask…", "Details")]
    blocks = [{"type": "section", "fields": facts}, {"type": "actions", "elements": buttons}]
    ts = await say(room, "R-1", blocks=blocks)
    await say(room, "Submitted", thread_ts=ts)
    page = await open_page(size=PHONE)
    await expect(page.get_by_role("navigation", name="Conversations")).to_be_hidden()
    await expect(page.get_by_role("button", name="Details")).to_be_in_viewport(ratio=1)
    await fits(page)
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.get_by_role("main")).to_have_accessible_name("Thread in #benefits-approvals")
    await expect(page.get_by_role("button", name="Details")).to_have_count(1)
    await fits(page)
    await page.get_by_role("button", name="Close thread").click()
    await page.get_by_role("button", name="Back to conversations").click()
    await page.get_by_role("button", name="general").click()
    await expect(page.get_by_role("heading", name="general")).to_be_visible()
    await page.get_by_role("button", name="Faults").click()
    await fits(page)


async def fits(page: Page) -> None:
    assert await page.evaluate(WIDER_THAN_THE_WINDOW) == 0


async def test_the_choice_of_dark_colours_is_remembered(open_page: Open) -> None:
    page = await open_page(cast.NINA)
    await page.get_by_role("button", name="Use dark colours").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Use light colours")).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
