"""Reads one HTTP answer of the API: its JSON in either shape, or the error that it means."""

from collections.abc import Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import TypeVar

import httpx
from pydantic import ValidationError

from benefits.errors import (
    BenefitsError,
    Declined,
    NoAccess,
    NotFound,
    RateLimited,
    Refused,
    ServerError,
    UnreadableAnswer,
    WrongKey,
    WrongOrganization,
)
from benefits.models import Answer
from benefits.parsing import parsed_json
from benefits.problems import ErrorBody

Model = TypeVar("Model", bound=Answer)


_KINDS: Mapping[int, type[Declined]] = MappingProxyType(
    {httpx.codes.UNAUTHORIZED: WrongKey, httpx.codes.FORBIDDEN: NoAccess, httpx.codes.NOT_FOUND: NotFound}
)
"""Errors by plain number: servers and gateways also use statuses that no standard names, such as 499."""


def content(response: httpx.Response, retry_after: float | None) -> object:
    """The JSON of a successful answer.

    `retry_after` is the wait that a 429 asks for, in seconds. Any other answer raises the BenefitsError that it means.
    """
    if not response.is_success:
        raise _error(response, retry_after)
    try:
        return parsed_json(response.content)
    except ValueError as error:
        raise UnreadableAnswer("The benefits API answered something that is not JSON.") from error


def one(model: type[Model], answer: object) -> Model:
    """A single record, bare or as `{"data": {…}}` (the documentation page shows the first, SDK 0.1.2 the second)."""
    if isinstance(answer, dict) and "id" not in answer and "data" in answer:
        answer = answer["data"]
    return parsed(model, answer)


def parsed(model: type[Model], answer: object) -> Model:
    """The JSON of one record as its model; raises UnreadableAnswer with the names of the fields at fault."""
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        fields = tuple(sorted({_name(detail["loc"]) for detail in error.errors()}))
        message = f"The benefits API's {model.__name__} cannot be read: {', '.join(fields)}."
        raise UnreadableAnswer(message, fields) from error


def _name(location: tuple[int | str, ...]) -> str:
    """The name of a field, such as `member.id`, without pydantic's names for the types that it tried."""
    names = takewhile(lambda part: isinstance(part, str) and part.isidentifier() and part != "str", location)
    return ".".join(map(str, names)) or "all of it"


def _error(response: httpx.Response, retry_after: float | None) -> BenefitsError:
    status, problem = response.status_code, ErrorBody.of(response)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(retry_after, problem.trace_id)
    if response.is_server_error or status == httpx.codes.REQUEST_TIMEOUT:
        return ServerError(f"The benefits API has a problem of its own ({status}).", status, problem.trace_id)
    if not response.is_client_error:
        return UnreadableAnswer(f"The benefits API answered {status}; is the base URL right?")
    kind = WrongOrganization if problem.is_about_organization else _KINDS.get(status, Refused)
    otherwise = f"The benefits API refused the call ({status})." if kind is Refused else None
    return kind(problem.message or otherwise, status, problem.trace_id, problem.code)
