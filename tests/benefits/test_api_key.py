"""The API key: which key is sent, and what happens when the API no longer accepts it."""

import httpx
import pytest
from structlog.testing import capture_logs

from benefits import connection
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.errors import WrongKey
from benefits.ids import EnrollmentId
from benefits.outcome import OutcomeKind
from tests.benefits.answers import BASE_URL, ENROLLMENT, a_call
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

ENRL = EnrollmentId("enrl_1")


class Server:
    """An API that accepts one key, and remembers with which it was asked."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.asked: list[tuple[str, str]] = []

    def client(self, key: ApiKey) -> VitableConnect:
        """A client of it."""
        return VitableConnect(
            connection.Server(
                base_url=BASE_URL, api_key=key, timeout=PATIENCE, transport=httpx.MockTransport(self._answer)
            )
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        sent = request.headers["Authorization"].removeprefix("Bearer ")
        self.asked.append((request.method, sent))
        return httpx.Response(200, json=ENROLLMENT) if sent == self.key else httpx.Response(401)


async def test_a_read_goes_through_with_the_new_key_as_soon_as_the_old_one_is_refused() -> None:
    server, keys = Server("old"), ["new"]
    client = server.client(ApiKey("old", lambda: keys[-1]))
    await client.enrollment(ENRL)
    server.key = "new"
    assert (await client.enrollment(ENRL)).id == ENRL
    await client.enrollment(ENRL)
    assert server.asked == [("GET", "old"), ("GET", "old"), ("GET", "new"), ("GET", "new")]


async def test_the_post_is_sent_once_and_the_next_call_has_the_new_key() -> None:
    server = Server("new")
    client = server.client(ApiKey("old", lambda: "new"))
    assert (await client.reissue(a_call())).kind is OutcomeKind.REFUSED
    assert (await client.reissue(a_call())).kind is OutcomeKind.REISSUED
    assert server.asked == [("POST", "old"), ("POST", "new")]


@pytest.mark.parametrize("reread", [None, lambda: "old"])
async def test_a_key_that_stays_wrong_is_not_tried_twice(reread: object) -> None:
    server = Server("new")
    with pytest.raises(WrongKey):
        await server.client(ApiKey("old", reread)).enrollment(ENRL)  # type: ignore[arg-type]
    assert server.asked == [("GET", "old")]


async def test_a_key_that_cannot_be_read_again_is_logged_and_stays() -> None:
    def unreadable() -> str:
        raise FileNotFoundError("/run/secrets/key")

    with capture_logs() as logged, pytest.raises(WrongKey):
        await Server("new").client(ApiKey("old", unreadable)).enrollment(ENRL)
    assert [line["event"] for line in logged] == ["api_key_unreadable", "read_failed"]
    assert "secrets" not in str(logged)
