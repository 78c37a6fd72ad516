"""Rows to the core's frozen values and back: a field of a value and its column have the same name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel

from approvals.errors import NewerRecord
from approvals.model.attempt import Attempt, Baseline
from approvals.model.card import Card
from approvals.model.document import SeenDocument
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event
from approvals.model.event_record import EventRecord
from approvals.model.newer import NewerRequest
from approvals.model.remark import Remark
from approvals.model.request import Decision, EmployeeFacts, Problem, ReissueRequest, RequestWarning
from benefits.models import Enrollment, QualifyingLifeEvent
from store.columns import Newer
from store.search_text import findable, searchable

Value = TypeVar(
    "Value",
    bound=ReissueRequest | NewerRequest | Decision | Attempt | Card | Event | EventRecord | Remark | EmployeeEntry,
)

Kind = TypeVar("Kind", bound=StrEnum)

log = structlog.get_logger()

Stored = Any
"""A row of a table: `store.columns.Row`, or as it came from the database."""

Columns = dict[str, Any]
"""The values of a row by column, for an INSERT or UPDATE."""

FROM_JSON: Mapping[str, Callable[[Any], object]] = {
    "employee": EmployeeFacts.model_validate,
    "enrollment": Enrollment.model_validate,
    "qle": lambda stored: QualifyingLifeEvent.model_validate(stored) if stored else None,
    "warnings": lambda stored: tuple(map(RequestWarning, stored)),
    "problem": Problem.model_validate,
    "summary": Enrollment.model_validate,
    "baseline": Baseline.model_validate,
    "result": Enrollment.model_validate,
    "document": SeenDocument.model_validate,
    "seen": tuple,
}
"""How to read a column that holds JSON, by name. All other columns hold the value of the field."""

NOT_A_COLUMN = frozenset({"decisions", "texts"})
"""Fields without a column: decisions have a table of their own, and free text is never in the audit."""


def columns_of(value: Value, **more: object) -> Columns:
    """The columns that hold the fields of `value`, and `more` columns that are no field of it."""
    return {name: _stored(getattr(value, name)) for name in _names_of(type(value))} | more


def value_of(kind: type[Value], row: Stored, /, **more: object) -> Value:
    """The value in a row. `more` are fields that are not read from a column of their name. Raises NewerRecord."""
    build: Callable[..., Value] = kind
    return build(**{name: _read(name, getattr(row, name)) for name in _names_of(kind) if name not in more}, **more)


def request_columns(reissue_request: ReissueRequest) -> Columns:
    """The columns of a request, without its decisions. The ids and the name have columns of their own, for searches."""
    return columns_of(
        reissue_request,
        search=findable(reissue_request.employee.name),
        employee_id=reissue_request.employee.id,
        enrollment_id=reissue_request.enrollment.id,
        qle_id=qle.id if (qle := reissue_request.qle) else "",
        **({} if qle else {"qle": {}}),
    )


def request_value(row: Stored, decisions: Sequence[Stored]) -> ReissueRequest:
    """The request in a row, with its decisions. Raises NewerRecord."""
    read = request_or_newer(row, decisions)
    if isinstance(read, NewerRequest):
        raise NewerRecord(read.label)
    return read


def request_or_newer(row: Stored, decisions: Sequence[Stored]) -> ReissueRequest | NewerRequest:
    """The same for lists, which show that there is a request even if a later release wrote something into it.

    An earlier release did not store the day of the request; then it is the day of submission in UTC, or the deadline if
    that is the day before: in zones west of UTC the last day of a window ends later.
    """
    try:
        given = tuple(value_of(Decision, decision) for decision in decisions)
        submitted_on = row.submitted_at.date()
        asked_on = row.asked_on or min(submitted_on, row.deadline or submitted_on)
        return value_of(ReissueRequest, row, decisions=given, asked_on=asked_on)
    except NewerRecord:
        return value_of(NewerRequest, row, employer_id=row.employee.get("employer_id"))


def kind_or(otherwise: Kind, stored: Kind) -> Kind:
    """The kind in a column; `otherwise` if only a later release knows it."""
    return otherwise if isinstance(stored, Newer) else stored


def event_columns(event: Event) -> Columns:
    """The columns of a new event, without `seq`: the database counts it."""
    return {name: value for name, value in columns_of(event).items() if name != "seq"}


def employee_columns(entry: EmployeeEntry) -> Columns:
    """The columns of a line of the employee index, with the text to search."""
    return columns_of(entry, search=searchable(entry.name, entry.email))


def _names_of(kind: type[Value]) -> Sequence[str]:
    """The fields of a kind of values that have a column; to find them out takes longer than to read a row."""
    if kind not in _NAMES:
        _NAMES[kind] = [field.name for field in fields(kind) if field.name not in NOT_A_COLUMN]
    return _NAMES[kind]


_NAMES: dict[object, Sequence[str]] = {}


def _stored(value: object) -> object:
    match value:
        case BaseModel():
            return value.model_dump(mode="json")
        case tuple():
            return list(value)
        case Mapping():
            return dict(value)
        case _:
            return value


def _read(name: str, stored: object) -> object:
    if isinstance(stored, Newer):
        raise _newer(name)
    if stored is None or name not in FROM_JSON:
        return stored
    try:
        return FROM_JSON[name](stored)
    except ValueError as unknown:  # pydantic's too; its text quotes the value
        raise _newer(name) from unknown


def _newer(column: str) -> NewerRecord:
    log.warning("written_by_a_later_release", column=column)
    return NewerRecord()
