#!/usr/bin/env bash
# A reissue that was done is reported as a conflict, because the official client sent it again.
#
# Package:  vitable-connect 0.1.2 from PyPI. Also seen in 0.9.0, the last version by the same generator (Stainless);
#           a version of theirs can be named as the first argument.
# Expected: The package's page says ("Retries") that connection errors, 408, 409, 429 and 5xx are sent again twice.
#           A client that sends a POST again without being asked should make the copies recognisable for the server.
#           This one makes an idempotency key for each POST, and its debug log shows it.
# Happens:  The key is in no header of any request. The server does the first POST and the answer is lost on the
#           way. The client posts twice more, the server says 409 because the enrollment is closed by now, and the
#           caller gets ConflictError: "refused", which is the opposite of what happened.
# Matters:  A reissue closes an enrollment and opens another. A bot that believes the error offers the button again,
#           and the next reissue closes the new enrollment. Set max_retries=0, and read back after such an error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "vitable-connect==${1:-0.1.2}" httpx==0.28.1 pydantic==2.14.4
env -u HTTP_PROXY -u http_proxy -u ALL_PROXY -u all_proxy "$folder/venv/bin/python" - <<'PYTHON'
import io
import json
import logging
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import vitable_connect

done = []
posts = []


class Benefits(BaseHTTPRequestHandler):
    """Reissues an enrollment and loses the answer. Refuses to reissue it again, because it is closed then."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        posts.append(dict(self.headers))
        if not done:
            done.append("enrl_new")
            self.close_connection = True
            return
        body = json.dumps({"error": {"code": "conflict", "message": "This enrollment is closed."}}).encode()
        self.send_response(409)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Benefits)
threading.Thread(target=server.serve_forever, daemon=True).start()
log = io.StringIO()
logging.basicConfig(level=logging.DEBUG, stream=log)
client = vitable_connect.VitableConnect(api_key="key", base_url=f"http://127.0.0.1:{server.server_port}")
event = "qle_id" if vitable_connect.__version__.startswith("0.1.") else "qualifying_life_event_id"
try:
    outcome = repr(client.enrollments.reissue("enrl_old", reason="A child was born", **{event: "qle_birth"}))
except vitable_connect.APIError as error:
    outcome = type(error).__name__

logged = "stainless-python-retry-" in log.getvalue()
sent = any("stainless-python-retry-" in value for headers in posts for value in headers.values())
print("vitable-connect", vitable_connect.__version__)
print(f"reissues done: {len(done)}, POSTs sent: {len(posts)}, the caller gets: {outcome}")
print(f"the idempotency key is in the client's log: {logged}, in a request's headers: {sent}")
still = (len(done), len(posts), outcome, logged, sent) == (1, 3, "ConflictError", True, False)
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
