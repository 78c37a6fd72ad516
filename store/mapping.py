"""Requests, decisions and attempts: rows to the core's frozen values and back, with models as JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from approvals.model.attempt import Attempt, Baseline
from approvals.model.request import Decision, EmployeeFacts, Problem, ReissueRequest, RequestWarning
from benefits.models import Enrollment, QualifyingLifeEvent
from store.tables import AttemptRow, DecisionRow, RequestRow

Columns = dict[str, Any]
"""The values of a row by column, for an INSERT or UPDATE."""


def request_columns(reissue_request: ReissueRequest) -> Columns:
    """The columns of a request, without its decisions."""
    return {
        "id": reissue_request.id,
        "number": reissue_request.number,
        "submission_key": reissue_request.submission_key,
        "status": reissue_request.status,
        "version": reissue_request.version,
        "revision": reissue_request.revision,
        "requester": reissue_request.requester,
        "employee_id": reissue_request.employee.id,
        "employee": _json(reissue_request.employee),
        "enrollment_id": reissue_request.enrollment.id,
        "enrollment": _json(reissue_request.enrollment),
        "qle_id": reissue_request.qle.id,
        "qle": _json(reissue_request.qle),
        "reason": reissue_request.reason,
        "warnings": [warning.value for warning in reissue_request.warnings],
        "approvals_required": reissue_request.approvals_required,
        "submitted_at": reissue_request.submitted_at,
        "changed_at": reissue_request.changed_at,
        "deadline": reissue_request.deadline,
        "problem": _json_or_none(reissue_request.problem),
        "summary": _json_or_none(reissue_request.summary),
        "product": reissue_request.product,
        "confirmed_by": reissue_request.confirmed_by,
        "on_hold": reissue_request.on_hold,
        "escalated_at": reissue_request.escalated_at,
        "election_reminded_at": reissue_request.election_reminded_at,
        "blanked_at": reissue_request.blanked_at,
        "next_at": reissue_request.next_at,
    }


def request_value(row: RequestRow, decisions: Sequence[DecisionRow]) -> ReissueRequest:
    """The request that a row and its decisions stand for."""
    return ReissueRequest(
        id=row.id,
        number=row.number,
        submission_key=row.submission_key,
        status=row.status,
        version=row.version,
        revision=row.revision,
        requester=row.requester,
        employee=EmployeeFacts.model_validate(row.employee),
        enrollment=Enrollment.model_validate(row.enrollment),
        qle=QualifyingLifeEvent.model_validate(row.qle),
        reason=row.reason,
        warnings=tuple(RequestWarning(warning) for warning in row.warnings),
        approvals_required=row.approvals_required,
        submitted_at=row.submitted_at,
        changed_at=row.changed_at,
        deadline=row.deadline,
        decisions=tuple(decision_value(decision) for decision in decisions),
        problem=None if row.problem is None else Problem.model_validate(row.problem),
        summary=_enrollment_or_none(row.summary),
        product=row.product,
        confirmed_by=row.confirmed_by,
        on_hold=row.on_hold,
        escalated_at=row.escalated_at,
        election_reminded_at=row.election_reminded_at,
        blanked_at=row.blanked_at,
        next_at=row.next_at,
    )


def decision_columns(request_id: UUID, decision: Decision) -> Columns:
    """The columns of a decision on a request."""
    return {
        "request_id": request_id,
        "approver": decision.approver,
        "verdict": decision.verdict,
        "revision": decision.revision,
        "ground": decision.ground,
        "reason": decision.reason,
        "at": decision.at,
    }


def decision_value(row: DecisionRow) -> Decision:
    """The decision that a row stands for."""
    return Decision(
        approver=row.approver,
        verdict=row.verdict,
        revision=row.revision,
        ground=row.ground,
        reason=row.reason,
        at=row.at,
    )


def attempt_columns(attempt: Attempt) -> Columns:
    """The columns of an attempt."""
    return {
        "request_id": attempt.request_id,
        "n": attempt.n,
        "token": attempt.token,
        "state": attempt.state,
        "started_at": attempt.started_at,
        "baseline": _json(attempt.baseline),
        "outcome": attempt.outcome,
        "status_code": attempt.status_code,
        "message": attempt.message,
        "trace_id": attempt.trace_id,
        "result": _json_or_none(attempt.result),
        "settled_at": attempt.settled_at,
        "retry_at": attempt.retry_at,
        "read_back_at": attempt.read_back_at,
    }


def attempt_value(row: AttemptRow) -> Attempt:
    """The attempt that a row stands for."""
    return Attempt(
        request_id=row.request_id,
        n=row.n,
        token=row.token,
        state=row.state,
        started_at=row.started_at,
        baseline=Baseline.model_validate(row.baseline),
        outcome=row.outcome,
        status_code=row.status_code,
        message=row.message,
        trace_id=row.trace_id,
        result=_enrollment_or_none(row.result),
        settled_at=row.settled_at,
        retry_at=row.retry_at,
        read_back_at=row.read_back_at,
    )


def _json(model: BaseModel) -> Columns:
    return model.model_dump(mode="json")


def _json_or_none(model: BaseModel | None) -> Columns | None:
    return None if model is None else _json(model)


def _enrollment_or_none(stored: Columns | None) -> Enrollment | None:
    return None if stored is None else Enrollment.model_validate(stored)
