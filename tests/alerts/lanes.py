"""What happens in each lane of the week, one fault after the other."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing

import httpx
import psycopg
from sqlalchemy.engine import make_url

from sandbox.benefits.connect6.webhooks import signature
from tests.alerts.week import Lane
from tests.bot.audits import attack
from tests.bot.serving.site import headers_of
from tests.databases import Postgres
from tests.plain_http import plain_client

WELL_FOR = 60.0
"""Seconds for which people work in the lane to which nothing happens."""

SLOW = 4.0
"""Seconds for which another session holds the database: more than Slack waits, and less than SQLite does."""

UNAUTHORIZED = httpx.codes.UNAUTHORIZED

OF_ANOTHER_APP = "0123456789abcdef0123456789abcdef"

WEBHOOK_SECRET = "whsec_of_the_week"


async def nothing(lane: Lane) -> None:
    """People work, and nothing goes wrong."""
    async with lane.busy():
        for employee in ("ada", "sean"):
            await lane.office.marcus.card("Reissued", of=await lane.approved(employee))
        await lane.office.nina.requests("mei")
        await asyncio.sleep(WELL_FOR)
    lane.week.told["nothing"] = await lane.week.ever_fired(lane.job)


async def without_slack(lane: Lane) -> None:
    """In short: a server that is away."""
    async with lane.busy(), lane.fault("slack", "*", "server_error", status=503):
        await lane.fires("Slack is away")
    await lane.is_silent("ReissueBotSlackUnanswered")


async def without_vitable(lane: Lane) -> None:
    """In short: the other server."""
    async with lane.busy(), lane.fault("benefits", "*", "error_before", status=503):
        await lane.fires("Vitable answers 503")
    await lane.is_silent("ReissueBotVitableFails")


async def well_and_then_on_a_bad_machine(lane: Lane) -> None:
    """In short: nothing for a while, and then what befalls the process."""
    async with lane.busy():
        await lane.office.marcus.card("Reissued", of=await lane.approved("ada"))
        await asyncio.sleep(WELL_FOR / 4)
        lane.week.told["nothing"] = await lane.week.ever_fired(lane.job)
    lane.bot.fill_disk()
    await lane.fires("the disk is full")
    lane.bot.free_disk()
    await lane.is_silent("ReissueBotNotReady")
    await lane.bot.kill()
    await lane.fires("the process is killed")


async def at_slack(lane: Lane) -> None:
    """What Slack does to a bot."""
    async with lane.busy():
        async with lane.fault("slack", "*", "server_error", status=503):
            await lane.fires("Slack is away")
        async with lane.fault("slack", "*", "ratelimited", seconds=1):
            await lane.fires("Slack wants every call later")
        async with lane.fault("slack", "*", "error", message="token_revoked"):
            await lane.fires("the token was revoked")
        await lane.is_silent("ReissueBotSlackUnanswered", "ReissueBotSlackRateLimited", "ReissueBotSlackToken")
        view = await lane.office.nina.fill_in("ada")
        async with lane.fault("slack", "chat.postMessage", "error", message="is_archived"):
            await lane.office.nina.submit(view)
            await lane.fires("Slack takes no messages")
        await lane.is_silent("ReissueBotApproversNotReached")


async def at_vitable(lane: Lane) -> None:
    """What Vitable does to a bot."""
    async with lane.busy():
        async with lane.fault("benefits", "*", "error_before", status=503):
            await lane.fires("Vitable answers 503")
        await lane.is_silent("ReissueBotVitableFails")
        async with lane.fault("benefits", "*", "drop_before"):
            await lane.fires("Vitable breaks connections off")
        async with lane.fault("benefits", "*", "slow", seconds=6):
            await lane.fires("Vitable answers slowly")
        async with lane.fault("benefits", "*", "ratelimited", seconds=1):
            await lane.fires("Vitable wants every call later")
        async with lane.fault("benefits", "*", "unreadable"):
            await lane.fires("Vitable's answers cannot be read")
        card = await lane.office.nina.requests("ada")
        async with lane.fault("benefits", "*", "refuse", status=401):
            assert (await lane.office.marcus.click(card, "approve"))["ok"]
            await lane.fires("the key was revoked, and an approved request waits for it")
        await lane.is_silent("ReissueBotApplyingTooLong")


async def of_requests(lane: Lane) -> None:
    """What becomes of requests that no one looks after."""
    office = lane.office
    async with lane.fault("benefits", "reissue", "drop_before"):
        lost = await lane.approved("ada")
        await office.marcus.card("Outcome unknown", of=lost)
    async with lane.fault("benefits", "reissue", "refuse", status=422):
        refused = await lane.approved("sean")
        await office.marcus.card("Failed", of=refused)
    async with lane.fault("benefits", "reissue", "drop_before"):
        checked = await lane.approved("mei")
        await office.marcus.card("Checking", of=checked)
        async with lane.fault("benefits", "*", "error_before", status=503):
            await lane.fires("an answer was lost, and Vitable cannot be read since")
    await lane.is_silent("ReissueBotCheckingTooLong")
    await lane.fires("an answer was lost, and no one settles it")
    await lane.fires("a reissue was refused, and no one retries it")
    card = await office.marcus.card("Failed", of=refused)
    assert (await office.marcus.click(card, "retry"))["ok"]
    await lane.is_silent("ReissueBotFailedWaiting")


async def of_the_machine(lane: Lane) -> None:
    """What befalls a process and its file."""
    bot = lane.bot
    waiting = asyncio.create_task(lane.fires("another session holds the database for four seconds"))
    for employee in ("ada", "sean", "mei"):  # on a busy machine the first may reach the database too late to wait long
        if not waiting.done():
            await _submitted_to_a_held_database(lane, employee)
            await asyncio.wait([waiting], timeout=20)
    await waiting
    bot.fill_disk()
    await lane.fires("the disk is full")
    bot.free_disk()
    await lane.is_silent("ReissueBotNotReady")
    await _delivered(lane, "/vitable/webhooks", _webhook_of_another, "webhooks are signed with another secret")
    await asyncio.to_thread(attack, lane.bot.env["DATABASE_URL"], "DELETE FROM bot_event WHERE seq > 1")
    await lane.fires("a line of the audit is deleted")
    await bot.kill()
    await lane.fires("the process is killed")
    settings = bot.env
    bot.env = {**settings, "SLACK_SIGNING_SECRET": OF_ANOTHER_APP}
    await lane.start()
    async with lane.busy():
        await lane.fires("the signing secret is another app's")
    await bot.kill()
    bot.env = settings
    await lane.start()
    await _delivered(lane, "/slack/events", _old_delivery, "the clock is wrong")


async def of_replicas(lane: Lane, postgres: Postgres) -> None:
    """What befalls two processes on one PostgreSQL."""
    _, second = lane.replicas
    second.freeze()
    await lane.fires("one of two processes stands still")
    second.thaw()
    await lane.is_silent("ReissueBotReplicaMissing")
    url, name = lane.bot.env["DATABASE_URL"], str(make_url(lane.bot.env["DATABASE_URL"]).database)
    await lane.office.nina.requests("ada")
    async with await psycopg.AsyncConnection.connect(url) as other:
        await other.execute("UPDATE bot_request SET next_at = now() + interval '1 second'")
        await other.commit()
        await other.execute("LOCK TABLE bot_request IN EXCLUSIVE MODE")
        await lane.fires("another session locks the requests")
        await other.rollback()
    await lane.is_silent("ReissueBotDriverLag")
    postgres.cut_off(name)
    await lane.fires("the database is away")
    postgres.let_in(name)
    await lane.is_silent("ReissueBotNotReady")


async def on_a_socket(lane: Lane) -> None:
    """Socket Mode on a network that is gone."""
    gone = lane.fault("slack", "apps.connections.open", "drop_before"), lane.fault("socket", "*", "drop_before")
    async with gone[0], gone[1], lane.busy():
        await lane.fires("the socket breaks and cannot be opened again")
    await lane.is_silent("ReissueBotSocketNotConnected")


async def _submitted_to_a_held_database(lane: Lane, employee: str) -> None:
    """Submit a form while another session has begun to write and does not end."""
    path = str(make_url(lane.bot.env["DATABASE_URL"]).database)
    view = await lane.office.nina.fill_in(employee)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        submitting = asyncio.create_task(lane.office.nina.submit(view))
        await asyncio.sleep(SLOW)
        other.execute("ROLLBACK")
    await submitting


async def _delivered(lane: Lane, path: str, delivery: Callable[[], tuple[bytes, dict[str, str]]], fault: str) -> None:
    """Deliver something again and again until the alert for it fires."""
    waiting = asyncio.create_task(lane.fires(fault))
    async with plain_client(base_url=lane.bot.url) as http:
        while not waiting.done():
            body, headers = delivery()
            assert (await http.post(path, content=body, headers=headers)).status_code == UNAUTHORIZED
            await asyncio.wait([waiting], timeout=0.5)
    await waiting


def _old_delivery() -> tuple[bytes, dict[str, str]]:
    """A delivery with a right signature that is ten minutes old, as it looks to a machine whose clock is wrong."""
    return b"command=/reissue", headers_of(b"command=/reissue", late=-600)


def _webhook_of_another() -> tuple[bytes, dict[str, str]]:
    """A webhook that is signed with another secret."""
    stamp, body = str(int(time.time())), b"{}"
    signed = {"x-vitable-timestamp": stamp, "x-vitable-signature": signature("another secret", stamp, body)}
    return body, {"content-type": "application/json", **signed}


Happening = Callable[[Lane], Awaitable[None]]

IN_SHORT: Mapping[str, Happening] = {
    "slack": without_slack,
    "vitable": without_vitable,
    "machine": well_and_then_on_a_bad_machine,
}

ON_SQLITE: Mapping[str, Happening] = {
    "well": nothing,
    "slack": at_slack,
    "vitable": at_vitable,
    "requests": of_requests,
    "machine": of_the_machine,
}
