#!/usr/bin/env bash
# With NO_PROXY set, slack_sdk's WebClient goes past the proxy and its AsyncWebClient does not.
#
# Package:  slack_sdk 3.48.0 from PyPI, also seen in 3.9.0; a version can be named as the first argument.
# Expected: The SDK's reference ("Module slack_sdk.web.async_base_client", on `proxy` and `trust_env_in_session`)
#           promises proxies by environment variables and names HTTPS_PROXY, https_proxy, HTTP_PROXY and http_proxy,
#           in the same words for both clients. NO_PROXY belongs to that family; aiohttp, which carries
#           AsyncWebClient, keeps it when it reads the environment.
# Happens:  With NO_PROXY=127.0.0.1, urllib.request, aiohttp and WebClient go straight to a server on 127.0.0.1, and
#           AsyncWebClient sends its calls to the proxy. `trust_env_in_session=True` and `proxy=""` change nothing:
#           an empty proxy means "look into the environment" too.
# Matters:  A bot that moves from App to AsyncApp behind a company's proxy no longer reaches a sandbox or a test
#           server on its own machine, and a call over plain HTTP shows its bot token to the proxy. Set
#           `client.proxy = None` after making the client.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install "slack_sdk==${1:-3.48.0}" aiohttp==3.14.5
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import os
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
from slack_sdk.version import __version__
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

ways = []


class Slack(BaseHTTPRequestHandler):
    """Says yes to each call and notes that it came directly."""

    way = "direct"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        ways.append(self.way)
        body = b'{"ok": true}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Proxy(Slack):
    """Stands in for a proxy that carries each call to Slack: it answers the same and notes that it was asked."""

    way = "proxy"


def started(kind):
    """The address of a new server on 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def by_urllib():
    """Calls Slack with the standard library."""
    urllib.request.urlopen(urllib.request.Request(f"{slack}/api/api.test", data=b""), timeout=5).close()


async def by_aiohttp():
    """Calls Slack with aiohttp, told to mind the environment."""
    async with aiohttp.ClientSession(trust_env=True) as session, session.post(f"{slack}/api/api.test"):
        pass


def by_client():
    """Calls Slack with the SDK's client for threads."""
    WebClient("xoxb-1", base_url=f"{slack}/api/").api_test()


async def by_async_client(**options):
    """Calls Slack with the SDK's client for asyncio."""
    await AsyncWebClient("xoxb-1", base_url=f"{slack}/api/", **options).api_test()


async def by_remedied_client():
    """The same, with the proxy taken away afterwards."""
    client = AsyncWebClient("xoxb-1", base_url=f"{slack}/api/")
    client.proxy = None
    await client.api_test()


slack, proxy = started(Slack), started(Proxy)
for name in ("HTTPS_PROXY", "HTTP_PROXY"):
    os.environ[name] = os.environ[name.lower()] = proxy
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"

print("slack_sdk", __version__)
print("HTTP_PROXY and HTTPS_PROXY name a proxy, NO_PROXY=127.0.0.1, Slack is at 127.0.0.1")
callers = {
    "urllib.request": by_urllib,
    "aiohttp": lambda: asyncio.run(by_aiohttp()),
    "WebClient": by_client,
    "AsyncWebClient": lambda: asyncio.run(by_async_client()),
    'AsyncWebClient(proxy="", trust_env_in_session=True)': lambda: asyncio.run(
        by_async_client(proxy="", trust_env_in_session=True)
    ),
    "AsyncWebClient with proxy = None afterwards": lambda: asyncio.run(by_remedied_client()),
}
for who, call in callers.items():
    call()
    print(f"{who}: {ways[-1]}")
still = ways == ["direct", "direct", "direct", "proxy", "proxy", "direct"]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
