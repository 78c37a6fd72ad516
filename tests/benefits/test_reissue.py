"""The reissue call: how it is sent, and that nothing sends it twice."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.errors import InvalidId
from benefits.models import Enrollment
from benefits.outcome import OutcomeKind
from tests.benefits.answers import ENROLLMENT, KEY, a_call, connected

pytestmark = pytest.mark.anyio

CALL = a_call()


async def test_it_posts_the_event_and_the_reason_to_the_enrollment() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=ENROLLMENT)

    await connected(answer).reissue(a_call(reason="Geburt ♥"))
    (request,) = sent
    assert (request.method, str(request.url)) == ("POST", "http://api.example/base/v1/enrollments/enrl_1/reissue")
    assert json.loads(request.content) == {"qle_id": "qle_1", "reason": "Geburt ♥"}
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["Connection"] == "close"


async def test_it_says_who_is_calling_for_which_request_and_which_try_it_is() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=ENROLLMENT)

    await connected(answer).reissue(replace(a_call(), number="R-12", attempt=3))
    names = ("User-Agent", "X-Reissue-Request", "X-Reissue-Attempt")
    assert [sent[0].headers[name] for name in names] == ["reissue-bot", "R-12", "3"]


@pytest.mark.parametrize(
    ("body", "headers", "trace_id"),
    [
        (ENROLLMENT, {}, None),
        (ENROLLMENT | {"trace_id": "tr_1"}, {"X-Request-Id": "req_1"}, "tr_1"),
        (ENROLLMENT, {"X-Request-Id": "req_1"}, "req_1"),
        (ENROLLMENT, {"X-Trace-Id": "tr_2", "X-Request-Id": "req_1"}, "tr_2"),
        ({"odd": 1}, {"X-Request-Id": "req_1"}, "req_1"),
    ],
)
async def test_the_apis_own_id_of_a_call_is_kept_for_successes_too(
    body: object, headers: dict[str, str], trace_id: str | None
) -> None:
    client = connected(lambda _: httpx.Response(200, json=body, headers=headers))
    assert (await client.reissue(a_call())).trace_id == trace_id


@pytest.mark.parametrize("field", sorted(set(Enrollment.model_fields) - {"id", "benefit_product_id", "employee_id"}))
async def test_an_answer_with_an_odd_optional_field_is_still_the_new_enrollment(field: str) -> None:
    is_required = field in ("plan_year_id", "status", "created_at")
    outcome = await connected(lambda _: httpx.Response(200, json=ENROLLMENT | {field: ""})).reissue(a_call())
    assert (outcome.kind is OutcomeKind.REISSUED) is not is_required


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 408, 409, 429, 500, 503])
async def test_no_answer_makes_it_send_again_or_follow(status: int) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(status, headers={"Location": "https://api.example/elsewhere", "Retry-After": "0"})

    await connected(answer).reissue(CALL)
    assert sent == ["POST"]


@settings(deadline=None)
@given(
    st.from_regex(r"qle_[./%\w-]{1,6}", fullmatch=True)
    | st.text("./%\\?#qle_2eF", max_size=40)
    | st.text(max_size=80).map(lambda rest: "qle_" + rest)
)
def test_text_that_is_not_an_id_is_never_sent(text: str) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.raw_path.decode())
        return httpx.Response(500)

    async def send() -> None:
        await connected(answer).reissue(a_call(text.replace("qle_", "enrl_", 1), text))

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
    outcome = await client.reissue(CALL)
    assert (outcome.kind, outcome.status_code) == (kind, status)
    assert outcome.retry_after == (None if status == 200 else 9)


async def test_a_body_that_cannot_be_unpacked_is_done_but_unreadable() -> None:
    broken = gzip.compress(json.dumps(ENROLLMENT).encode())[5:]
    client = connected(
        lambda _: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(broken))
    )
    assert (await client.reissue(CALL)).kind is OutcomeKind.REISSUED_UNREADABLE


async def test_an_answer_about_another_employee_is_a_success_that_cannot_be_read() -> None:
    told = ENROLLMENT | {"employee_id": "empl_2", "enrolled_dependents": [{"first_name": "Carl"}]}
    outcome = await connected(lambda _: httpx.Response(200, json=told)).reissue(CALL)
    assert (outcome.kind, outcome.new_id, outcome.enrollment) == (OutcomeKind.REISSUED_UNREADABLE, None, None)
