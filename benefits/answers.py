"""Reads one HTTP answer of the API: its JSON in either shape, or the error it stands for."""

from typing import TypeVar

import httpx
from pydantic import ValidationError
from pydantic_core import from_json

from benefits.errors import BenefitsError, NotFound, RateLimited, Refused, Unreachable, UnreadableAnswer
from benefits.models import Answer
from benefits.problems import Problem

Model = TypeVar("Model", bound=Answer)


def content(response: httpx.Response, retry_after: float | None) -> object:
    """The JSON of an answer that went well.

    `retry_after` is what a 429 asks for, in seconds. Raises the BenefitsError that any other answer stands for.
    """
    if not response.is_success:
        raise _error(response, retry_after)
    try:
        return from_json(response.content)
    except ValueError as error:
        raise UnreadableAnswer("The benefits API answered something that is no JSON.") from error


def one(model: type[Model], answer: object) -> Model:
    """A single thing, bare or as `{"data": {…}}` (the documentation page shows the first, SDK 0.1.2 the second)."""
    if isinstance(answer, dict) and "id" not in answer and "data" in answer:
        answer = answer["data"]
    return parsed(model, answer)


def parsed(model: type[Model], answer: object) -> Model:
    """The JSON of one thing as its model; raises UnreadableAnswer."""
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, detail["loc"])) or "all of it" for detail in error.errors()}))
        raise UnreadableAnswer(f"The benefits API's {model.__name__} cannot be read: {fields}.") from error


def _error(response: httpx.Response, retry_after: float | None) -> BenefitsError:
    status, problem = response.status_code, Problem.of(response.content)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(retry_after)
    if status == httpx.codes.NOT_FOUND:
        return NotFound(problem.message)
    if response.is_server_error or status == httpx.codes.REQUEST_TIMEOUT:
        return Unreachable(f"The benefits API is in trouble ({status}).")
    if response.is_client_error:
        return Refused(problem.message, status, problem.trace_id)
    return UnreadableAnswer(f"The benefits API answered {status}; is the base URL right?")
