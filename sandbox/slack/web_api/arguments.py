"""The arguments of a Web API call, from its query, form or JSON body."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.slack.errors import SlackError

Json = dict[str, Any]


class Arguments:
    """The arguments of one call. JSON in a form field, and "true" or "1", mean the same as in a JSON body.

    `token` is the one in the body, None without one.
    """

    def __init__(self, query: Json, body: Json) -> None:
        self._given = query | body
        self.token: str | None = body.get("token") or None

    def text(self, name: str) -> str | None:
        """A string argument; None if it is missing or empty."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        return str(value)

    def required(self, name: str) -> str:
        """A string argument that the method needs. Raises `SlackError` if it is missing or empty."""
        value = self.text(name)
        if value is None:
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """A boolean argument; False if it is missing."""
        return str(self._given.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, otherwise: int) -> int:
        """A whole number; `otherwise` if it is missing or not a number."""
        value = self.text(name)
        return int(value) if value is not None and value.isdigit() else otherwise

    def structure(self, name: str, malformed: str) -> Any:  # noqa: ANN401 - the caller checks what was sent
        """A structured argument: JSON, or JSON in a string. Raises `SlackError(malformed)` if it does not parse."""
        value = self._given.get(name)
        if not isinstance(value, str) or value == "":
            return value or None
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            raise SlackError(malformed) from error

    def logged(self) -> Json:
        """All arguments for the call log: JSON strings parsed, and without the token."""
        return {name: _opened(value) for name, value in self._given.items() if name != "token"}


async def read_arguments(request: Request) -> Arguments:
    """The arguments of an HTTP request. Raises `SlackError` if a JSON body does not parse."""
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        given = _json_object(body)
    else:
        given = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Arguments(dict(request.query_params), given)


def _json_object(body: bytes) -> Json:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed


def _opened(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value
