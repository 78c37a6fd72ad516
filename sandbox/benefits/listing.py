"""Filters a list by the query, and cuts out the page that was asked for."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sandbox.benefits.replies import Refusal
from sandbox.benefits.world import Record

DEFAULT_LIMIT = 20
HIGHEST_LIMIT = 100


class Page(NamedTuple):
    """One page of a list. `number` counts from 1; `total` is how many records all pages have together."""

    rows: list[Record]
    number: int
    limit: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return -(-self.total // self.limit)


def page_of(
    records: Iterable[Record], query: Mapping[str, str], filters: Iterable[str] = (), cap: int | None = None
) -> Page:
    """The requested page of the records that pass the filters, with at most `cap` records.

    Raises Refusal if the page or the limit isn't a number in range.
    """
    wanted = {name: query[name] for name in filters if name in query}
    rows = [record for record in records if all(_passes(record, name, value) for name, value in wanted.items())]
    number, limit = _number(query, "page", 1), _number(query, "limit", DEFAULT_LIMIT, HIGHEST_LIMIT)
    limit = min(limit, cap or limit)
    return Page(rows[(number - 1) * limit : number * limit], number, limit, len(rows))


def _passes(record: Record, name: str, wanted: str) -> bool:
    if name == "name":
        return wanted.casefold() in str(record.get("name")).casefold()
    if name == "plan_year":
        return str(record.get("plan_year_id")).endswith(f"_{wanted}")
    if name == "coverage_effective_start_year":
        return str(record.get("coverage_start_date")).startswith(f"{wanted}-")
    value = record.get(name, record.get("active"))
    return str(value).casefold() == wanted.casefold()


def _number(query: Mapping[str, str], name: str, default: int, highest: int = 1_000_000) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= highest:
        raise Refusal(422, f"{name} must be a number from 1 to {highest}")
    return int(text)
