"""Drawing the newer blocks: alerts in modals, containers that fold, and a workspace that does not know them."""

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import button, form, mrkdwn, of_kind, opening, plain, say
from tests.sandbox.page.test_modals import command
from tests.sandbox.slack.room import Json, Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

LEVELS = ("default", "info", "warning", "error", "success")


def alert(level: str, text: str) -> Json:
    return {"type": "alert", "level": level, "text": mrkdwn(text)}


async def test_an_alert_is_a_box_with_its_level_and_its_words(room: Room, open_page: Open) -> None:
    opening(room, form(*[alert(level, f"*{level}* words") for level in LEVELS]))
    page = await open_page()
    await command(page)
    for level, name in zip(LEVELS, ("Note", "Info", "Warning", "Error", "Success"), strict=True):
        box = page.get_by_role("note", name=name)
        await expect(box).to_have_text(f"{level} words")
        await expect(box.get_by_role("strong")).to_have_text(level)
    colours = await page.locator(".alert").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundColor)"
    )
    assert len(set(colours)) == 4, "info and success share a colour, not an icon"


async def test_a_container_folds_and_its_button_works(room: Room, open_page: Open) -> None:
    box = {
        "type": "container",
        "title": plain("Details of R-1"),
        "subtitle": mrkdwn("*two* lines"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [
            {"type": "section", "text": plain("Gold PPO")},
            {"type": "actions", "elements": [button("Approve", "approve")]},
        ],
    }
    await say(room, "R-1", blocks=[box])
    page = await open_page(cast.MARCUS)
    head = page.get_by_role("button", name="Details of R-1")
    await expect(head).to_have_attribute("aria-expanded", "false")
    await expect(page.get_by_text("Gold PPO")).to_be_hidden()
    await head.press("Enter")
    await expect(head).to_have_attribute("aria-expanded", "true")
    await expect(page.get_by_text("Gold PPO")).to_be_visible()
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("button", name="Approve")).not_to_be_disabled()
    assert [click["actions"][0]["action_id"] for click in of_kind(room, "block_actions")] == ["approve"]


async def test_a_container_that_does_not_fold_shows_all(room: Room, open_page: Open) -> None:
    title = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich", "style": {"bold": True}}]}
    box = {
        "type": "container",
        "rich_text_title": {"type": "rich_text", "elements": [title]},
        "has_header_divider": True,
        "child_blocks": [{"type": "section", "text": plain("Always there")}],
    }
    await say(room, "R-1", blocks=[box])
    page = await open_page()
    await expect(page.get_by_role("strong").filter(has_text="Rich")).to_be_visible()
    await expect(page.get_by_text("Always there")).to_be_visible()


async def test_the_page_can_take_a_type_of_block_away(room: Room, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Faults").click()
    panel = page.get_by_role("region", name="Blocks that this Slack knows")
    await panel.get_by_label("Strikes blocks of type").select_option("alert")
    await page.get_by_role("radio", name="Until switched off").check()
    await panel.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_text("Not known here (invalid_blocks)")).to_be_visible()
    [fault] = (await room.state(cast.NINA))["faults"]
    assert (fault["target"], fault["kind"], fault["call"], fault["message"]) == (
        "blocks",
        "unknown",
        "alert",
        "invalid_blocks",
    )
