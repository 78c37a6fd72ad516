"""The file of routes (ROUTES_FILE): what a route may say, and what is wrong with one.

Errors are sentences that name the file and the route, so that an operator can repair it. They are raised as ValueError,
because the file is checked together with the settings.
"""

import itertools
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from approvals.model.conditions import Condition
from approvals.model.routing import Claim, category_key
from benefits.errors import InvalidId
from benefits.ids import EmployerId, employer_id
from bot.setting_checks import CHANNEL, PERSON_OR_GROUP

EVERY = "*"
"""In place of an employer's id: every employer that no other route names."""

Subject = Annotated[str, Field(pattern=PERSON_OR_GROUP)]


def _condition(value: object) -> object:
    return Condition.parse(value) if isinstance(value, str) else value


class Route(BaseModel):
    """One `[[route]]`. What is None falls back to the setting of the same kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    employers: tuple[str, ...] = Field(min_length=1)
    categories: tuple[str, ...] = ()
    channel: str | None = Field(default=None, pattern=CHANNEL)
    approvers: tuple[Subject, ...] | None = Field(default=None, min_length=1)
    requesters: tuple[Subject, ...] | None = None
    approvals_required: int | None = Field(default=None, ge=1, le=10)
    second_approval_when: tuple[Annotated[Condition, BeforeValidator(_condition)], ...] | None = None
    escalation_approvers: tuple[Subject, ...] | None = None
    escalate_days_before: int | None = Field(default=None, ge=0, le=365)

    @field_validator("employers")
    @classmethod
    def _ids_or_every(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if EVERY in value and len(value) > 1:
            raise ValueError('"*" stands alone: it means every employer that no other route names')
        try:
            return value if EVERY in value else tuple(map(employer_id, value))
        except InvalidId as error:
            raise ValueError(f'each must be the id of an employer, or "*" alone: {error}') from error

    @field_validator("categories")
    @classmethod
    def _some_text(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(category_key, value)):
            raise ValueError("a category without letters is none: leave it out")
        return value

    @property
    def claim(self) -> Claim:
        """What the route claims."""
        employers = None if EVERY in self.employers else frozenset(self.employers)
        keys = frozenset(key for each in self.categories if (key := category_key(each)))
        return Claim(self.name, employers, keys or None)

    @property
    def named_employers(self) -> tuple[EmployerId, ...]:
        """The ids of the employers that it names."""
        return tuple(map(EmployerId, self.employers)) if EVERY not in self.employers else ()


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    route: tuple[Route, ...] = Field(min_length=1)


def routes_in(path: Path) -> tuple[Route, ...]:
    """The routes in a file. Raises ValueError with a sentence about each mistake."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror}): check the path and who may read it") from error
    except ValueError as error:
        raise ValueError(f"{path} is no TOML: {error}") from error
    try:
        routes = _File.model_validate(written).route
    except ValidationError as error:
        wrong = [_remedy(each["loc"], each["msg"], written) for each in error.errors(include_input=False)]
        raise ValueError(f"{path}: {'; '.join(wrong)}") from error
    if clashes := list(_clashes(routes)):
        raise ValueError(f"{path}: {'; '.join(clashes)}")
    return routes


def _remedy(location: Sequence[int | str], message: str, written: object) -> str:
    """A mistake, with the route and the key that it is in."""
    message = message.removeprefix("Value error, ")
    match list(location):
        case ["route", int(n), *inside]:
            key = f" {inside[0]}" if inside else ""
            return f"{_name(written, n)}{key}: {message[:1].lower()}{message[1:]}"
        case ["route"]:
            return "it has no [[route]]: write one for each employer, or unset ROUTES_FILE"
        case [key, *_]:
            return f"{key} has no meaning outside of a [[route]]"
        case _:
            return message


def _name(written: object, n: int) -> str:
    """The name of the nth route, or its place in the file."""
    routes = written.get("route") if isinstance(written, dict) else None
    entry = routes[n] if isinstance(routes, list) else None
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"route {name!r}" if isinstance(name, str) else f"the route no. {n + 1}"


def _clashes(routes: Sequence[Route]) -> Iterator[str]:
    """A sentence about each two routes of which it is not clear which one a request takes."""
    for one, other in itertools.combinations(routes, 2):
        if one.name == other.name:
            yield f"two routes are called {one.name!r}: give one of them another name"
        elif shared := _shared(one, other):
            yield f"routes {one.name!r} and {other.name!r} both claim {shared}: leave it to one of them"


def _shared(one: Route, other: Route) -> str:
    """What two routes claim with the same right; empty if the narrower one has priority, or nothing is shared."""
    left, right = one.claim, other.claim
    if left.breadth != right.breadth:
        return ""
    employers = (
        EVERY if left.employers is None else ", ".join(sorted(left.employers & (right.employers or left.employers)))
    )
    if left.categories is None or right.categories is None:
        return employers
    categories = ", ".join(sorted(left.categories & right.categories))
    return f"{employers} ({categories})" if employers and categories else ""
