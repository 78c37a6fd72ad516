"""Sends the one call that changes something, once.

Nothing here repeats it: no transport retries, no redirects (a 301 turns a POST into a GET, and a 303 can follow
success). Each call gets a fresh connection: a pooled one that the server is just closing fails as "dropped", and that
is an unknown outcome that could have been avoided.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from benefits import ids
from benefits.outcome import Outcome, OutcomeKind, Reissued, classify, classify_failure

LONGEST_CONNECT = 10.0

ABOUT_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})

LEAVING = "http11.send_request_headers.started"
"""What httpcore calls the moment before the first byte of a request leaves (HTTPX, "Extensions": trace)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reissue:
    """One call: which enrollment, because of which event (None where none is needed), and why.

    `number` (such as R-12) and `attempt` (from 1) tell the API's operators which request the call belongs to.
    """

    enrollment_id: ids.EnrollmentId
    qle_id: ids.QleId | None
    reason: str
    number: str
    attempt: int


class LeftTooLate(httpx.TimeoutException):
    """The process was stopped until the call's time was over, so nothing was sent."""


class Dialect(Protocol):
    """How a contract writes the call and its answer."""

    def body(self, call: Reissue) -> dict[str, str]:
        """The JSON of the call."""
        ...

    def headers(self, path: str) -> dict[str, str]:
        """The headers that a call to a path takes beside the usual ones."""
        ...

    def reissued(self, answer: object) -> Reissued:
        """What the JSON of a success says. Raises UnreadableAnswer."""
        ...


class Reissuer:
    """A client for `POST /v1/enrollments/{enrollment_id}/reissue` alone.

    `client` must not keep connections alive or follow redirects; `timeout` is for the whole call, in seconds.
    """

    def __init__(
        self, client: httpx.AsyncClient, timeout: float, now: Callable[[], datetime], dialect: Dialect
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._now = now
        self._dialect = dialect

    async def reissue(self, call: Reissue) -> Outcome:
        """Send the call and return what the answer proves.

        Raises only InvalidId, before anything is sent. Cancelling it in flight leaves the outcome unknown.
        """
        path = ids.path("v1", "enrollments", ids.enrollment_id(call.enrollment_id), "reissue")
        request = self._client.build_request(
            "POST",
            path,
            json=self._dialect.body(call),
            headers={
                "X-Reissue-Request": call.number,
                "X-Reissue-Attempt": str(call.attempt),
                **self._dialect.headers(path),
            },
        )
        request.extensions["trace"] = self._not_after(self._now() + timedelta(seconds=self._timeout))
        deadline = asyncio.get_running_loop().time() + self._timeout
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._client.send(request, stream=True)
        except LeftTooLate as error:
            return Outcome(kind=OutcomeKind.NOT_SENT, message=str(error))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            return classify_failure(error)
        return classify(await _read(response, deadline), self._now, self._dialect.reissued)

    def _not_after(self, latest: datetime) -> Callable[[str, object], Awaitable[None]]:
        """Checks the clock just before sending: a process that was stopped would send before it notices a timeout."""

        async def look(moment: str, _: object) -> None:
            if moment == LEAVING and self._now() > latest:
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
