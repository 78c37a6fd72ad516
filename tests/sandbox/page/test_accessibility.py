"""axe finds nothing on the page: conversation, thread, modal, confirm, menus, Home and every panel, light and dark."""

import pytest
from playwright.async_api import Page, expect
from starlette.responses import Response

from sandbox import cast
from tests.accessibility import THEMES, findings, use_theme
from tests.sandbox.page.conftest import WIDE, Open
from tests.sandbox.page.parts import button, form, mrkdwn, opening, option, plain, say
from tests.sandbox.page.test_frame import PHONE
from tests.sandbox.page.test_modals import command
from tests.sandbox.slack.room import Json, Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("*Closes* it"), "confirm": plain("Yes"), "deny": plain("No")}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"code": True}}]}],
}
MENU = {"type": "static_select", "action_id": "m", "placeholder": plain("Choose"), "options": [option("Gold", "g")]}
OVERFLOW = {"type": "overflow", "action_id": "o", "options": [option("Withdraw", "w")]}
DATE = {"type": "datepicker", "action_id": "d"}
DETAIL: Json = {"type": "section", "text": mrkdwn("&gt; quoted\n`code` <https://x.example|link> <@U0NINA> <!here>")}
BUTTONS: Json = {
    "type": "actions",
    "elements": [
        button("Approve", "approve", style="primary", confirm=CONFIRM),
        button("Deny", "deny", style="danger"),
        button("Details", "details"),
        MENU,
        OVERFLOW,
        DATE,
    ],
}
TABLE: Json = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Plan"}], [{"type": "raw_text", "text": "Gold"}]],
}
CARD: list[Json] = [
    {"type": "header", "text": plain("R-1 · Waiting")},
    DETAIL | {"fields": [mrkdwn("*Employee*\nGrace Mwangi"), plain("Gold")]},
    {"type": "context", "elements": [mrkdwn("Asked by <@U0MARCUS>")]},
    {"type": "divider"},
    TABLE,
    RICH,
    {"type": "markdown", "text": "# A\n* b\n* [c](https://x.example)"},
    {"type": "image", "image_url": "https://x.example/i.png", "alt_text": "A picture"},
    {"type": "container", "title": plain("More"), "is_collapsible": True, "child_blocks": [DETAIL]},
    {"type": "container", "title": plain("Most"), "subtitle": plain("of it"), "child_blocks": [BUTTONS]},
]
LEVELS = ("default", "info", "warning", "error", "success")
FORM: list[Json] = [
    *(
        {"type": "alert", "level": level, "text": mrkdwn(f"*{level}* with <https://x.example|link>")}
        for level in LEVELS
    ),
    {
        "type": "input",
        "block_id": "event",
        "label": plain("Event"),
        "optional": True,
        "element": {"type": "radio_buttons", "action_id": "e", "options": [option("Birth", "b")]},
    },
    {"type": "input", "block_id": "day", "label": plain("Day"), "element": DATE},
    DETAIL,
]


@pytest.fixture
async def page(room: Room, open_page: Open) -> Page:
    """The page on a phone, with a card, a reply and an ephemeral message in it."""
    ts = await say(room, "R-1", blocks=CARD)
    await say(room, "Submitted", thread_ts=ts)
    await room.api("chat.postEphemeral", channel=cast.APPROVALS, user=cast.NINA, text="Not you yourself")
    opened = await open_page(size=PHONE)
    await expect(opened.get_by_role("button", name="1 reply")).to_be_visible()
    return opened


async def resize(page: Page, size: tuple[int, int]) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})


async def found(page: Page, *sizes: tuple[int, int]) -> list[str]:
    """What axe finds now, in light and dark colours, in these sizes (wide and on a phone, where the page is left)."""
    everywhere = []
    for size in sizes or (WIDE, PHONE):
        await resize(page, size)
        for theme in THEMES:
            await use_theme(page, theme)
            everywhere += [f"{theme}, {size}: {finding}" for finding in await findings(page)]
    return everywhere


async def test_a_conversation_and_its_thread(page: Page) -> None:
    assert await found(page) == []
    await page.get_by_role("button", name="More", exact=True).click()
    for size in (WIDE, PHONE):
        await resize(page, size)
        await page.get_by_role("main").get_by_role("combobox", name="Choose").click()
        await expect(page.get_by_role("option", name="Gold")).to_be_visible()
        assert await found(page, size) == []
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.get_by_role("heading", name="Thread")).to_be_visible()
    assert await found(page) == []


async def test_a_question_and_the_list_of_people(page: Page) -> None:
    for size in (WIDE, PHONE):
        await resize(page, size)
        await page.get_by_role("button", name="Acting as").click()
        await expect(page.get_by_role("menuitemradio", name="Marcus")).to_be_visible()
        assert await found(page, size) == []
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("alertdialog", name="Sure?")).to_be_visible()
    assert await found(page) == []


async def test_a_modal_with_alerts_and_with_errors(room: Room, page: Page) -> None:
    opening(room, form(*FORM))
    await command(page)
    await expect(page.get_by_role("note", name="Warning")).to_be_visible()
    assert await found(page) == []
    await page.get_by_role("button", name="Submit").click()
    await expect(page.get_by_text("Please complete this required field.").first).to_be_visible()
    assert await found(page) == []
    await page.get_by_role("textbox", name="Reason").fill("x")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("alertdialog", name="Discard what you entered?")).to_be_visible()
    assert await found(page) == []


async def test_the_apps_home_and_its_messages(room: Room, page: Page) -> None:
    home = {"type": "home", "blocks": [block for block in CARD if block["type"] not in ("table", "markdown")]}
    assert (await room.api("views.publish", user_id=cast.NINA, view=home))["ok"]
    await say(room, "R-1 waits for you", channel=cast.NINA)
    await page.get_by_role("button", name="Back to conversations").click()
    await expect(page.get_by_role("navigation", name="Conversations")).to_be_visible()
    assert await found(page, PHONE) == []
    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Reissue").click()
    await expect(page.get_by_text("R-1 waits for you")).to_be_visible()
    assert await found(page) == []
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("heading", name="R-1 · Waiting")).to_be_visible()
    assert await found(page) == []


async def test_the_faults(page: Page) -> None:
    await page.get_by_role("button", name="Faults").click()
    await page.get_by_role("button", name="Switch on: Benefits API, 500 after").click()
    await expect(page.get_by_text("Switched on: 1")).to_be_visible()
    assert await found(page) == []


async def test_the_inspector(room: Room, page: Page) -> None:
    await page.get_by_role("button", name="Inspector").click()
    await room.api("users.info", user="U0NOBODY")
    await page.get_by_role("button", name="users.info").click()
    await expect(page.get_by_role("region", name="Answer")).to_be_visible()
    assert await found(page) == []


async def test_the_benefits_system(room: Room, page: Page) -> None:
    room.sandbox.benefits.world.reissues.append(
        {
            "n": 1,
            "at": 0,
            "enrollment_id": "enrl_grace_mwangi_medical_1_year_ago",
            "new_enrollment_id": "enrl_grace_mwangi_medical",
            "reason": "A birth",
        }
    )
    await page.get_by_role("button", name="Benefits system").click()
    await page.get_by_role("button", name="Grace Mwangi").click()
    await expect(page.get_by_text("Not reviewed yet")).to_be_visible()
    assert await found(page) == []


async def test_the_guide(page: Page) -> None:
    await page.get_by_role("button", name="First run").click()
    await expect(page.get_by_role("complementary", name="First run")).to_be_visible()
    assert await found(page) == []
    await page.get_by_role("button", name="All steps").click()
    assert await found(page) == []


async def test_a_notice_and_a_bot_that_does_not_answer(room: Room, page: Page) -> None:
    room.bot.answers["command"] = lambda _: Response(status_code=500)
    await room.act(cast.NINA, "say", conversation=cast.APPROVALS, text="/reissue")
    await expect(page.locator(".notices").get_by_role("alert")).to_be_visible()
    await expect(page.get_by_text("The bot is not answering")).to_be_visible()
    assert await found(page) == []
