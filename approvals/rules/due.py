"""What the calendar does to a request that waits for a decision: a pure function of request, policy and day."""

from datetime import date
from enum import StrEnum

from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from approvals.rules.deadlines import days_left
from approvals.rules.policy import Policy


class Due(StrEnum):
    """What has to happen now."""

    EXPIRE = "expire"
    """Its last day is over."""
    OVERDUE = "overdue"
    """Its deadline is over, and it can still be decided."""
    ESCALATE = "escalate"
    """Its deadline is near, and more approvers may be asked."""


def due_on(today: date, reissue_request: ReissueRequest, policy: Policy) -> Due | None:
    """What is due on a date in the requester's time zone; None if nothing is."""
    deadline = reissue_request.deadline
    if reissue_request.status not in UNDECIDED:
        return None
    if today > policy.lapses_on(reissue_request):
        return Due.EXPIRE
    if deadline is None or reissue_request.overdue_at is not None:
        return None
    if today > deadline:
        return Due.OVERDUE
    is_near = days_left(deadline, today) <= policy.escalate_days_before
    return Due.ESCALATE if is_near and _may_escalate(reissue_request, policy) else None


def _may_escalate(reissue_request: ReissueRequest, policy: Policy) -> bool:
    """Whether more approvers can be asked: once, and only in `pending`, since they cannot help a requester to
    answer."""
    is_pending = reissue_request.status is RequestStatus.PENDING
    return is_pending and bool(policy.escalation_approvers) and reissue_request.escalated_at is None
