"""A website that is open in the same browser as the sandbox: it can change nothing there and read nothing."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sandbox import cast
from sandbox.server import serve
from tests.browser import chromium_arguments, chromium_path
from tests.patience import PATIENCE
from tests.sandbox.slack.room import Room
from tests.sandbox.slack.socket_client import opened

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

REBOUND = "rebound.example"

TRIES = """async ({ url, socket, act, token }) => {
  const api = `${url}/api/chat.postMessage`;
  const form = new URLSearchParams({ token, channel: "C0GENERAL", text: "from elsewhere" });
  const said = JSON.stringify(act);
  const plain = { "Content-Type": "text/plain" };
  const json = { "Content-Type": "application/json" };
  const write = (path, body, headers, mode) => fetch(url + path, { method: "POST", mode, headers, body });
  const faraway = JSON.stringify({ url: "http://127.0.0.1:9/elsewhere" });
  const image = (src) => new Promise((resolve, reject) => {
    const made = new Image();
    made.onload = () => resolve(made);
    made.onerror = reject;
    made.src = src;
  });
  const dialled = (address) => new Promise((resolve, reject) => {
    const made = new WebSocket(address);
    made.onmessage = (event) => resolve(event.data);
    made.onclose = reject;
  });
  const streamed = (address) => new Promise((resolve, reject) => {
    const made = new EventSource(address);
    made.onmessage = (event) => { made.close(); resolve(event.data); };
    made.onerror = () => { made.close(); reject(); };
  });
  const sent = () => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.name = "sink";
    frame.onload = resolve;
    document.body.append(frame);
    const made = document.createElement("form");
    Object.assign(made, { action: api, method: "post", target: "sink" });
    for (const [name, value] of form) made.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(made);
    made.submit();
  });
  const tries = [
    () => write("/sandbox/act", said, plain, "no-cors"),
    () => write("/sandbox/act", said, json, "cors"),
    () => write("/sandbox/bot", faraway, plain, "no-cors"),
    () => write("/sandbox/bot", faraway, json, "cors"),
    () => write("/api/chat.postMessage", form, undefined, "no-cors"),
    () => write("/api/chat.postMessage", form, undefined, "cors"),
    () => image(`${api}?${form}`),
    () => sent(),
    () => navigator.sendBeacon(`${url}/sandbox/act`, new Blob([said], { type: "text/plain" })),
    () => fetch(`${url}/sandbox/faults`, { method: "DELETE" }),
    () => fetch(`${url}/sandbox/wire`).then((answer) => answer.text()),
    () => fetch(`${url}/sandbox/state?as=U0NINA`).then((answer) => answer.text()),
    () => import(`${url}/page/app.js`).then(() => "app.js"),
    () => streamed(`${url}/sandbox/events?as=U0NINA`),
    () => dialled(socket),
  ];
  const results = await Promise.allSettled(tries.map((attempt) => attempt()));
  return results.map(({ value }) => value).filter((value) => typeof value === "string");
}"""
"""Everything a page can try, without and with asking the sandbox first; returns what it could read."""


async def _hostile(_request: Request) -> Response:
    return HTMLResponse("<!doctype html><title>hostile</title><link rel=icon href=data:,><body></body>")


@pytest.fixture
async def rebinding_browser(browser: Browser) -> AsyncIterator[Browser]:
    """A browser for which a name of the internet leads to this machine, as a hostile name server can make it."""
    rebound = f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"
    running = await browser.browser_type.launch(executable_path=chromium_path(), args=[*chromium_arguments(), rebound])
    yield running
    await running.close()


async def tries(page: Page, room: Room, url: str) -> list[str]:
    """What a page can read of the sandbox at `url` after it has tried everything; in vain or not."""
    act = {"as": cast.NINA, "do": "say", "conversation": cast.GENERAL, "text": "from elsewhere"}
    socket = (await opened(room))["url"].replace(room.url.removeprefix("http"), url.removeprefix("http"))
    given = {"url": url, "socket": socket, "act": act, "token": cast.BOT_TOKEN}
    read: list[str] = await page.evaluate(TRIES, given)
    return read


async def facts(room: Room) -> tuple[Any, ...]:
    """All that the tries could change: messages, the bot's address, faults."""
    told = [message["text"] for message in (await room.state(cast.NINA))["messages"][cast.GENERAL]]
    return told, room.sandbox.bot_url, [fault.kind for fault in room.sandbox.faults.all()]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_a_website_beside_the_sandbox_changes_nothing_and_reads_nothing(
    browser: Browser, room: Room, name: str
) -> None:
    await room.fault("delivery", "slow", "command", seconds=0)
    before = await facts(room)
    page = await browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    async with serve(Starlette(routes=[Route("/", _hostile)])) as hostile:
        await page.goto(hostile.replace("127.0.0.1", name))
        assert await tries(page, room, room.url) == []
        assert await tries(page, room, room.url.replace("127.0.0.1", "localhost")) == []
    await page.close()
    assert await facts(room) == before


async def test_a_name_that_is_made_to_lead_to_this_machine_opens_nothing(
    rebinding_browser: Browser, room: Room
) -> None:
    await room.fault("delivery", "slow", "command", seconds=0)
    before = await facts(room)
    rebound = f"http://{REBOUND}:{urlsplit(room.url).port}"
    page = await rebinding_browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    answer = await page.goto(f"{rebound}/")
    assert answer
    assert answer.status == 421
    read = await tries(page, room, rebound)
    assert [text for text in read if "not one of its names" not in text] == []
    assert await facts(room) == before
