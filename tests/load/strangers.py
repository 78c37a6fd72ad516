"""Strangers who never stop: `python -m tests.load.strangers <port> <kind>`, until it is killed."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

FORM = b"a=b&" * 247_500
"""990 KB: no stranger is refused for its size."""


def _post(*headers: str) -> bytes:
    lines = ["POST /slack/events HTTP/1.1", "Host: bot", "Content-Type: application/x-www-form-urlencoded"]
    return "\r\n".join([*lines, f"Content-Length: {len(FORM)}", *headers, "", ""]).encode() + FORM


def _unsigned() -> bytes:
    return _post()


def _forged() -> bytes:
    return _post(f"X-Slack-Request-Timestamp: {int(time.time())}", f"X-Slack-Signature: v0={'0' * 64}")


def _in_small_chunks() -> bytes:
    headers = "POST /slack/events HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n"
    signed = f"X-Slack-Request-Timestamp: {int(time.time())}\r\nX-Slack-Signature: v0={'0' * 64}\r\n\r\n"
    return (headers + signed).encode() + b"1\r\na\r\n" * 300_000


def _asking() -> bytes:
    return b"GET /readyz HTTP/1.1\r\nHost: bot\r\n\r\n"


class Kind(NamedTuple):
    """What strangers send, over how many connections at once."""

    request: Callable[[], bytes]
    connections: int


KINDS: Mapping[str, Kind] = {
    "unsigned": Kind(_unsigned, 5),
    "forged": Kind(_forged, 5),
    "chunks": Kind(_in_small_chunks, 2),
    "asking": Kind(_asking, 50),
}


def _go_on(port: int, request: Callable[[], bytes]) -> None:
    """Send the request and read the answer, again and again; connect again when the connection is closed."""
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as connection:
            while True:
                connection.sendall(request())
                if not connection.recv(65536):
                    break


def main() -> None:
    """Run the strangers."""
    port, kind = int(sys.argv[1]), KINDS[sys.argv[2]]
    for _ in range(kind.connections):
        threading.Thread(target=_go_on, args=(port, kind.request), daemon=True).start()
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
