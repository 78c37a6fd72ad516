#!/usr/bin/env bash
# Bolt answers 404 to the notice that Slack limits an app's events, and no listener can change that.
#
# Package:  slack_bolt 1.30.0 from PyPI; a version can be named as the first argument.
# Expected: Slack sends `app_rate_limited` by itself, without a subscription (page "app_rate_limited event"), and
#           limits or switches off the events of apps that do not answer 200. `app.event("app_rate_limited")` should hear
#           it as it hears the other events of the Events API, and the answer should then be 200.
# Happens:  The notice is no `event_callback` but has a type of its own, so the listener is never called: Bolt logs an
#           unhandled request and answers 404, with the listener and without one. An `event_callback` that nobody listens
#           to gets 404 as well.
# Matters:  An approval bot whose events are limited refuses the message that says so, and each refusal counts as one more
#           failed delivery. Answer such types with 200 before they reach the listeners, for example in a middleware.
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

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.version import __version__
from slack_sdk.signature import SignatureVerifier

SECRET = "secret"
LIMITED = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1796000000, "api_app_id": "A1"}
HOME = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "1.2"}
heard = []


async def authorize(**_):
    """The workspace's bot, without asking Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")


def an_app():
    """An app without listeners, and without its log."""
    logger = logging.getLogger("bolt")
    logger.disabled = True
    return AsyncApp(signing_secret=SECRET, authorize=authorize, logger=logger)


async def status_of(app, body):
    """What Slack is answered to a signed delivery."""
    raw, now = json.dumps(body), str(int(time.time()))
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": now,
        "x-slack-signature": SignatureVerifier(SECRET).generate_signature(timestamp=now, body=raw),
    }
    return (await app.async_dispatch(AsyncBoltRequest(body=raw, headers=headers))).status


async def main():
    """Delivers the notice and an event, with listeners and without."""
    deaf, hearing = an_app(), an_app()

    @hearing.event("app_rate_limited")
    async def limited(event):
        heard.append("app_rate_limited")

    @hearing.event("app_home_opened")
    async def home(event):
        heard.append("app_home_opened")

    event = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event": HOME}
    return [await status_of(app, body) for app in (deaf, hearing) for body in (LIMITED, event)]


statuses = asyncio.run(main())
print("slack_bolt", __version__)
for who, notice, event in (("no listener", *statuses[:2]), ("both listened to", *statuses[2:])):
    print(f"{who}: app_rate_limited is answered {notice}, app_home_opened {event}")
print("heard:", heard)
still = statuses == [404, 404, 404, 200] and heard == ["app_home_opened"]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
