#!/usr/bin/env bash
# Bolt's async app polls for each acknowledgement, and answers 404 when it stops looking, though the listener goes on.
#
# Package:  slack_bolt 1.30.0 from PyPI; a version can be named as the first argument.
# Expected: An asyncio app answers Slack when the listener calls `ack()`: an event wakes who waits for it. And a listener
#           that is later than Slack's three seconds is a timeout, not a click that nobody knows.
# Happens:  The runner of listeners looks every 10 ms whether `ack()` was called. So no answer takes less than 10 ms, and
#           a hundred clicks that wait wake the event loop thousands of times a second, which makes them wait longer.
#           After three seconds it stops looking and Bolt answers 404, "unhandled request", as for an unknown button;
#           the listener is not told, and does what the click asked for.
# Matters:  At a month-end many people click at once, and what delays their answers is partly the looking. A person may be
#           shown an error for an approval that is carried out: commit before `ack()`, show the outcome from what was
#           committed, and count 404s among the answers that came too late.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "slack_bolt==${1:-1.30.0}" slack_sdk==3.48.0 aiohttp==3.14.5
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import json
import logging
import sys
import time
from statistics import median
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.version import __version__
from slack_sdk.signature import SignatureVerifier

SECRET = "secret"
LATE = 3.3  # seconds until the slow listener acknowledges
MANY = 100  # clicks at once
done = []


def click(action):
    """A signed request, as Slack sends it for a button."""
    payload = {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "okami"},
        "user": {"id": "U1", "username": "grace", "team_id": "T1"},
        "api_app_id": "A1",
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
        "channel": {"id": "C1", "name": "benefits"},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "R-1", "action_ts": "1.2"}],
    }
    form = urlencode({"payload": json.dumps(payload)})
    now = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": now,
        "x-slack-signature": SignatureVerifier(SECRET).generate_signature(timestamp=now, body=form),
    }
    return AsyncBoltRequest(body=form, headers=headers)


async def authorize(**_):
    """The workspace's bot, without asking Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")


async def main():
    """Clicks some buttons; returns the usual time of an answer, the wake-ups a second and the late answer."""
    logger = logging.getLogger("bolt")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    app = AsyncApp(signing_secret=SECRET, authorize=authorize, logger=logger)

    @app.action("quick")
    async def quick(ack):
        await asyncio.sleep(0.001)
        await ack()

    @app.action("slow")
    async def slow(ack):
        await asyncio.sleep(LATE)
        await ack()
        done.append("slow")

    times = []
    for _ in range(20):
        begun = time.perf_counter()
        await app.async_dispatch(click("quick"))
        times.append(time.perf_counter() - begun)

    loop, wakes = asyncio.get_running_loop(), 0
    call_at = loop.call_at

    def counted(when, *args, **kwargs):
        nonlocal wakes
        wakes += 1
        return call_at(when, *args, **kwargs)

    loop.call_at = counted
    begun = time.perf_counter()
    answers = await asyncio.gather(*(app.async_dispatch(click("slow")) for _ in range(MANY)))
    seconds = time.perf_counter() - begun
    loop.call_at = call_at
    await asyncio.sleep(LATE)
    return median(times), wakes / seconds, {answer.status for answer in answers}


usual, wakes, statuses = asyncio.run(main())
print("slack_bolt", __version__)
print(f"a listener that acknowledges after 1 ms: answered after {usual * 1000:.0f} ms, as a rule")
print(f"{MANY} clicks whose listener takes {LATE} s: {wakes:,.0f} timers a second, answered with {statuses}")
print(f"{len(done)} of these listeners came to their end")
still = usual >= 0.0095 and wakes > 10 * MANY and statuses == {404} and len(done) == MANY
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
