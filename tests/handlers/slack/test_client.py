"""What a call that failed may have come to: refused, postponed, certainly not done, or done without an answer."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from handlers.slack.client import (
    NO_ANSWER,
    error_code,
    may_have_been_done,
    post_message,
    retry_after,
    slack_client,
    slack_session,
)
from sandbox import cast
from sandbox.server import serve
from tests.company_proxy import company_proxy
from tests.office import open_office
from tests.patient import AT_WORK, PATIENT

pytestmark = pytest.mark.anyio

JSON, HTML, PLAIN = "application/json", "text/html", "text/plain"


@dataclass
class Answering:
    """A server that answers everything alike, as a client sees it."""

    client: AsyncWebClient
    answer: Response

    async def failure(self, answer: Response) -> Exception:
        """What a post raises that is answered so."""
        self.answer = answer
        with pytest.raises(NO_ANSWER) as raised:
            await post_message(self.client, channel=cast.APPROVALS, text="x")
        error: Exception = raised.value
        return error


@pytest.fixture
async def server() -> AsyncIterator[Answering]:
    async with slack_session(PATIENT) as session:
        answering = Answering(slack_client("xoxb-1", "http://nowhere/api/", session), Response())

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await Request(scope, receive).body()
            await answering.answer(scope, receive, send)

        async with serve(app) as url:
            answering.client = slack_client("xoxb-1", f"{url}/api/", session)
            yield answering


@pytest.mark.parametrize("code", ["is_archived", "token_revoked", "missing_scope", "msg_too_long"])
async def test_what_slack_refuses_was_not_done_and_has_slacks_own_word(server: Answering, code: str) -> None:
    error = await server.failure(Response(f'{{"ok": false, "error": "{code}"}}', 200, media_type=JSON))
    assert (error_code(error), may_have_been_done(error), retry_after(error)) == (code, False, None)


async def test_what_slack_limits_was_not_done_and_says_how_long_to_wait(server: Answering) -> None:
    body = '{"ok": false, "error": "ratelimited"}'
    error = await server.failure(Response(body, 429, {"retry-after": "7"}, media_type=JSON))
    assert (error_code(error), may_have_been_done(error), retry_after(error)) == (None, False, 7.0)


@pytest.mark.parametrize("header", ["Mon, 23 Nov 2026 12:00:30 GMT", "soon", "", None])
async def test_a_limit_without_readable_seconds_asks_for_one_second(server: Answering, header: str | None) -> None:
    headers = None if header is None else {"retry-after": header}
    assert retry_after(await server.failure(Response("{}", 429, headers, media_type=JSON))) == 1.0


@pytest.mark.parametrize("header", ["86400", "99999999999999", "9" * 400])
async def test_a_limit_that_asks_for_days_is_tried_again_after_an_hour(server: Answering, header: str) -> None:
    assert retry_after(await server.failure(Response("{}", 429, {"retry-after": header}, media_type=JSON))) == 3600.0


@pytest.mark.parametrize(
    ("status", "body", "kind", "perhaps"),
    [
        (200, '{"ok": false, "error": "service_unavailable"}', JSON, False),
        (200, '{"ok": false, "error": "rate_limited"}', JSON, False),
        (200, '{"ok": false, "error": "internal_error"}', JSON, True),
        (200, '{"ok": false, "error": "fatal_error"}', JSON, True),
        (200, '{"ok": true, "ts": "1.1", "chan', JSON, True),
        (200, '{"ok": true}', JSON, True),
        (200, "[]", JSON, True),
        (200, '["ok"]', JSON, True),
        (200, "null", JSON, True),
        (200, "ok", PLAIN, True),
        (200, "<p>Please sign in</p>", HTML, True),
        (200, "", JSON, True),
        (404, "<p>Not found</p>", HTML, False),
        (500, '{"ok": false, "error": "is_archived"}', JSON, True),
        (502, "<p>Bad gateway</p>", HTML, True),
        (503, "away", PLAIN, True),
    ],
)
async def test_an_answer_that_settles_nothing_is_no_refusal(
    server: Answering, status: int, body: str, kind: str, perhaps: bool
) -> None:
    error = await server.failure(Response(body, status, media_type=kind))
    assert (error_code(error), retry_after(error)) == (None, None)
    assert may_have_been_done(error) is perhaps


async def test_what_could_not_connect_was_not_done() -> None:
    async with slack_session(PATIENT) as session:
        client = slack_client("xoxb-1", "http://127.0.0.1:1/api/", session)
        with pytest.raises(NO_ANSWER) as raised:
            await post_message(client, channel=cast.APPROVALS, text="x")
    assert (error_code(raised.value), may_have_been_done(raised.value)) == (None, False)


async def test_what_a_proxy_did_not_let_through_was_not_done() -> None:
    async with company_proxy() as proxy, slack_session(PATIENT) as session:
        client = slack_client("xoxb-1", "https://slack.company.test/api/", session, f"http://{proxy.address}")
        with pytest.raises(NO_ANSWER) as raised:
            await post_message(client, channel=cast.APPROVALS, text="x")
    assert (error_code(raised.value), may_have_been_done(raised.value)) == (None, False)
    assert proxy.asked == ["CONNECT slack.company.test:443 HTTP/1.1"]


async def test_a_call_that_hangs_is_given_up_in_time_and_may_have_been_done() -> None:
    async with open_office() as office, slack_session(AT_WORK) as session:
        await office.fault("slack", "chat.postMessage", "slow", seconds=60)
        began = time.monotonic()
        with pytest.raises(NO_ANSWER) as raised:
            await post_message(
                slack_client(cast.BOT_TOKEN, f"{office.url}/api/", session), channel=cast.APPROVALS, text="x"
            )
    assert AT_WORK.slack_call - 1 < time.monotonic() - began < 40
    assert may_have_been_done(raised.value)
