"""Sends one POST, once.

Nothing here repeats it: no transport retries, no redirects (a 301 turns a POST into a GET, and a 303 can follow
success). Each call gets a fresh connection: a pooled one that the server is just closing fails as "dropped", and that
is an unknown outcome that could have been avoided.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import httpx

from benefits.outcome import Outcome, OutcomeKind, classify_failure

LONGEST_CONNECT = 10.0

ABOUT_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})

LEAVING = "http11.send_request_headers.started"
"""What httpcore calls the moment before the first byte of a request leaves (HTTPX, "Extensions": trace)."""


class LeftTooLate(httpx.TimeoutException):
    """The process was stopped until the call's time was over, so nothing was sent."""


class OnceSender:
    """Sends POSTs that must not be sent twice.

    `client` must not keep connections alive or follow redirects; `timeout` is for a whole call, in seconds.
    """

    def __init__(self, client: httpx.AsyncClient, timeout: float, now: Callable[[], datetime]) -> None:
        self._client = client
        self._timeout = timeout
        self.now = now

    async def post(self, path: str, body: Mapping[str, str], headers: Mapping[str, str]) -> httpx.Response | Outcome:
        """The answer, or what a failure without one proves. Cancelling it in flight leaves the outcome unknown."""
        request = self._client.build_request("POST", path, json=dict(body), headers=dict(headers))
        request.extensions["trace"] = self._not_after(self.now() + timedelta(seconds=self._timeout))
        deadline = asyncio.get_running_loop().time() + self._timeout
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._client.send(request, stream=True)
        except LeftTooLate as error:
            return Outcome(kind=OutcomeKind.NOT_SENT, message=str(error))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            return classify_failure(error)
        return await _read(response, deadline)

    def _not_after(self, latest: datetime) -> Callable[[str, object], Awaitable[None]]:
        """Checks the clock just before sending: a process that was stopped would send before it notices a timeout."""

        async def look(moment: str, _: object) -> None:
            if moment == LEAVING and self.now() > latest:
                raise LeftTooLate("The call's time was over before it could leave.")

        return look


def connect_timeout(timeout: float) -> float:
    """Seconds for connecting, well below the total: a call that fails while connecting was certainly not sent."""
    return min(LONGEST_CONNECT, timeout / 2)


async def _read(response: httpx.Response, deadline: float) -> httpx.Response:
    """The answer with its body, or without it if it breaks off: what the status proves does not depend on the body."""
    try:
        async with asyncio.timeout_at(deadline):
            await response.aread()
    except (httpx.HTTPError, TimeoutError):
        kept = [(name, value) for name, value in response.headers.multi_items() if name not in ABOUT_BODY]
        return httpx.Response(response.status_code, headers=kept, request=response.request)
    finally:
        await response.aclose()
    return response
