"""The health check of the container: ends with 0 if the bot answers /livez on this machine, else with 1.

`/livez` is on PORT and, if it is set, on METRICS_PORT, which is the only port of a worker. It asks nothing else: a
database that is away is no reason to restart the bot.
"""

import os
import socket
import sys

EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - these are asked for, not listened on

SECONDS = 2.5
"""Less than the time-out of the HEALTHCHECK, so that it says itself what is wrong."""


def ask(host: str, port: int) -> bytes:
    """The first line of the answer. Plain sockets: http.client would take four times as long to import."""
    with socket.create_connection((host, port), SECONDS) as connection:
        connection.sendall(b"GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return connection.recv(1024).split(b"\r\n")[0]


def main() -> None:
    """Say what is wrong, if anything is."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = os.environ.get("METRICS_PORT") or os.environ.get("PORT") or "3000"
    try:
        answer = ask(EVERY_ADDRESS.get(host, host), int(port))
    except OSError as error:
        sys.exit(f"Port {port} does not answer: {error}")
    if answer.split()[1:2] != [b"200"]:
        sys.exit(f"Port {port} answers {answer!r}")


if __name__ == "__main__":
    main()
