#!/usr/bin/env bash
# Bolt calls a listener with None for a parameter that has a default.
#
# Package:  slack_bolt 1.30.0 from PyPI, also seen in 1.0.0; a version can be named as the first argument.
# Expected: Bolt injects arguments "in accordance with their names" (page "Module slack_bolt.kwargs_injection"). A
#           parameter with a name that it does not know should keep its default, as in Python and as in pytest,
#           whose fixtures are injected by name too; without a default, registering the listener should fail.
# Happens:  Bolt passes None for each positional parameter that it does not know, so no default ever applies. It
#           logs a warning per call ("… is not a valid argument") and raises nothing. Keyword-only parameters it
#           leaves alone.
# Matters:  A misspelt or forgotten dependency of an approval bot is None at the first click and no error at the
#           start, and `if policy and not policy.allows(user)` then lets everyone through. Make such parameters
#           keyword-only, or check all listeners at the start.
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
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.version import __version__
from slack_sdk.signature import SignatureVerifier

SECRET = "secret"
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "okami"},
    "user": {"id": "U1", "username": "grace", "team_id": "T1"},
    "api_app_id": "A1",
    "trigger_id": "1.2.3",
    "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
    "channel": {"id": "C1", "name": "benefits"},
    "actions": [{"type": "button", "action_id": "approve", "block_id": "b", "value": "R-1", "action_ts": "1.2"}],
}
seen = {}
warnings = []


class Warnings(logging.Handler):
    """Keeps the warnings."""

    def emit(self, record):
        if record.levelno == logging.WARNING:
            warnings.append(record.getMessage())


async def authorize(**_):
    """The workspace's bot, without asking Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")


async def main():
    """Clicks a button once, with a signed request."""
    logger = logging.getLogger("bolt")
    logger.addHandler(Warnings())
    logger.propagate = False
    app = AsyncApp(signing_secret=SECRET, authorize=authorize, logger=logger)

    @app.action("approve")
    async def approve(ack, needed=2, *, of=3):
        seen.update(needed=needed, of=of)
        await ack()

    form = urlencode({"payload": json.dumps(CLICK)})
    now = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": now,
        "x-slack-signature": SignatureVerifier(SECRET).generate_signature(timestamp=now, body=form),
    }
    return await app.async_dispatch(AsyncBoltRequest(body=form, headers=headers))


answer = asyncio.run(main())
print("slack_bolt", __version__)
print("the listener: approve(ack, needed=2, *, of=3)")
print(f"Slack is answered {answer.status}; the listener got needed={seen.get('needed')}, of={seen.get('of')}")
print("warnings:", warnings)
still = answer.status == 200 and seen == {"needed": None, "of": 3}
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
