"""Rows to the core's frozen values and back: a field of a value and its column have the same name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel

from approvals.errors import NewerRecord
from approvals.model.attempt import Attempt, Baseline
from approvals.model.card import Card
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event
from approvals.model.remark import Remark
from approvals.model.request import Decision, EmployeeFacts, Problem, ReissueRequest, RequestWarning
from benefits.models import Enrollment, QualifyingLifeEvent
from store.columns import Newer, Row
from store.search_text import searchable
from store.tables import DecisionRow, RequestRow

Value = TypeVar("Value", bound=ReissueRequest | Decision | Attempt | Card | Event | Remark | EmployeeEntry)

Known = TypeVar("Known")

log = structlog.get_logger()

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
}
"""How to read a column that holds JSON, by name. All other columns hold the value of the field."""

NOT_A_COLUMN = frozenset({"decisions", "texts"})
"""Fields without a column: decisions have a table of their own, and free text is never in the audit."""


def columns_of(value: Value, **more: object) -> Columns:
    """The columns that hold the fields of `value`, and `more` columns that are no field of it."""
    names = (field.name for field in fields(value) if field.name not in NOT_A_COLUMN)
    return {name: _stored(getattr(value, name)) for name in names} | more


def value_of(kind: type[Value], row: Row, **more: object) -> Value:
    """The value in a row. `more` are the fields that the row has no column for. Raises NewerRecord."""
    names = {field.name for field in fields(kind)} - NOT_A_COLUMN
    build: Callable[..., Value] = kind
    return build(**{name: _read(name, getattr(row, name)) for name in names}, **more)


def request_columns(reissue_request: ReissueRequest) -> Columns:
    """The columns of a request, without its decisions. The ids have columns of their own, for searches."""
    return columns_of(
        reissue_request,
        employee_id=reissue_request.employee.id,
        enrollment_id=reissue_request.enrollment.id,
        qle_id=qle.id if (qle := reissue_request.qle) else "",
        **({} if qle else {"qle": {}}),
    )


def request_value(row: RequestRow, decisions: Sequence[DecisionRow]) -> ReissueRequest:
    """The request in a row, with its decisions. Raises NewerRecord."""
    return value_of(ReissueRequest, row, decisions=tuple(value_of(Decision, decision) for decision in decisions))


def known(read: Iterable[Callable[[], Known]]) -> list[Known]:
    """The values of a list, without those that a later release wrote."""
    values: list[Known] = []
    newer = 0
    for one in read:
        try:
            values.append(one())
        except NewerRecord:
            newer += 1
    if newer:
        log.warning("written_by_a_later_release", left_out=newer)
    return values


def event_columns(event: Event) -> Columns:
    """The columns of a new event, without `seq`: the database counts it."""
    return {name: value for name, value in columns_of(event).items() if name != "seq"}


def employee_columns(entry: EmployeeEntry) -> Columns:
    """The columns of a line of the employee index, with the text to search."""
    return columns_of(entry, search=searchable(entry.name, entry.email))


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
        raise NewerRecord
    if stored is None or name not in FROM_JSON:
        return stored
    try:
        return FROM_JSON[name](stored)
    except ValueError as unknown:  # pydantic's too; its text quotes the value
        raise NewerRecord from unknown
