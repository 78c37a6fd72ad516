"""Checks whether an app is running, by connecting to its port without sending a request."""

import asyncio
from urllib.parse import urlsplit

KNOCK_SECONDS = 1.0


async def is_listening(url: str) -> bool:
    """Whether a server accepts connections at the host and port of a URL. False for an empty URL."""
    address = urlsplit(url)
    if not address.hostname:
        return False
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        async with asyncio.timeout(KNOCK_SECONDS):
            _, writer = await asyncio.open_connection(address.hostname, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
