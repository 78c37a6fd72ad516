"""Each value is stored whole: what is read back is equal, and no column is without a value."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from approvals.model.attempt import AttemptState
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Problem, ProblemCode
from benefits.outcome import OutcomeKind
from store import mapping
from store.columns import Row
from store.tables import AttemptRow, CardRow, DecisionRow, EmployeeRow, EventRow, RemarkRow, RequestRow
from tests.store.values import (
    NOW,
    a_card,
    a_decision,
    a_request,
    an_attempt,
    an_employee,
    an_enrollment,
    an_event,
)

LATER = NOW + timedelta(hours=1)

REQUEST = a_request(
    decisions=(replace(a_decision(), reason="Fine"),),
    problem=Problem(code=ProblemCode.NO_ANSWER, message="Gateway timeout", status_code=504, left_out=1, at=LATER),
    summary=an_enrollment("enrl_2"),
    confirmed_by="U0MARCUS",
    on_hold=True,
    lapses_on=LATER.date(),
    escalated_at=LATER,
    overdue_at=LATER,
    election_reminded_at=LATER,
    blanked_at=LATER,
    next_at=LATER,
)
ATTEMPT = an_attempt(
    REQUEST.id,
    state=AttemptState.FINISHED,
    outcome=OutcomeKind.UNKNOWN,
    status_code=504,
    message="Gateway timeout",
    trace_id="trace-1",
    result=an_enrollment("enrl_2"),
    settled_at=LATER,
    retry_at=LATER,
    read_back_at=LATER,
)
CARD = a_card(REQUEST.id, ts="1.1", drawn_version=3, unconfirmed=2)
EMPLOYEE = an_employee("Zoë O'Brien", email="zoe@example.com", missed=2)
REMARK = Remark(kind=RemarkKind.QUESTION, author="U0MARCUS", text="Which day?", at=NOW)
DECISION = REQUEST.decisions[0]

WRITTEN: dict[type[Row], dict[str, Any]] = {
    RequestRow: mapping.request_columns(REQUEST),
    DecisionRow: mapping.columns_of(DECISION, request_id=REQUEST.id),
    AttemptRow: mapping.columns_of(ATTEMPT),
    CardRow: mapping.columns_of(CARD),
    EventRow: mapping.event_columns(an_event(REQUEST.id)),
    RemarkRow: mapping.columns_of(REMARK, request_id=REQUEST.id, n=1),
    EmployeeRow: mapping.employee_columns(EMPLOYEE),
}

COUNTED = {DecisionRow: {"id"}, EventRow: {"seq", "mac"}}
"""Columns that get their values elsewhere: two are counted by the database, one comes from the chain."""


@pytest.mark.parametrize("table", WRITTEN, ids=lambda table: table.__tablename__)
def test_each_column_of_a_table_gets_a_value_and_no_other_is_written(table: type[Row]) -> None:
    assert set(WRITTEN[table]) == set(table.model_fields) - COUNTED.get(table, set())


def test_a_request_is_read_as_it_was_written_with_the_json_as_models() -> None:
    assert mapping.request_value(_row(RequestRow), [_row(DecisionRow)]) == REQUEST


def test_a_request_without_a_problem_and_a_summary_is_read_without_them() -> None:
    row = RequestRow(**mapping.request_columns(bare := a_request()))
    assert mapping.request_value(row, []) == bare


def test_an_attempt_a_card_a_remark_and_an_employee_are_read_as_they_were_written() -> None:
    assert mapping.value_of(type(ATTEMPT), _row(AttemptRow)) == ATTEMPT
    assert mapping.value_of(type(CARD), _row(CardRow)) == CARD
    assert mapping.value_of(Remark, _row(RemarkRow)) == REMARK
    assert mapping.value_of(EmployeeEntry, _row(EmployeeRow)) == EMPLOYEE


def test_the_texts_of_an_event_are_not_written() -> None:
    event = replace(an_event(REQUEST.id), texts={"reason": "private"})
    assert "private" not in str(mapping.event_columns(event))


def _row(table: type[Row]) -> Any:  # noqa: ANN401 - a row of any table
    return table(**WRITTEN[table])
