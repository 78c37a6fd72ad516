"""The inspector on the page: people can watch, search, open and copy the requests and answers as they happen."""

import json

import pytest
from playwright.async_api import Page, expect

from sandbox import cast
from tests.sandbox.page.conftest import Open
from tests.sandbox.page.test_frame import PHONE, fits
from tests.sandbox.slack.room import Room

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

CLIPBOARD = "navigator.clipboard.readText()"


async def inspected(room: Room, page: Page) -> None:
    """Open the inspector, and make three requests while it is open."""
    await page.get_by_role("button", name="Inspector").click()
    await expect(page.get_by_text("Nothing yet: type a command")).to_be_visible()
    await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue help")
    await room.api("users.info", user="U0NOBODY")
    await room.http.get(f"{room.url}/benefits/v1/benefit-products", headers={"authorization": f"Bearer {cast.API_KEY}"})
    await expect(page.get_by_role("button", name="products")).to_be_visible()


async def test_pairs_appear_newest_first_and_are_filtered(room: Room, open_page: Open) -> None:
    page = await open_page()
    await inspected(room, page)
    inspector = page.get_by_role("complementary", name="Inspector")
    lines = inspector.locator(".pair-call")
    newest_first = ["products /v1/benefit-products", "users.info user_not_found", "command nina: /reissue help"]
    await expect(lines).to_have_text(newest_first)
    for label, choice, left in (
        ("Protocol", "Web API calls", newest_first[1:2]),
        ("Call", "command", newest_first[2:]),
        ("Result", "Refused or failed", newest_first[1:2]),
    ):
        await inspector.get_by_label(label).select_option(label=choice)
        await expect(lines).to_have_text(left)
        await inspector.get_by_label(label).select_option(index=0)
    await inspector.get_by_label("Find").fill('"user_not_found')
    await expect(lines).to_have_text(newest_first[1:2])
    await inspector.get_by_label("Find").fill("no such thing")
    await expect(inspector.get_by_text("Nothing matches.")).to_be_visible()
    await inspector.get_by_role("button", name="Clear").click()
    await expect(inspector.get_by_text("Nothing yet")).to_be_visible()


async def test_a_pair_opens_to_both_sides_and_is_copied_without_its_secrets(room: Room, open_page: Open) -> None:
    page = await open_page()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await inspected(room, page)
    await page.get_by_role("button", name="command nina").click()
    request = page.get_by_role("region", name="Request")
    await expect(request).to_contain_text("x-slack-signature")
    await expect(request.get_by_label("Request body")).to_contain_text('"command": "/reissue"')
    await expect(page.get_by_role("region", name="Answer").get_by_text("200")).to_be_visible()
    await page.get_by_role("button", name="products").click()
    await page.get_by_role("button", name="Copy as JSON").click()
    await expect(page.get_by_text("Copied.")).to_be_visible()
    copied = json.loads(await page.evaluate(CLIPBOARD))
    assert (copied["call"], copied["status"]) == ("products", 200)
    assert copied["answer"]["body"][0]["id"].startswith("bprd_")
    await page.get_by_role("button", name="users.info").click()
    await page.get_by_role("button", name="Copy as curl").click()
    await expect(page.get_by_text("Copied.")).to_be_visible()
    curl = await page.evaluate(CLIPBOARD)
    assert curl.startswith(f"curl -X POST '{room.url}/api/users.info'")
    assert '-H "authorization: Bearer $SLACK_BOT_TOKEN"' in curl
    assert '--data-raw \'{"user":"U0NOBODY"}\'' in curl
    assert cast.BOT_TOKEN not in await page.content()


async def test_on_a_phone_the_inspector_is_a_page_of_its_own(room: Room, open_page: Open) -> None:
    page = await open_page(size=PHONE)
    await inspected(room, page)
    await page.get_by_role("button", name="products").click()
    await fits(page)
    await page.get_by_role("button", name="Close the inspector").click()
    await expect(page.get_by_role("textbox", name="Message #benefits-approvals")).to_be_visible()


async def test_webhooks_and_broken_rules_of_connect_6_are_shown(room: Room, open_page: Open) -> None:
    room.sandbox.benefits.world.shape = "connect-6"
    room.sandbox.benefits.webhooks.subscribe(room.sandbox.bot_url, "whsec")
    page = await open_page()
    await page.get_by_role("button", name="Inspector").click()
    call = f"{room.url}/benefits/v1/enrollments/enrl_ada_lovelace_medical/reissue"
    key = {"authorization": f"Bearer {cast.API_KEY}"}
    for name in ("qle_id", "qualifying_life_event_id"):
        await room.http.post(call, headers=key, json={name: "qle_ada_lovelace_birth"})
    webhooks = page.get_by_role("button", name="benefits → bot webhook")
    await expect(webhooks).to_have_count(2)
    await expect(webhooks.filter(has_text="enrollment.terminated enrl_ada_lovelace_medical")).to_have_count(1)
    await page.get_by_role("button", name="422").click()
    told = "No bot should do this: wrong name in the body (qle_id)"
    await expect(page.get_by_role("region", name="Answer").get_by_text(told)).to_be_visible()
    await room.sandbox.benefits.webhooks.close()
