"""Wraps what is read: pages, filters, and the two shapes of an answer."""

from collections.abc import Iterable, Mapping

from sandbox.benefits.replies import Refusal
from sandbox.benefits.world import Record, Shape

DEFAULT_LIMIT = 20
HIGHEST_LIMIT = 100


def listed(records: Iterable[Record], query: Mapping[str, str], shape: Shape, filters: Iterable[str] = ()) -> object:
    """A page of the records that pass the filters; raises Refusal for a page or limit that is none."""
    rows = [
        record for record in records if all(_passes(record, name, query[name]) for name in filters if name in query)
    ]
    page, limit = _number(query, "page", 1), _number(query, "limit", DEFAULT_LIMIT, HIGHEST_LIMIT)
    shown = [_as_of(shape, record) for record in rows[(page - 1) * limit : page * limit]]
    if shape == "bare":
        return shown
    pages = -(-len(rows) // limit)
    return {"data": shown, "pagination": {"page": page, "limit": limit, "total": len(rows), "total_pages": pages}}


def shown(record: Record, shape: Shape) -> object:
    """One record."""
    return _as_of(shape, record) if shape == "bare" else {"data": record}


def _as_of(shape: Shape, record: Record) -> Record:
    """Early servers, which answer bare, say `active` where later ones say `active_in`."""
    if shape == "bare" and "active_in" in record:
        return {"active" if key == "active_in" else key: value for key, value in record.items()}
    return record


def _passes(record: Record, name: str, wanted: str) -> bool:
    if name == "name":
        return wanted.casefold() in str(record["name"]).casefold()
    if name == "plan_year":
        return str(record["plan_year_id"]).endswith(f"_{wanted}")
    if name == "coverage_effective_start_year":
        return str(record["coverage_start_date"]).startswith(f"{wanted}-")
    value = record.get(name, record.get("active"))
    return str(value).casefold() == wanted.casefold()


def _number(query: Mapping[str, str], name: str, default: int, highest: int = 1_000_000) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= highest:
        raise Refusal(422, f"{name} must be a number from 1 to {highest}")
    return int(text)
