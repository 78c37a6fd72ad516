"""A client of connect-6 that gets the answers it is told."""

from collections.abc import Callable, Coroutine
from datetime import datetime

import httpx

from benefits.api_key import ApiKey
from benefits.connect6.client import Connect6
from benefits.connection import Server
from benefits.ids import OrganizationId
from tests.benefits.answers import BASE_URL, KEY, NOW
from tests.patience import PATIENCE


def connected6(
    answer: Callable[[httpx.Request], httpx.Response]
    | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]],
    organization: OrganizationId | None = None,
    now: Callable[[], datetime] = lambda: NOW,
) -> Connect6:
    """A client whose calls `answer` answers."""
    server = Server(
        base_url=BASE_URL, api_key=ApiKey(KEY), timeout=PATIENCE, transport=httpx.MockTransport(answer), now=now
    )
    return Connect6(server, organization)
