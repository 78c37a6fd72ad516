"""The client for Slack's Web API: one session, no silent retries; and whether a failed call may have had its effect."""

import re
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from approvals.rules.budgets import TimeBudgets

NO_ANSWER = (aiohttp.ClientError, TimeoutError, SlackClientError)
"""Errors of a call without a usable answer. `SlackApiError` is among them: look at it first."""

NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
"""Errors raised before the first byte of a call has left; the last is a proxy's refusal to connect."""

HALFWAY = frozenset({"internal_error", "fatal_error"})
"""With these codes Slack says that some of the work may have been done before the error (every method's table of
errors)."""

LIMITED = frozenset({"ratelimited", "rate_limited"})

LONGEST_ASKED = 3600.0
"""The longest wait in seconds that is kept. Slack asks for a minute or so; what something between writes there must not
keep cards from being redrawn for days."""

NOT_NOW = HALFWAY | LIMITED | {"service_unavailable", "request_timeout"}
"""Answers with 200 that only mean: try again."""


CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""The form of Slack's codes."""

UNREADABLE_CODE = "unreadable_code"
"""Our code for a reason that is not one of Slack's: something between may have written it, and may quote anything."""


class Answer(StrEnum):
    """How a call ended; a label in metrics."""

    OK = "ok"
    REFUSED = "refused"
    RATE_LIMITED = "ratelimited"
    UNANSWERED = "unanswered"
    """No answer, one that cannot be read, or one that only means: try again."""


HeardCall = Callable[[str, Answer, float], None]
"""Is told of each call when it has ended: the method, how it ended, and the seconds that it took."""


def unheard(_method: str, _answer: Answer, _seconds: float) -> None:
    """No one wants to know."""


class MeasuredClient(AsyncWebClient):
    """The client; `heard` is told how each call ended."""

    heard: HeardCall = staticmethod(unheard)

    async def api_call(self, api_method: str, **call: Any) -> AsyncSlackResponse:  # noqa: ANN401 - the client's own
        """One call. Every method of the client goes through here."""
        began, answer = time.perf_counter(), Answer.UNANSWERED
        try:
            answered = await super().api_call(api_method, **call)
            answer = Answer.OK
        except SlackApiError as error:
            answer = _answer_of(error)
            raise
        else:
            return answered
        finally:
            self.heard(api_method, answer, time.perf_counter() - began)


def slack_session(budgets: TimeBudgets) -> aiohttp.ClientSession:
    """The session behind the client. The timeout belongs here: slack_sdk's own is for sessions that it opens itself."""
    timeout = aiohttp.ClientTimeout(total=budgets.slack_call, sock_connect=budgets.slack_connection)
    return aiohttp.ClientSession(timeout=timeout)


def slack_client(
    token: str,
    api_url: str,
    session: aiohttp.ClientSession,
    proxy: str | None = None,
    heard: HeardCall = unheard,
) -> AsyncWebClient:
    """A client without retries: a repeated `chat.postMessage` can post twice, and the driver repeats the calls that
    matter.

    `api_url` ends with a slash. The caller closes `session`. `proxy` is the address of the HTTP proxy to go through;
    `heard` is told how each call ended.
    """
    client = MeasuredClient(token=token, base_url=api_url, session=session, retry_handlers=[])
    client.proxy = proxy  # as an argument, None would mean: look into the environment
    client.heard = heard
    return client


async def post_message(client: AsyncWebClient, **message: Any) -> tuple[str, str]:  # noqa: ANN401 - Slack's arguments
    """Post a message; the channel and `ts` it got. Raises one of NO_ANSWER, also for an answer that says neither."""
    answer = await read(client.chat_postMessage(unfurl_links=False, unfurl_media=False, **message))
    channel, ts = answer.get("channel"), answer.get("ts")
    if not channel or not ts:
        raise SlackClientError("an answer without a place")
    return str(channel), str(ts)


async def read(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """The answer to a call. slack_sdk fails on a body that is not a JSON object: that counts as no answer."""
    try:
        return await call
    except AttributeError as error:
        raise SlackClientError("unreadable answer") from error


def error_code(error: BaseException | None) -> str | None:
    """Slack's own word for why it refused; None when it did not answer, or answered that it cannot now (429, 5xx)."""
    status, code = _answered(error)
    return None if status != HTTPStatus.OK or code in NOT_NOW else code


def code_in(said: str) -> str:
    """One of Slack's words for a reason, or UNREADABLE_CODE: it is shown to operators, so it must be a word."""
    return said if CODE.fullmatch(said) else UNREADABLE_CODE


def retry_after(error: BaseException) -> float | None:
    """The seconds to wait after a 429, at least 1; None after any other answer."""
    if not isinstance(error, SlackApiError) or _answered(error)[0] != HTTPStatus.TOO_MANY_REQUESTS:
        return None
    return seconds_asked(error) or 1.0


def seconds_asked(refused: SlackApiError) -> float:
    """The whole seconds in the `Retry-After` header of a refusal, at most LONGEST_ASKED; 0 if it has none, or has a
    date as a proxy may."""
    given = str(refused.response.headers.get("Retry-After", ""))
    return min(float(given), LONGEST_ASKED) if given.isascii() and given.isdecimal() else 0.0


def may_have_been_done(error: BaseException) -> bool:
    """Whether a failed call may have had its effect, so that only its answer was lost."""
    if isinstance(error, NOT_CONNECTED):
        return False
    status, code = _answered(error)
    if status == HTTPStatus.OK:
        return code is None or code in HALFWAY
    return status == 0 or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _answer_of(error: SlackApiError) -> Answer:
    status, code = _answered(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in LIMITED:
        return Answer.RATE_LIMITED
    return Answer.UNANSWERED if error_code(error) is None else Answer.REFUSED


def _answered(error: BaseException | None) -> tuple[int, str | None]:
    """Status and error code; 0 where there was no answer. slack_sdk gives a bare response where JSON was broken."""
    if not isinstance(error, SlackApiError):
        return 0, None
    if isinstance(error.response, aiohttp.ClientResponse):
        return error.response.status, None
    status = int(error.response.status_code)
    code = error.response.get("error") if isinstance(error.response.data, dict) else None
    return status, code_in(code) if isinstance(code, str) else None
