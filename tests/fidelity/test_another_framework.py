"""The main conversation with an app of another framework: what the sandbox sends and answers is as Slack's."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox import cast
from tests.office import Office, buttons_of, open_office, words_of
from tests.patience import PATIENCE

pytestmark = [pytest.mark.anyio, pytest.mark.node]

HERE = Path(__file__).parent


@dataclass
class OtherApp:
    """The app of the other framework; `said` is what it wrote."""

    port: int = 0
    said: list[str] = field(default_factory=list)


@asynccontextmanager
async def other_app(office: Office, mode: str) -> AsyncIterator[OtherApp]:
    """The app at work in the office, in one of Slack's two modes."""
    node = shutil.which("node")
    assert node, "Node.js is needed for this test: see .ci/node"
    process = await asyncio.create_subprocess_exec(
        node,
        HERE / "app.mjs",
        env={
            "PATH": os.environ["PATH"],
            "MODE": mode,
            "CHANNEL": cast.APPROVALS,
            "SLACK_API_URL": f"{office.url}/api/",
            "SLACK_BOT_TOKEN": cast.BOT_TOKEN,
            "SLACK_APP_TOKEN": cast.APP_TOKEN,
            "SLACK_SIGNING_SECRET": cast.SIGNING_SECRET,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    app, reading = OtherApp(), None
    try:
        async with asyncio.timeout(PATIENCE):
            app.port = await _until_ready(process.stdout, app)
        reading = asyncio.create_task(_keep(process.stdout, app))
        office.sandbox.bot_url = f"http://127.0.0.1:{app.port}/slack/events" if app.port else ""
        yield app
    finally:
        process.kill()
        await process.wait()
        if reading:
            await reading


async def _until_ready(output: asyncio.StreamReader, app: OtherApp) -> int:
    while line := (await output.readline()).decode():
        app.said.append(line)
        if line.startswith("ready "):
            return int(line.split()[1])
    raise AssertionError("".join(app.said))


async def _keep(output: asyncio.StreamReader, app: OtherApp) -> None:
    while line := await output.readline():
        app.said.append(line.decode())


@pytest.fixture(scope="module", params=["http", "socket"])
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    """An office with the other app in it, once over HTTP and once over Socket Mode."""
    async with open_office() as opened, other_app(opened, request.param) as app:
        yield opened
        assert [line for line in app.said if line.startswith("failed")] == []


async def requested(office: Office, reason: str) -> str:
    """A request of Nina's through the other app's modal; the card's ts."""
    assert (await office.nina.command("/reissue"))["ok"]
    view = await office.nina.modal_with("Employee")
    found = await office.nina.find(view, "ad")
    assert [option["text"]["text"] for option in found] == ["Ada Lovelace", "Adam Smith"]
    values = {"employee": {"employee": found[0]}, "reason": {"reason": reason}}
    assert (await office.nina.submit(view, values))["ok"]
    card = await office.marcus.reads(reason)
    assert buttons_of(card) == ["approve", "deny"]
    await office.nina.act("close", view_id=(await office.nina.modal_with("on its way"))["id"])
    return str(card["ts"])


async def test_a_request_is_approved_and_the_summary_stands_in_the_thread(office: Office) -> None:
    ts = await requested(office, "A daughter was born")
    card = await office.marcus.reads("A daughter was born")
    assert await office.marcus.hears(office.marcus.click(card, "approve")) == "Thank you."
    approved = next(message for message in await office.marcus.messages() if message["ts"] == ts)
    assert f"Approved by <@{cast.MARCUS}>" in words_of(approved)
    assert buttons_of(approved) == []
    assert await office.marcus.posted(approved, "The new enrollment is open")


async def test_a_field_at_fault_gets_its_error_and_a_denial_reaches_the_requester(office: Office) -> None:
    assert (await office.nina.act("shortcut", callback_id="reissue_shortcut"))["ok"]
    view = await office.nina.modal_with("Employee")
    employee = (await office.nina.find(view, "zoë"))[0]
    refused = await office.nina.submit(view, {"employee": {"employee": employee}, "reason": {"reason": "No"}})
    assert (refused["error"], refused["errors"]) == ("field_errors", {"reason": "Say a little more."})
    await office.nina.act("close", view_id=view["id"])
    await requested(office, "A second request")
    card = await office.priya.reads("A second request")
    assert (await office.priya.click(card, "deny"))["ok"]
    denial = await office.priya.modal_with("Reason")
    assert (await office.priya.submit(denial, {"reason": {"reason": "Outside the window"}}))["ok"]
    await office.nina.reads("Denied: Outside the window", await office.nina.direct())
    await office.nina.reads(f"Denied by <@{cast.PRIYA}>")
