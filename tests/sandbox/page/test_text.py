"""Drawing text: styles, highlights, and markup that must stay text."""

import pytest
from playwright.async_api import Page, expect

from sandbox import cast
from sandbox.pages import FOLDER
from sandbox.slack.messages import Message
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import mrkdwn, option, plain, say
from tests.sandbox.slack.room import Json, Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

EVIL = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"

DRAWN = {
    "*a* _b_ ~c~ `d*e*`": "<strong>a</strong> <em>b</em> <s>c</s> <code>d*e*</code>",
    "2*3*4 snake_case_name * x *": "2*3*4 snake_case_name * x *",
    "*bold _and italic_*": "<strong>bold <em>and italic</em></strong>",
    "&gt; quoted\nafter": "<blockquote>quoted</blockquote>after",
    "```a *b*\n<c>```": '<pre class="code-block">a *b*\n&lt;c&gt;</pre>',
    "&amp;lt;b&amp;gt; &lt;i&gt;": "&amp;lt;b&amp;gt; &lt;i&gt;",
    ":tada: :no_such_code:": "🎉 :no_such_code:",
    "<!channel>": '<span class="mention mention-all">@channel</span>',
    "<@U0MARCUS>": '<span class="mention">@Marcus Lindqvist</span>',
    "<@U0NINA>": '<span class="mention mention-me">@Nina Okafor</span>',
    "<#C0GENERAL>": '<span class="mention">#general</span>',
    "<!subteam^S0HRMANAGERS|@hr-managers>": '<span class="mention mention-group">@hr-managers</span>',
    "<javascript:alert(1)|click>": "click",
}
DATES = {
    "{date_num} {time}": "2026-05-28 8:26 PM",
    "{date}": "May 28th, 2026",
    "{date_short}": "May 28, 2026",
    "{date_long}": "Thursday, May 28th, 2026",
    "{date_pretty}": "today",
    "{date_short_pretty} at {time_secs}": "today at 8:26:40 PM",
    "{ago}": "2 hours ago",
    "{nonsense}": "{nonsense}",
}

DRAW = """async ([texts, me]) => {
  const [{ mrkdwn }, { patch }] = await Promise.all([import("/page/text-mrkdwn.js"), import("/page/dom.js")]);
  const state = await (await fetch(`/sandbox/state?as=${me}`)).json();
  return texts.map((text) => {
    const place = document.createElement("div");
    patch(place, mrkdwn({ state }, text));
    return place.innerHTML;
  });
}"""
TELL = """async ([formats, unix, now]) => {
  const { formatDate } = await import("/page/text-date.js");
  return formats.map((format) => formatDate(unix, format, now * 1000));
}"""


async def test_mrkdwn_is_drawn_as_slack_draws_it(open_page: Open) -> None:
    page = await open_page()
    assert dict(zip(DRAWN, await page.evaluate(DRAW, [list(DRAWN), cast.NINA]), strict=True)) == DRAWN


async def test_times_are_shown_in_the_readers_time_zone(open_page: Open) -> None:
    page = await open_page()
    told = await page.evaluate(TELL, [list(DATES), 1_780_000_000, 1_780_000_000 + 7200])
    assert dict(zip(DATES, told, strict=True)) == DATES


async def test_markup_in_a_name_stays_text_wherever_it_appears(room: Room, open_page: Open) -> None:
    menu = {"type": "static_select", "action_id": "pick", "placeholder": plain(EVIL), "options": [option(EVIL, "v")]}
    cell = {"type": "raw_text", "text": EVIL}
    blocks = [
        {"type": "header", "text": plain(EVIL)},
        {"type": "section", "text": mrkdwn(f"*{ESCAPED}*"), "fields": [plain(EVIL)], "accessory": menu},
        {"type": "context", "elements": [plain("*not bold* <!channel>")]},
        {"type": "table", "rows": [[cell], [cell]]},
    ]
    ts = await say(room, ESCAPED, blocks=blocks)
    page = await open_page()
    message = page.locator(f'[data-ts="{ts}"]')
    await message.get_by_role("combobox").click()
    await expect(message.get_by_role("option", name=EVIL)).to_be_visible()
    await expect(message.get_by_role("heading", name=EVIL)).to_be_visible()
    await expect(message.get_by_role("strong").filter(has_text=EVIL)).to_be_visible()
    await expect(message.get_by_role("cell", name=EVIL)).to_be_visible()
    await expect(message.get_by_text("*not bold* <!channel>")).to_be_visible()
    assert await page.locator("img").count() == 0


async def test_text_that_a_person_types_mentions_no_one(room: Room, open_page: Open) -> None:
    page = await open_page()
    typed = "<!channel> & <https://example.com|mine>"
    await write(page, typed)
    await expect(page.get_by_role("listitem").filter(has_text=typed)).to_be_visible()
    state = await room.state(cast.NINA)
    assert "&lt;!channel&gt; &amp; &lt;" in state["messages"][cast.APPROVALS][0]["text"]


async def test_a_block_that_cannot_be_drawn_is_a_box_that_says_so(room: Room, open_page: Open) -> None:
    actions = {"type": "actions", "block_id": "a", "elements": [{"type": "dial"}]}
    unknown: list[Json] = [{"type": "carousel", "block_id": "c"}, actions]
    room.sandbox.workspace.post(Message(cast.APPROVALS, cast.BOT_USER_ID, "x", blocks=unknown))
    page = await open_page()
    await expect(page.get_by_text("unsupported block: carousel")).to_be_visible()
    await expect(page.get_by_text("unsupported element: dial")).to_be_visible()


def test_no_script_of_the_page_parses_markup() -> None:
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "srcdoc", "eval(")
    scripts = {file.name: file.read_text() for file in FOLDER.glob("*.js")}
    assert "main.js" in scripts
    assert [(name, word) for name, text in scripts.items() for word in forbidden if word in text] == []


async def write(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message #benefits-approvals")
    await box.fill(text)
    await box.press("Enter")
