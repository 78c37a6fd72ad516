"""Conversations: threads, ephemerals, the acting person, unread messages, and the scroll position of the list."""

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import button, say
from tests.sandbox.page.test_frame import PHONE
from tests.sandbox.slack.room import Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

HEIGHT = "box => getComputedStyle(box).height"


async def test_a_thread_has_its_own_message_box_where_commands_are_refused(room: Room, open_page: Open) -> None:
    ts = await say(room, "R-1")
    await say(room, "Submitted", thread_ts=ts)
    page = await open_page()
    await page.get_by_role("button", name="1 reply").press("Enter")
    thread = page.get_by_role("complementary", name="Thread in #benefits-approvals")
    box = thread.get_by_role("textbox", name="Reply in thread")
    await expect(box).to_be_focused()
    await page.keyboard.type("/reissue")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_role("alert")).to_have_text("/reissue is not supported in threads. Sorry!")
    await expect(box).to_have_value("/reissue")
    await box.fill("Looks right")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_role("listitem").filter(has_text="Looks right")).to_be_visible()
    await expect(page.get_by_role("main").get_by_role("button", name="2 replies")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(thread).to_have_count(0)
    await expect(page.locator(f'[data-ts="{ts}"]')).to_be_focused()


async def test_acting_as_another_person_changes_the_address_and_what_is_shown(room: Room, open_page: Open) -> None:
    page = await open_page()
    await expect(page.get_by_role("button", name="hr-lounge")).to_be_visible()
    await page.get_by_role("button", name="Acting as Nina Okafor").press("Enter")
    await expect(page.get_by_role("menuitemradio", name="Nina Okafor")).to_be_focused()
    await expect(page.get_by_role("menuitemradio", name="Dana Cole")).to_be_disabled()
    await page.get_by_role("menuitemradio", name="Gil Torres").press("Enter")
    await expect(page.get_by_role("button", name="Acting as Gil Torres")).to_be_visible()
    await expect(page.get_by_role("button", name="hr-lounge")).to_have_count(0)
    assert f"as={cast.GIL}" in page.url
    await say(room, f"<@{cast.GIL}> look", channel=cast.GENERAL)
    await page.get_by_role("button", name="general 1 mentions").click()
    await expect(page.get_by_role("button", name="general", exact=True)).to_have_attribute("aria-current", "page")
    assert (await room.state(cast.GIL))["conversations"][1]["unread"] == 0


async def test_the_list_stays_where_it_was_scrolled_to_unless_at_its_end(room: Room, open_page: Open) -> None:
    for number in range(30):
        await say(room, f"Message {number}\nof two lines")
    page = await open_page()
    messages = page.get_by_role("region", name="Messages in #benefits-approvals")
    await expect(messages.get_by_text("Message 29")).to_be_in_viewport()
    await say(room, "At the end")
    await expect(messages.get_by_text("At the end")).to_be_in_viewport()
    await messages.evaluate("node => { node.scrollTop = 0; }")
    await expect(messages.get_by_text("Message 0\n")).to_be_in_viewport()
    await say(room, "Out of sight")
    await expect(page.locator("#announcer")).to_contain_text("Out of sight")
    await expect(messages.get_by_text("Message 0\n")).to_be_in_viewport()


async def test_a_message_that_arrives_between_press_and_release_does_not_take_the_click(
    room: Room, open_page: Open
) -> None:
    for number in range(30):
        await say(room, f"Message {number}")
    await say(room, "R-1", blocks=[{"type": "actions", "elements": [button("Approve", "approve")]}])
    page = await open_page()
    approve = page.get_by_role("button", name="Approve", exact=True)
    await approve.hover()
    await page.mouse.down()
    await say(room, "A long message\n\n\nthat moves the button up")
    await expect(page.locator("#announcer")).to_contain_text("A long message")
    await page.mouse.up()
    await room.bot.until(lambda delivery: delivery.get("type") == "block_actions")
    await expect(page.get_by_role("main").get_by_text("that moves the button up")).to_be_in_viewport()


async def test_a_page_goes_on_when_a_press_never_ends(room: Room, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("textbox").hover()
    await page.mouse.down()
    await say(room, "Still there")
    await expect(page.get_by_role("main").get_by_text("Still there")).to_be_visible()


async def test_the_apps_own_conversation_has_a_sentence_instead_of_a_message_box(room: Room, open_page: Open) -> None:
    turned_off = "Sending messages to this app has been turned off."
    page = await open_page()
    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Reissue").click()
    await expect(page.get_by_text("What the app writes to you appears here.")).to_be_visible()
    await expect(page.get_by_text(turned_off)).to_be_visible()
    await expect(page.get_by_role("textbox")).to_have_count(0)
    ts = await say(room, "R-1 waits for you", channel=cast.NINA)
    await page.locator(f'[data-ts="{ts}"]').hover()
    await page.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread in Reissue")
    await expect(thread.get_by_text(turned_off)).to_be_visible()
    await expect(thread.get_by_role("region", name="Messages in the thread")).to_be_focused()
    room.sandbox.workspace.messages_tab_read_only = False
    room.sandbox.workspace.changes.touch(cast.NINA)
    await expect(page.get_by_role("textbox", name="Message Reissue")).to_be_visible()


async def test_the_message_box_is_as_high_as_its_text_in_a_narrower_window_too(open_page: Open) -> None:
    page = await open_page()
    box = page.get_by_role("textbox", name="Message #benefits-approvals")
    await expect(box).to_be_visible()
    one_line = await box.evaluate(HEIGHT)
    await box.fill("One line\nand another")
    await expect(box).not_to_have_css("height", one_line)
    await box.fill("a word " * 10)
    await expect(box).to_have_css("height", one_line)
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await expect(box).not_to_have_css("height", one_line)
    await box.press("Enter")
    await expect(box).to_have_value("")
    await expect(box).to_have_css("height", one_line)
