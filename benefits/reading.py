"""One read at a time: a GET under a time limit, with what the network does mapped to the error tree."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from benefits.answers import Model, content, one
from benefits.errors import Unreachable, UnreadableAnswer
from benefits.paging import LIMIT, Item, pages
from benefits.problems import retry_after


class Reader:
    """Reads over `client`, each call within `timeout` seconds in all; `now` dates a `Retry-After`."""

    def __init__(self, client: httpx.AsyncClient, timeout: float, now: Callable[[], datetime]) -> None:
        self._client = client
        self._timeout = timeout
        self._now = now

    async def one(self, model: type[Model], path: str, within: float | None = None) -> Model:
        """The thing at `path`, within so many seconds."""
        with mapped():
            async with asyncio.timeout(within):
                return one(model, await self._get(path))

    async def all(self, model: type[Item], path: str, within: float | None = None) -> tuple[Item, ...]:
        """The whole list at `path`, all pages within so many seconds."""
        with mapped():
            async with asyncio.timeout(within):
                return tuple([item async for page in self.pages(model, path) for item in page])

    def pages(self, model: type[Item], path: str) -> AsyncIterator[tuple[Item, ...]]:
        """The list at `path`, a page at a time."""
        return pages(model, lambda number: self._get(path, page=number, limit=LIMIT))

    async def date(self, path: str, within: float | None = None) -> datetime | None:
        """What time the server says it is (`Date`, RFC 9110 6.6.1), whatever it answers; None where it does not."""
        with mapped():
            async with asyncio.timeout(within):
                response = await self._client.get(path)
        try:
            return parsedate_to_datetime(response.headers["Date"])
        except (KeyError, ValueError):
            return None

    async def _get(self, path: str, **params: int) -> object:
        with mapped():
            async with asyncio.timeout(self._timeout):
                response = await self._client.get(path, params=params)
        return content(response, retry_after(response.headers.get("Retry-After"), self._now()))


@contextmanager
def mapped() -> Iterator[None]:
    """Turns what httpx and the clock raise into the error tree."""
    try:
        yield
    except TimeoutError as error:
        raise Unreachable("The benefits API did not answer in time.") from error
    except httpx.DecodingError as error:
        raise UnreadableAnswer from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable from error
