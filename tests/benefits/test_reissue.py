"""The reissue call: how it is sent, and that nothing sends it twice."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.errors import InvalidId
from benefits.ids import EnrollmentId, QleId
from benefits.outcome import OutcomeKind
from tests.benefits.answers import ENROLLMENT, KEY, connected

pytestmark = pytest.mark.anyio

ENRL, QLE_ID = EnrollmentId("enrl_1"), QleId("qle_1")


async def test_it_posts_the_event_and_the_reason_to_the_enrollment() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=ENROLLMENT)

    await connected(answer).reissue(ENRL, QLE_ID, "Geburt ♥")
    (request,) = sent
    assert (request.method, str(request.url)) == ("POST", "http://api.example/base/v1/enrollments/enrl_1/reissue")
    assert json.loads(request.content) == {"qle_id": "qle_1", "reason": "Geburt ♥"}
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["Connection"] == "close"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 408, 409, 429, 500, 503])
async def test_no_answer_makes_it_send_again_or_follow(status: int) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(status, headers={"Location": "https://api.example/elsewhere", "Retry-After": "0"})

    await connected(answer).reissue(ENRL, QLE_ID, "x")
    assert sent == ["POST"]


@settings(deadline=None)
@given(
    st.from_regex(r"qle_[./%\w-]{1,6}", fullmatch=True)
    | st.text("./%\\?#qle_2eF", max_size=40)
    | st.text(max_size=80).map(lambda rest: "qle_" + rest)
)
def test_text_that_is_no_id_is_never_sent(text: str) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.raw_path.decode())
        return httpx.Response(500)

    async def send() -> None:
        await connected(answer).reissue(EnrollmentId(text.replace("qle_", "enrl_", 1)), QleId(text), "x")

    try:
        asyncio.run(send())
    except InvalidId:
        assert sent == []
    else:
        assert sent == [f"/base/v1/enrollments/{text.replace('qle_', 'enrl_', 1)}/reissue"]


class Breaking(httpx.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Half of it, then the error."""
        yield b'{"id": "en'
        raise self._error


@pytest.mark.parametrize("error", [httpx.ReadError("reset"), httpx.ReadTimeout("slow"), TimeoutError()])
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, OutcomeKind.REISSUED_UNREADABLE),
        (422, OutcomeKind.REFUSED),
        (429, OutcomeKind.NOT_PROCESSED),
        (500, OutcomeKind.UNKNOWN),
    ],
)
async def test_a_status_counts_even_if_the_body_breaks_off(status: int, kind: OutcomeKind, error: Exception) -> None:
    client = connected(lambda _: httpx.Response(status, headers={"Retry-After": "9"}, stream=Breaking(error)))
    outcome = await client.reissue(ENRL, QLE_ID, "x")
    assert (outcome.kind, outcome.status_code) == (kind, status)
    assert outcome.retry_after == (None if status == 200 else 9)


async def test_a_body_that_cannot_be_unpacked_is_done_but_unreadable() -> None:
    broken = gzip.compress(json.dumps(ENROLLMENT).encode())[5:]
    client = connected(
        lambda _: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(broken))
    )
    assert (await client.reissue(ENRL, QLE_ID, "x")).kind is OutcomeKind.REISSUED_UNREADABLE
