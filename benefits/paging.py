"""Lists that come in pages, from servers with and without a `pagination` object.

`page` counts from 1 and `limit` is at most 100. Early servers answer bare arrays, and some ignore `page`: without a
`pagination` object a list ends with a page that is shorter than the limit, and in any case with one that brings
nothing new.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from benefits.answers import parsed
from benefits.errors import UnreadableAnswer
from benefits.models import Identified

LIMIT = 100

Item = TypeVar("Item", bound=Identified)


async def pages(model: type[Item], fetch: Callable[[int], Awaitable[object]]) -> AsyncIterator[tuple[Item, ...]]:
    """The pages of a list, each without what an earlier page already had.

    `fetch` answers the JSON of the page with that number. Raises UnreadableAnswer, and what `fetch` raises.
    """
    seen: set[str] = set()
    number = 0
    while True:
        number += 1
        answer = await fetch(number)
        rows = _rows(answer)
        fresh = {item.id: item for item in (parsed(model, row) for row in rows) if item.id not in seen}
        if fresh:
            yield tuple(fresh.values())
        seen.update(fresh)
        if not fresh or _is_last(answer, number, len(rows)):
            return


def _rows(answer: object) -> list[object]:
    rows = answer.get("data") if isinstance(answer, dict) else answer
    if not isinstance(rows, list):
        raise UnreadableAnswer("The benefits API answered something that is no list.")
    return rows


def _is_last(answer: object, number: int, count: int) -> bool:
    pagination = answer.get("pagination") if isinstance(answer, dict) else None
    total = pagination.get("total_pages") if isinstance(pagination, dict) else None
    return number >= total if isinstance(total, int) else count < LIMIT
