"""What the address of the database says about TLS is obeyed by every connection."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import sqlalchemy as sa

from store.engine import create_engine, create_sync_engine

pytestmark = pytest.mark.anyio

REFUSED = "server does not support SSL, but SSL was required"
SSL_REQUEST = bytes.fromhex("0000000804d2162f")
"""The first message of a client that wants TLS (PostgreSQL's protocol, SSLRequest)."""


@contextmanager
def _without_tls() -> Iterator[tuple[str, list[bytes]]]:
    """Somebody between bot and database who offers no TLS: the address, and everything that was sent to them."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(1024))
                connection.sendall(b"N")
                heard.append(connection.recv(1024))

        thread = Thread(target=answer)
        thread.start()
        port = listening.getsockname()[1]
        yield f"postgres://bot:secret@127.0.0.1:{port}/bot?sslmode=verify-full", heard
        thread.join()


async def test_with_verify_full_nothing_is_sent_to_a_server_without_tls() -> None:
    with _without_tls() as (url, heard):
        engine = create_engine(url)
        with pytest.raises(sa.exc.OperationalError, match=REFUSED):
            await engine.connect()
        await engine.dispose()
    assert heard == [SSL_REQUEST, b""]


def test_migrations_do_not_either() -> None:
    with _without_tls() as (url, heard):
        engine = create_sync_engine(url)
        with pytest.raises(sa.exc.OperationalError, match=REFUSED):
            engine.connect()
    assert heard == [SSL_REQUEST, b""]
