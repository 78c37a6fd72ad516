"""Reads what people type after `/reissue history`: statuses, a month and a name, in any order, all of them optional."""

import re
from collections.abc import Sequence

from approvals.model.history import Month, Wanted
from approvals.model.status import RequestStatus
from handlers.words.search import MONTHS, TYPED_STATUSES

SHORTEST_MONTH = 3

LONGEST_STATUS = max(len(words.split()) for words in TYPED_STATUSES)

_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


def wanted_in(typed: str) -> Wanted:
    """What the words stand for. What is neither a status nor a month belongs to the name; of two months the last one
    counts."""
    words = typed.split()
    name: list[str] = []
    statuses, month = frozenset[RequestStatus](), None
    while words:
        if found := _status_at(words):
            count, meant = found
            statuses |= meant
        elif read := _month_at(words):
            count, month = read
        else:
            count = 1
            name.append(words[0])
        words = words[count:]
    return Wanted(name=" ".join(name), statuses=statuses, month=month)


def _status_at(words: Sequence[str]) -> tuple[int, frozenset[RequestStatus]] | None:
    """The longest name of a status with which the words begin: how many words it has, and what it means."""
    for count in range(min(LONGEST_STATUS, len(words)), 0, -1):
        meant = TYPED_STATUSES.get(" ".join(words[:count]).lower().strip(",."))
        if meant:
            return count, meant
    return None


def _month_at(words: Sequence[str]) -> tuple[int, Month] | None:
    """The month with which the words begin: `2026-11`, `nov 2026`, `2026 November`."""
    first, second = (word.strip(",.").lower() for word in (*words[:2], "")[:2])
    if iso := _ISO_MONTH.fullmatch(first):
        return _checked(1, *iso.groups())
    for month, year in ((first, second), (second, first)):
        if _YEAR.fullmatch(year) and (number := _number_of(month)):
            return _checked(2, year, str(number))
    return None


def _checked(count: int, year: str, month: str) -> tuple[int, Month] | None:
    try:
        return count, Month(int(year), int(month)).checked
    except ValueError:
        return None


def _number_of(typed: str) -> int | None:
    """The number of a month that is written as its name, or as three letters of it or more."""
    if len(typed) < SHORTEST_MONTH:
        return None
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(typed)), None)
