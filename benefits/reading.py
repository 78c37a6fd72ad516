"""One read at a time: a GET with a time limit, its network errors mapped to the error tree."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx
import structlog

from benefits.answers import Model, content, one
from benefits.errors import BenefitsError, Declined, NotFound, Unreachable, UnreadableAnswer, Untrusted
from benefits.headers import http_date, retry_after
from benefits.paging import LIMIT, Belongs, Item, Listed, Page, Pages, everything, has_more, listed

log = structlog.get_logger()

Heard = Callable[[str, BenefitsError | None], None]
"""Is told how each read for a person ended: the kind of call, and the error if it failed."""


def unheard(_call: str, _error: BenefitsError | None) -> None:
    """Nobody wants to know."""


class ApiReader:
    """Reads over `client`; each call takes at most `timeout` seconds. `now` is the clock for a `Retry-After` date.
    `heard` is told how each read ended; not of lists in pages, whose reader knows more about them. `headers` are those
    that a call to a path takes beside the usual ones.

    Each failed read is one line in the log: the call, the status, the kind of error, the API's trace id and the names
    of fields; never a value.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        timeout: float,
        now: Callable[[], datetime],
        heard: Heard = unheard,
        headers: Callable[[str], dict[str, str]] = lambda _path: {},
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._now = now
        self._heard = heard
        self._headers = headers

    async def one(self, model: type[Model], path: str, within: float | None = None) -> Model:
        """The record at `path`; `within` is the time limit in seconds."""
        with self._told(path), failures_logged(path), mapped():
            async with asyncio.timeout(within):
                return one(model, await self._get(path))

    async def all(
        self, model: type[Item], path: str, within: float | None = None, belongs: Belongs = everything
    ) -> Listed[Item]:
        """The whole list at `path`; `within` is the time limit for all pages, in seconds."""
        with self._told(path), failures_logged(path), mapped():
            async with asyncio.timeout(within):
                read = [page async for page in Pages(model, self._page_of(path), belongs)]
        return Listed.together(read)

    async def unpaged(
        self, model: type[Item], path: str, within: float | None = None, belongs: Belongs = everything, **params: str
    ) -> Listed[Item]:
        """The list at `path` that comes whole in one answer."""
        with self._told(path), failures_logged(path), mapped():
            async with asyncio.timeout(within):
                return listed(model, await self._get(path, **params), belongs)

    async def page(
        self, model: type[Item], path: str, limit: int, within: float | None = None, **params: str
    ) -> Page[Item]:
        """The first page of the list at `path`, of at most `limit` records, and whether there is more."""
        with self._told(path), failures_logged(path), mapped():
            async with asyncio.timeout(within):
                answer = await self._get(path, **params, page="1", limit=str(limit))
                return Page(listed(model, answer), more=has_more(answer, limit))

    async def told(self, path: str, within: float | None = None, **params: str) -> None:
        """Only try whether there is an answer at `path`."""
        with self._told(path), failures_logged(path):
            await self.raw(path, within, **params)

    async def raw(self, path: str, within: float | None = None, **params: str) -> object:
        """The JSON at `path` as it is; not logged, and nobody is told."""
        with mapped():
            async with asyncio.timeout(within):
                return await self._get(path, **params)

    def pages(self, model: type[Item], path: str, belongs: Belongs = everything) -> Pages[Item]:
        """The list at `path`, page by page."""
        return Pages(model, self._page_of(path), belongs, lambda: failures_logged(path))

    async def date(self, path: str, within: float | None = None) -> datetime | None:
        """The server's time (`Date`, RFC 9110 6.6.1), from an answer of any status; None if it sends no valid date."""
        with mapped():
            async with asyncio.timeout(within):
                response = await self._client.get(path, headers=self._headers(path))
        return http_date(response.headers.get("Date"))

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        call = call_of(path)
        try:
            yield
        except BenefitsError as error:
            self._heard(call, error)
            raise
        self._heard(call, None)

    def _page_of(self, path: str) -> Callable[[int], Awaitable[object]]:
        return lambda number: self._get(path, page=str(number), limit=str(LIMIT))

    async def _get(self, path: str, **params: str) -> object:
        with mapped():
            async with asyncio.timeout(self._timeout):
                response = await self._client.get(path, params=params, headers=self._headers(path))
        return content(response, retry_after(response.headers.get("Retry-After"), self._now()))


def call_of(path: str) -> str:
    """The kind of call: the path without the version and the ids."""
    return "/".join(path.strip("/").split("/")[1::2])


@contextmanager
def mapped() -> Iterator[None]:
    """Turns timeouts and the errors of httpx into the error tree."""
    try:
        yield
    except TimeoutError as error:
        raise Unreachable("The benefits API did not answer in time.") from error
    except httpx.DecodingError as error:
        raise UnreadableAnswer from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise (Untrusted if _is_about_certificate(error) else Unreachable) from error


@contextmanager
def failures_logged(path: str) -> Iterator[None]:
    """Logs a failed read: a 404 as information, everything else as a warning."""
    try:
        yield
    except BenefitsError as error:
        level = logging.INFO if isinstance(error, NotFound) else logging.WARNING
        log.log(level, "read_failed", call=f"GET {path}", error=type(error).__name__, **_facts(error))
        raise


def _facts(error: BenefitsError) -> dict[str, object]:
    match error:
        case Declined():
            return {"status": error.status_code, "trace_id": error.trace_id}
        case UnreadableAnswer():
            return {"fields": error.fields}
        case _:
            return {"cause": type(error.__cause__).__name__}


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None
