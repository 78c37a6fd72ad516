"""The client for Slack's Web API: one session, no silent retries."""

from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

NO_ANSWER = (aiohttp.ClientError, TimeoutError, SlackClientError)
"""What a call raises when Slack gave no usable answer. `SlackApiError` is among them: look at it first."""

TIMEOUT = 5
"""Seconds for one call. Nothing a person waits for may depend on a longer one."""


def slack_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client without retries: a repeated `chat.postMessage` can post twice, and the driver repeats what matters.

    `api_url` ends with a slash; `session` is closed by whoever opened it.
    """
    return AsyncWebClient(token=token, base_url=api_url, session=session, timeout=TIMEOUT, retry_handlers=[])


def error_code(error: BaseException | None) -> str | None:
    """Slack's own word for why it refused; None when it did not answer, or answered that it cannot now (429, 5xx)."""
    if not isinstance(error, SlackApiError) or error.response.status_code != HTTPStatus.OK:
        return None
    code = error.response.get("error")
    return code if isinstance(code, str) else None
