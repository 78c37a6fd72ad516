"""Fills a database with years of requests, in bulk. The lines of the audit are not chained: nothing here reads that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from approvals.model.card import CARD
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import Decision, EmployeeFacts, ReissueRequest, Verdict
from approvals.model.status import OPEN, RequestStatus
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId
from store import mapping
from store.engine import create_sync_engine
from store.tables import CardRow, DecisionRow, EmployeeRow, EventRow, RequestRow
from tests.bench.large.people import approvers, employees, name_of, requesters
from tests.builders import a_request

BATCH = 5_000

SPREAD = 0x9E3779B97F4A7C15F39CC0605CEDC835
"""Odd, so that each number gets an id of its own; the ids are as far apart as random ones."""

YEARS = timedelta(days=3 * 365)

LIFE = (
    EventKind.SUBMITTED,
    EventKind.VIEWED,
    EventKind.APPROVED,
    EventKind.ATTEMPTED,
    EventKind.REISSUED,
    EventKind.VIEWED,
)
"""The lines of the audit about each request."""

ENDS = (RequestStatus.REISSUED,) * 8 + (RequestStatus.DENIED, RequestStatus.WITHDRAWN)
STANDS = (RequestStatus.PENDING,) * 8 + (RequestStatus.NEEDS_INFO, RequestStatus.FAILED)
"""What becomes of ten requests, and how ten open ones stand."""

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Size:
    """How large the database is."""

    closed: int = 100_000
    open: int = 5_000
    employees: int = 100_000


def fill(database_url: str, size: Size) -> None:
    """Fill a database that has our tables and nothing in them."""
    engine = create_sync_engine(database_url)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        _insert(connection, EmployeeRow, map(mapping.employee_columns, employees(size.employees)))
        for batch in _batches(_requests(size, now)):
            _insert(connection, RequestRow, map(_request_columns, batch))
            _insert(connection, DecisionRow, filter(None, map(_decision_columns, batch)))
            _insert(connection, CardRow, (_card_columns(each, kind) for each in batch for kind in (CARD, "requester")))
            _insert(connection, EventRow, (line for each in batch for line in _lines(each)))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("ANALYZE"))  # as the server does by itself in a quiet minute
    engine.dispose()


def _insert(connection: sa.Connection, table: Any, rows: Rows) -> None:  # noqa: ANN401 - a table's class
    for batch in _batches(rows):
        connection.execute(sa.insert(table), batch)


def _batches(each: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(each)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _requests(size: Size, now: datetime) -> Iterator[ReissueRequest]:
    """Closed ones first, oldest first; the open ones are from the last month."""
    template, people, total = a_request(), requesters(), size.closed + size.open
    for number in range(1, total + 1):
        is_open = number > size.closed
        age = timedelta(days=1 + (number % 27)) if is_open else YEARS * (total - number) / total
        person = number * 7919 % size.employees + 1
        at = now - age
        yield replace(
            template,
            id=UUID(int=number * SPREAD % 2**128),
            number=number,
            submission_key=f"V{number}",
            status=STANDS[number % 10] if is_open else ENDS[number % 10],
            version=3,
            requester=people[number % len(people)],
            employee=EmployeeFacts(
                id=EmployeeId(f"empl_{person:08}"),
                member_id=MemberId(f"mbr_{person:08}"),
                name=name_of(person),
                employer_id=EmployerId(f"empr_{person % 3}"),
            ),
            enrollment=template.enrollment.model_copy(update={"id": EnrollmentId(f"enrl_{number}")}),
            submitted_at=at,
            changed_at=at,
            asked_on=at.date(),
            deadline=(at + timedelta(days=30)).date(),
            lapses_on=(at + timedelta(days=60)).date(),
        )


def _request_columns(one: ReissueRequest) -> Mapping[str, Any]:
    looked_at = one.changed_at + timedelta(days=90) if one.status in OPEN else None
    return {**mapping.request_columns(one), "next_at": looked_at}


def _decision_columns(one: ReissueRequest) -> Mapping[str, Any] | None:
    if one.status not in (RequestStatus.REISSUED, RequestStatus.DENIED, RequestStatus.FAILED):
        return None
    verdict = Verdict.DENY if one.status is RequestStatus.DENIED else Verdict.APPROVE
    people = approvers()
    decision = Decision(
        approver=people[one.number % len(people)], verdict=verdict, revision=1, ground="S0MANAGERS", at=one.changed_at
    )
    return mapping.columns_of(decision, request_id=one.id)


def _card_columns(one: ReissueRequest, kind: str) -> Mapping[str, Any]:
    at = one.changed_at
    return {
        "request_id": one.id,
        "kind": kind,
        "channel": "C0APPROVALS" if kind == CARD else f"D{one.requester[1:]}",
        "touched_at": at,
        "ts": f"{at.timestamp():.6f}",
        "drawn_version": one.version,
        "unconfirmed": 0,
        "named": True,
        "shown_group": "",
    }


def _lines(one: ReissueRequest) -> Iterator[Mapping[str, Any]]:
    for kind in LIFE:
        yield {
            "request_id": one.id,
            "at": one.changed_at,
            "actor": THE_BOT if kind is EventKind.ATTEMPTED else one.requester,
            "kind": kind,
            "codes": {"revision": 1, "number": one.number},
            "mac": None,
        }
