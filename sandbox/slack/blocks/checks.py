"""The building blocks of the rules: checks of a value, which note each problem and its place in the payload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """A place in a payload (a JSON pointer), and the list that problems are added to."""

    pointer: str
    problems: list[str]

    def at(self, key: str | int) -> "Place":
        """The place one level deeper."""
        return Place(f"{self.pointer}/{key}", self.problems)

    def refuse(self, message: str) -> None:
        """Add a problem, in Slack's format."""
        self.problems.append(f"[ERROR] {message} [json-pointer:{self.pointer}]")


Check = Callable[[object, Place], None]


def string(maximum: int, minimum: int = 0) -> Check:
    """A string of `minimum` to `maximum` characters."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, str):
            place.refuse("must provide a string")
        elif len(value) < minimum:
            place.refuse(f"must be more than {minimum - 1} characters")
        elif len(value) > maximum:
            place.refuse(f"must be less than {maximum + 1} characters")

    return check


def integer(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            place.refuse("must provide an integer")
        elif value < low:
            place.refuse(f"must be greater than {low - 1}")
        elif value > high:
            place.refuse(f"must be less than {high + 1}")

    return check


def boolean(value: object, place: Place) -> None:
    """True or false."""
    if not isinstance(value, bool):
        place.refuse("must provide a boolean")


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: object, place: Place) -> None:
        if value not in allowed:
            place.refuse(f"must be one of: {', '.join(allowed)}")

    return check


def items(each: Check, maximum: int, minimum: int = 1) -> Check:
    """A list of `minimum` to `maximum` things of one kind."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, list):
            place.refuse("must provide an array")
            return
        if len(value) > maximum:
            place.refuse(f"no more than {maximum} items allowed")
        if len(value) < minimum:
            place.refuse(f"no fewer than {minimum} items allowed")
        for position, item in enumerate(value):
            each(item, place.at(position))

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check], *also: Check) -> Check:
    """An object with these fields and no others. `also` are rules that check several fields together."""
    known = {**optional, **required}

    def check(value: object, place: Place) -> None:
        if not isinstance(value, dict):
            place.refuse("must provide an object")
            return
        for name in required:
            if value.get(name) is None:
                place.refuse(f"missing required field: {name}")
        for name, content in value.items():
            _check_field(known.get(name), name, content, place)
        for rule in also:
            rule(value, place)

    return check


def _check_field(check: Check | None, name: str, content: object, place: Place) -> None:
    if name == "type":
        return
    if check is None:
        place.refuse(f"invalid additional property: {name}")
    elif content is not None:
        check(content, place.at(name))


def by_type(known: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the known rules it follows."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, dict):
            place.refuse("must provide an object")
        elif not isinstance(value.get("type"), str):
            place.refuse("missing required field: type")
        elif value["type"] not in known:
            place.refuse(f"unsupported type: {value['type']}")
        else:
            known[value["type"]](value, place)

    return check


def exactly_one(*names: str) -> Check:
    """An object has exactly one of these fields."""

    def check(value: object, place: Place) -> None:
        if sum(field(value, name) is not None for name in names) != 1:
            place.refuse(f"must define either {' or '.join(f'`{name}`' for name in names)}")

    return check


def at_least_one(*names: str) -> Check:
    """An object has at least one of these fields."""

    def check(value: object, place: Place) -> None:
        if all(field(value, name) is None for name in names):
            place.refuse(f"must define either {' or '.join(f'`{name}`' for name in names)}")

    return check


def field(value: object, name: str) -> Any:  # noqa: ANN401 - what a field of someone's JSON holds is anything
    """A field of a value that may not be an object; None if it isn't there."""
    return value.get(name) if isinstance(value, dict) else None


def objects_in(value: object) -> list[dict[str, Any]]:
    """The objects in a value that should be a list of objects."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
