"""The API key, which can be replaced while the bot runs."""

from collections.abc import Callable, Generator

import httpx
import structlog

log = structlog.get_logger()

REPEATABLE = frozenset({"GET", "HEAD"})


class ApiKey(httpx.Auth):
    """Sends the key with each call, and reads it again when the API does not accept it.

    `reread` returns the current key, for example from a file; without it the key stays. Only reads are repeated with
    the new key: the POST is sent once, even after a 401.
    """

    def __init__(self, key: str, reread: Callable[[], str] | None = None) -> None:
        self._key = key
        self._reread = reread

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """One call (HTTPX, "Custom authentication schemes")."""
        sent = self._sign(request)
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        self._read_again(sent)
        if self._key != sent and request.method in REPEATABLE:
            self._sign(request)
            yield request

    def _sign(self, request: httpx.Request) -> str:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return self._key

    def _read_again(self, refused: str) -> None:
        if self._reread is None or self._key != refused:
            return
        try:
            self._key = self._reread()
        except (OSError, ValueError) as error:
            log.warning("api_key_unreadable", reason=type(error).__name__)
        if self._key != refused:
            log.info("api_key_replaced")
