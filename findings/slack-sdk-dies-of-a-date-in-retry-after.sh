#!/usr/bin/env bash
# slack_sdk's handler for rate limits raises ValueError when Retry-After is a date.
#
# Package:  slack_sdk 3.48.0 from PyPI, also seen in 3.20.0; a version can be named as the first argument.
# Expected: RFC 9110 (section 10.2.3) gives Retry-After two forms, a date and a number of seconds. The SDK's page
#           "Web client" offers RateLimitErrorRetryHandler under "RetryHandler" to try again after a 429, and says
#           that a call which fails raises SlackApiError.
# Happens:  The handler, in both clients, takes the header for a whole number. A date ends the call with ValueError
#           and no second try. Without the handler the same answer is a SlackApiError.
# Matters:  Slack sends seconds, but a proxy or gateway on the way may refuse with a date. A bot that adds the
#           handler to be more patient loses its card or message at the first such 429, and `except SlackApiError`
#           does not see it. Subclass the handler and read both forms.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install "slack_sdk==${1:-3.48.0}" aiohttp==3.14.5
env -u HTTPS_PROXY -u https_proxy -u HTTP_PROXY -u http_proxy "$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import json
import sys
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.version import __version__
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

calls = []


class Slack(BaseHTTPRequestHandler):
    """Refuses the first call for a second, and takes the next ones."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        calls.append(self.path)
        limited = len(calls) == 1
        body = json.dumps({"ok": False, "error": "ratelimited"} if limited else {"ok": True}).encode()
        self.send_response(429 if limited else 200)
        if limited:
            self.send_header("Retry-After", self.after())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def in_seconds():
    """One second, as a number."""
    return "1"


def as_date():
    """One second from now, as a date."""
    return formatdate(time.time() + 1, usegmt=True)


def result(call, form):
    """How a call ends that is rate-limited with this form of the header, and how many requests it took."""
    Slack.after = staticmethod(form)
    calls.clear()
    try:
        call()
        outcome = "ok"
    except (SlackApiError, ValueError) as error:
        outcome = type(error).__name__
    return outcome, len(calls)


def post(*handlers):
    """Posts a message with the client for threads."""
    WebClient("xoxb-1", base_url=address, retry_handlers=list(handlers)).chat_postMessage(channel="C1", text="Approved")


def post_async(*handlers):
    """Posts a message with the client for asyncio."""
    client = AsyncWebClient("xoxb-1", base_url=address, retry_handlers=list(handlers))
    asyncio.run(client.chat_postMessage(channel="C1", text="Approved"))


server = ThreadingHTTPServer(("127.0.0.1", 0), Slack)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/api/"
seen = {
    "seconds, with the handler": result(lambda: post_async(AsyncRateLimitErrorRetryHandler()), in_seconds),
    "a date, without the handler": result(post_async, as_date),
    "a date, with the handler": result(lambda: post_async(AsyncRateLimitErrorRetryHandler()), as_date),
    "a date, with the handler for threads": result(lambda: post(RateLimitErrorRetryHandler()), as_date),
}
print("slack_sdk", __version__)
for case, (outcome, requests) in seen.items():
    print(f"{case}: {outcome} after {requests} request(s)")
still = list(seen.values()) == [("ok", 2), ("SlackApiError", 1), ("ValueError", 1), ("ValueError", 1)]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
