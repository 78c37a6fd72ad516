#!/usr/bin/env bash
# The official client raises none of the exceptions that its page says to catch.
#
# Package:  vitable-connect 6.2.0 from PyPI, also seen in 1.0.0, the first version by this generator (Fern); a
#           version can be named as the first argument.
# Expected: The package's page says under "Handling errors" that a 4xx or 5xx raises a subclass of
#           vitable_connect.APIStatusError and an unreachable server vitable_connect.APIConnectionError; under
#           "Exception Handling" it says that any such status raises a subclass of ApiError (from
#           vitable_connect.core.api_error).
# Happens:  The names of the first promise do not exist. Python looks at an `except` clause only once there is an
#           error, so the clause itself then raises AttributeError. A refusal whose JSON is not in the one form that
#           this client knows (here the problem details of RFC 9457) raises ParsingError, which is no ApiError. An
#           unreachable server raises httpx.ConnectError, which the page does not mention.
# Matters:  Was a reissue refused, was it not sent, or may it have been done? The bot's next step depends on that.
#           Code written by the page gets it wrong in production first, while each test of the good case is green.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "vitable-connect==${1:-6.2.0}" httpx==0.28.1 pydantic==2.14.4
env -u HTTP_PROXY -u http_proxy -u ALL_PROXY -u all_proxy "$folder/venv/bin/python" - <<'PYTHON'
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import metadata, version

import vitable_connect
from vitable_connect.core.api_error import ApiError

NAMED = ("APIConnectionError", "APIStatusError", "RateLimitError", "APIError")
PROBLEM = {"type": "about:blank", "title": "Conflict", "status": 409, "detail": "This enrollment is closed."}


class Benefits(BaseHTTPRequestHandler):
    """Refuses each reissue with problem details."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(PROBLEM).encode()
        self.send_response(409)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def reissue():
    """Asks for a reissue once."""
    client = vitable_connect.VitableConnect(api_key="key", base_url=address, max_retries=0)
    client.enrollments.reissue("enrl_1", reason="A child was born", qualifying_life_event_id="qle_birth")


def caught_by_the_page():
    """What leaves a `try` whose `except` is written as the page says."""
    try:
        reissue()
    except vitable_connect.APIStatusError as error:
        return error


def left_by(call):
    """The exception that a call ends with, or None."""
    try:
        call()
    except Exception as error:
        return error


def name(error):
    """An exception's full name."""
    return f"{type(error).__module__}.{type(error).__name__}"


server = ThreadingHTTPServer(("127.0.0.1", 0), Benefits)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
page = metadata("vitable-connect").get_payload()
missing = [one for one in NAMED if f"vitable_connect.{one}" in page and not hasattr(vitable_connect, one)]
handled, refused = left_by(caught_by_the_page), left_by(reissue)
server.shutdown()
server.server_close()
unreachable = left_by(reissue)

print("vitable-connect", version("vitable-connect"))
print("named on the package's page and not there:", ", ".join(missing))
print("a 409 under the page's except clause:", name(handled))
print(f"a 409 by itself: {name(refused)}, an ApiError: {isinstance(refused, ApiError)}")
print("an unreachable server:", name(unreachable))
still = (
    len(missing) == len(NAMED)
    and isinstance(handled, AttributeError)
    and type(refused).__name__ == "ParsingError"
    and not isinstance(refused, ApiError)
    and type(unreachable).__module__ == "httpx"
)
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
