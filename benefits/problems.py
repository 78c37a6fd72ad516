"""What a failing answer says about itself: the API's message, its code and its trace id."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import httpx

from benefits.parsing import parsed_json

MESSAGE_LENGTH = 500
CODE_LENGTH = 80

Told = Mapping[str, Any]

_DOCUMENT = re.compile(r"<(!doctype|html|head|body)\b", re.IGNORECASE)


ORGANIZATION = "organization_"
"""The start of the codes by which newer servers say that the key has no access to the organization asked for."""

_TRACE_HEADERS = ("x-trace-id", "x-request-id", "x-correlation-id", "x-amzn-trace-id", "x-amzn-requestid")
_TRACE_ID = re.compile(r"[A-Za-z0-9._:;=,/+-]{1,200}")
"""The log has it, so anything else there is not one."""

_NOT_ABOUT_FIELDS = frozenset({"message", "error", "detail", "title", "non_field_errors"})


@dataclass(frozen=True)
class ErrorBody:
    """The API's own message, plain text of at most 500 characters (never a page of HTML), and its trace id.

    `message` ends with the `app_error_code` in brackets, if there is one; `code` is that or another code. `of`
    understands `{timestamp, message, error, app_error_code?, trace_id}`, `{"error": {"code", "message"}}`, the forms of
    Django REST framework (`detail`, `non_field_errors`, a list for each field, a bare list) and RFC 9457 (`title`,
    `detail`). A message may be a text, a list or an object; the body may be empty or HTML.
    """

    message: str | None = None
    trace_id: str | None = None
    code: str | None = None

    @classmethod
    def of(cls, response: httpx.Response) -> Self:
        """The error that an answer describes; empty if its body says nothing."""
        try:
            answer = parsed_json(response.content)
        except ValueError:
            answer = None
        told: Told = answer if isinstance(answer, dict) else {"non_field_errors": answer}
        error = told.get("error")
        inner: Told = error if isinstance(error, dict) else {"message": error}
        code, key = _plain(told.get("app_error_code"), CODE_LENGTH), _key_sent(response)
        return cls(
            message=_without(key, _with_code(_message(told, inner), code)),
            trace_id=_without(key, _trace_id(response, told, inner)),
            code=code or _plain(inner.get("code"), CODE_LENGTH),
        )

    @property
    def is_about_organization(self) -> bool:
        """Whether the key is good, but not for the organization that was asked for."""
        return (self.code or "").startswith(ORGANIZATION) or self.code == "invalid_organization_header"


def _key_sent(response: httpx.Response) -> str:
    """The API key that the call carried."""
    try:
        return str(response.request.headers.get("Authorization", "")).removeprefix("Bearer ")
    except RuntimeError:  # an answer without its request
        return ""


def _without(key: str, text: str | None) -> str | None:
    """A text for cards and the log. The API may quote the key that it does not accept."""
    return text.replace(key, "…") if key and text else text


def _message(told: Told, inner: Told) -> str | None:
    detail, title = _plain(told.get("detail")), _plain(told.get("title"))
    fields = {name: value for name, value in told.items() if isinstance(value, list) and name not in _NOT_ABOUT_FIELDS}
    return (
        _plain(told.get("message"))
        or _plain(inner.get("message"))
        or (f"{title}: {detail}" if title and detail else detail or title)
        or _plain(told.get("non_field_errors"))
        or _plain(fields)
    )


def _with_code(message: str | None, code: str | None) -> str | None:
    if code is None or (message and code in message):
        return message
    return f"{_cut(message, MESSAGE_LENGTH - len(code) - 3)} ({code})" if message else code


def _trace_id(response: httpx.Response, told: Told, inner: Told) -> str | None:
    """The API's own id for this call: from the body, or from a header, where most gateways put theirs."""
    found = (told.get("trace_id"), inner.get("trace_id"), *map(response.headers.get, _TRACE_HEADERS))
    return next((said for said in found if isinstance(said, str) and _TRACE_ID.fullmatch(said)), None)


def _plain(said: object, length: int = MESSAGE_LENGTH) -> str | None:
    """A text, a list or an object as one line of at most `length` characters."""
    if isinstance(said, list):
        return _joined((_plain(one) for one in said), length)
    if isinstance(said, dict):
        return _joined((f"{name}: {text}" for name, value in said.items() if (text := _plain(value))), length)
    if not isinstance(said, str) or _DOCUMENT.search(said):
        return None
    plain = " ".join("".join(char if char.isprintable() else " " for char in said).split())
    return _cut(plain, length) or None


def _joined(texts: Iterable[str | None], length: int) -> str | None:
    return _cut("; ".join(filter(None, texts)), length) or None


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
