#!/usr/bin/env bash
# slack_sdk sends calls to https:// addresses through the proxy that HTTP_PROXY names.
#
# Package:  slack_sdk 3.48.0 from PyPI; a version can be named as the first argument. For comparison Python's own
#           urllib.request and httpx 0.28.1.
# Expected: The name of the variable says which addresses it is for: HTTP_PROXY for http://, HTTPS_PROXY for https://. So do
#           urllib.request (page "urllib.request.ProxyHandler": `<scheme>_proxy`), httpx, requests and curl.
# Happens:  Both of slack_sdk's clients, WebClient and AsyncWebClient, take HTTP_PROXY for Slack's https:// address when
#           HTTPS_PROXY is not set, and ask that proxy to connect.
# Matters:  On a machine where HTTP_PROXY leads to a cache for packages or to a filter that connects to nothing, every other
#           client of a bot works and Slack alone is not reached. Decide the proxy for each address in one place, and give
#           it to each client.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "slack_sdk==${1:-3.48.0}" httpx==0.28.1 aiohttp==3.14.5
env -u HTTPS_PROXY -u https_proxy -u ALL_PROXY -u all_proxy -u NO_PROXY -u no_proxy -u http_proxy \
    "$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import os
import socket
import sys
import threading
import urllib.request

import httpx
from slack_sdk import WebClient
from slack_sdk.version import __version__
from slack_sdk.web.async_client import AsyncWebClient

ADDRESS = "https://slack.invalid/api/"
asked = []


def proxy(server):
    """Note the first line of each request, and refuse it."""
    while True:
        connection, _ = server.accept()
        with connection:
            asked.append(connection.recv(4096).split(b"\r\n")[0].decode())
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def asks_proxy(call):
    """Whether a call, which fails in any case, asks the proxy to connect."""
    asked.clear()
    try:
        call()
    except Exception:
        pass
    return asked == ["CONNECT slack.invalid:443 HTTP/1.1"] or [line.split()[0] for line in asked] == ["CONNECT"]


server = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=proxy, args=(server,), daemon=True).start()
os.environ["HTTP_PROXY"] = f"http://127.0.0.1:{server.getsockname()[1]}"
calls = {
    "slack_sdk WebClient": lambda: WebClient("xoxb-1", base_url=ADDRESS, retry_handlers=[]).api_test(),
    "slack_sdk AsyncWebClient": lambda: asyncio.run(
        AsyncWebClient("xoxb-1", base_url=ADDRESS, retry_handlers=[]).api_test()
    ),
    "urllib.request": lambda: urllib.request.urlopen(ADDRESS, timeout=10),
    "httpx": lambda: httpx.get(ADDRESS, timeout=10),
}
seen = {name: asks_proxy(call) for name, call in calls.items()}
print("slack_sdk", __version__, "· httpx", httpx.__version__)
print("only HTTP_PROXY is set, and the address is", ADDRESS)
for name, asks in seen.items():
    print(f"{name}: {'asks the proxy' if asks else 'does not ask the proxy'}")
still = list(seen.values()) == [True, True, False, False]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
