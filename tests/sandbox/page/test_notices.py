"""Slack's own sentences over the page: they go away by themselves, but not while they are being read."""

import pytest
from playwright.async_api import Locator, Page, expect
from starlette.responses import Response

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.parts import form, of_kind, opening
from tests.sandbox.page.test_modals import command
from tests.sandbox.slack.room import Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

LONG_ENOUGH = 20_000
"""Milliseconds, for the short sentences here."""


async def with_a_notice(room: Room, open_page: Open) -> tuple[Page, Locator]:
    room.bot.answers["command"] = lambda _: Response(status_code=500)
    page = await open_page()
    await expect(page.get_by_role("textbox", name="Message #benefits-approvals")).to_be_visible()
    await page.clock.install()
    await room.act(cast.NINA, "say", conversation=cast.APPROVALS, text="/reissue")
    notice = page.locator(".notices").get_by_role("alert")
    await expect(notice).to_contain_text("/reissue failed with the error")
    return page, notice


async def test_a_notice_goes_away_by_itself(room: Room, open_page: Open) -> None:
    page, notice = await with_a_notice(room, open_page)
    await page.clock.run_for(8_000)
    await expect(notice).to_be_visible()
    await page.clock.run_for(LONG_ENOUGH)
    await expect(notice).to_have_count(0)


@pytest.mark.parametrize("by", ["pointer", "focus"])
async def test_a_notice_stays_while_it_is_being_read(room: Room, open_page: Open, by: str) -> None:
    page, notice = await with_a_notice(room, open_page)
    dismiss = notice.get_by_role("button", name="Dismiss notice")
    await (notice.hover() if by == "pointer" else dismiss.focus())
    await page.clock.run_for(LONG_ENOUGH)
    await page.clock.run_for(LONG_ENOUGH)
    await expect(notice).to_be_visible()
    box = page.get_by_role("textbox", name="Message #benefits-approvals")
    await (box.hover() if by == "pointer" else box.focus())
    await page.clock.run_for(LONG_ENOUGH)
    await expect(notice).to_have_count(0)


async def test_a_notice_in_a_modal_stays_beside_its_form(room: Room, open_page: Open) -> None:
    view = form()
    opening(room, view | {"blocks": view["blocks"][1:]})
    room.bot.answers["view_submission"] = lambda _: Response(status_code=500)
    page = await open_page()
    await command(page)
    await page.clock.install()
    await page.get_by_role("textbox", name="Reason").fill("A birth")
    await page.get_by_role("button", name="Submit").click()
    notice = page.get_by_role("dialog").get_by_role("alert")
    await expect(notice).to_contain_text("Status Code 500")
    await page.clock.run_for(3 * LONG_ENOUGH)
    await expect(notice).to_be_visible()
    assert len(of_kind(room, "view_submission")) == 1
    await page.reload()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Status Code 500")


async def test_a_notice_of_before_a_reload_does_not_come_back(room: Room, open_page: Open) -> None:
    page, notice = await with_a_notice(room, open_page)
    await page.reload()
    await expect(page.get_by_role("textbox", name="Message #benefits-approvals")).to_be_visible()
    await expect(notice).to_have_count(0)
