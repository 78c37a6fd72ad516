"""Listens to a channel of PostgreSQL, on a connection of its own beside the pool."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog

from store.address import sync_url
from store.postgresql import session

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds until the next try to connect: doubled each time, up to the second figure."""

log = structlog.get_logger()


async def keep_listening(database_url: str, channel: str, heard: Callable[[], None]) -> None:
    """Call `heard` at each notification, and each time it begins to listen: before that some may have been missed.

    A connection that is lost is made again. Never ends by itself.
    """
    wait, is_told = FIRST_WAIT, False

    def began() -> None:
        nonlocal wait, is_told
        if is_told:
            log.info("listening_again", channel=channel)
        wait, is_told = FIRST_WAIT, False
        heard()

    while True:
        try:
            await _listen(database_url, channel, began, heard)
        except (psycopg.Error, OSError) as lost:
            if not is_told:
                log.warning("not_listening", channel=channel, error=type(lost).__name__, until_then="it polls")
            is_told = True
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


async def _listen(database_url: str, channel: str, began: Callable[[], None], heard: Callable[[], None]) -> None:
    """Listen until the connection is lost. Raises psycopg.Error, OSError.

    It waits for the socket itself: psycopg's `notifies()` wakes up ten times a second.
    """
    connection = await session(sync_url(database_url))
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    try:
        await connection.execute(f"LISTEN {channel}".encode())
        began()
        socket = connection.fileno()
        loop.add_reader(socket, came.set)
        try:
            while True:
                await came.wait()
                came.clear()
                connection.pgconn.consume_input()
                if list(iter(connection.pgconn.notifies, None)):
                    heard()
        finally:
            loop.remove_reader(socket)
    finally:
        await connection.close()
