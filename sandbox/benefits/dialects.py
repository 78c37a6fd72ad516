"""The two documented dialects of the API: the one path that differs, and how each dialect writes a record.

`bare` is the server in the documentation: bare arrays and objects, `active`, windows as dates, a missing tier as null.
`data` is the server that SDK 0.1.2 expects: everything inside `data`, `active_in`, windows as date-times, a missing
tier as "Unspecified".

The world keeps records in the form of `data`, except that windows are dates and a missing tier is None. Odd values that
a test puts into the world are not converted.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.benefits.listing import Page
from sandbox.benefits.world import Record, Shape

Kind = Literal["employer", "employee", "enrollment", "event", "plan", "product"]
Spelling = Callable[[Record], Record]

DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Dialect:
    """How one kind of server answers.

    `event_path` is the path of one life event. `spellings` has a function for each kind of record that it converts.
    """

    event_path: str
    is_enveloped: bool
    spellings: Mapping[Kind, Spelling]

    def one(self, kind: Kind, record: Record) -> object:
        """The answer for one record."""
        spelled = self._spelled(kind, record)
        return {"data": spelled} if self.is_enveloped else spelled

    def many(self, kind: Kind, page: Page, *, totals: bool = True) -> object:
        """The answer for one page of a list. Without `totals` it does not say how many pages there are."""
        rows = [self._spelled(kind, record) for record in page.rows]
        return enveloped(page._replace(rows=rows), totals=totals) if self.is_enveloped else rows

    def _spelled(self, kind: Kind, record: Record) -> Record:
        return self.spellings[kind](record) if kind in self.spellings else record


def enveloped(page: Page, *, totals: bool = True) -> Record:
    """A page of records in `data`. Without `totals` it does not say how many pages there are."""
    pagination = {"page": page.number, "limit": page.limit}
    if totals:
        pagination |= {"total": page.total, "total_pages": page.pages}
    return {"data": page.rows, "pagination": pagination}


def _active(record: Record) -> Record:
    return {"active" if name == "active_in" else name: value for name, value in record.items()}


def _early_employer(record: Record) -> Record:
    early = {name: value for name, value in record.items() if name != "email"}
    if isinstance(early.get("address"), dict):
        names = {"address_line_1": "street_1", "zipcode": "zip_code"}
        early["address"] = {names.get(name, name): value for name, value in early["address"].items()}
    return early


def _named_tier(record: Record) -> Record:
    return record | ({"coverage_tier": "Unspecified"} if record.get("coverage_tier") is None else {})


def _timed_window(record: Record) -> Record:
    times = {"enrollment_window_start": "00:00:00Z", "enrollment_window_end": "23:59:59Z"}
    return record | {name: _timed(record[name], time) for name, time in times.items() if name in record}


def _timed(day: Any, time: str) -> Any:  # noqa: ANN401 - a test may have put anything there
    return f"{day}T{time}" if isinstance(day, str) and DAY.fullmatch(day) else day


DIALECTS: Mapping[Shape, Dialect] = {
    "bare": Dialect(
        event_path="/v1/qualifying-life-events/{qle_id}",
        is_enveloped=False,
        spellings={"employer": _early_employer, "employee": _active, "product": _active},
    ),
    "data": Dialect(
        event_path="/v1/members/{id}/qualifying-life-events/{qle_id}",
        is_enveloped=True,
        spellings={"enrollment": _named_tier, "event": _timed_window},
    ),
}
