"""Reading back: compares what the API has now with what it had before an attempt.

The rules come from the API's facts ("Reading back"): nothing new means "not seen yet", never "did not happen", and a
reissue by a colleague in the same minutes looks like ours.
"""

import json
from datetime import datetime

from approvals.model.attempt import Attempt, Baseline
from approvals.model.request import ReissueRequest
from benefits.models import Enrollment, EnrollmentStatus
from benefits.paging import Listed

BOOKKEEPING = {"created_at", "updated_at"}
"""Fields that may change although nothing that approvers judge has changed."""


def is_as_approved(now: Enrollment, approved: Enrollment) -> bool:
    """Whether an enrollment still is what the approvers saw; the order of its dependents does not matter."""
    return _judged(now) == _judged(approved)


def effect_of(baseline: Baseline, enrollment: Enrollment, listed: Listed[Enrollment]) -> Enrollment | None:
    """The enrollment that shows that an attempt took effect: a new one, or the same id with another status.

    `enrollment` is the reissued enrollment and `listed` has all of the employee's, both read after the attempt began.
    None means "not seen". If `listed` is not whole, it does not even mean "nothing new".
    """
    before = baseline.enrollment
    new = [
        candidate
        for candidate in listed.records
        if not baseline.has_nameless
        and candidate.id not in baseline.enrollment_ids
        and candidate.benefit_product_id == before.benefit_product_id
        and candidate.plan_year_id == before.plan_year_id
    ]
    if new:
        return max(new, key=lambda candidate: candidate.created_at)
    return enrollment if enrollment.status != before.status else None


def facts_of(reissue_request: ReissueRequest) -> str:
    """What approvers judge, as JSON with sorted keys and without blanks: the text behind an approval's `facts_hash`.

    It holds every fact that the card and *Details* show of the current revision: employee, enrollment, life event,
    reason, warnings and last day.
    """
    deadline = reissue_request.deadline
    facts = {
        "number": reissue_request.number,
        "revision": reissue_request.revision,
        "requester": reissue_request.requester,
        "employee": reissue_request.employee.model_dump(mode="json"),
        "enrollment": reissue_request.enrollment.model_dump(mode="json"),
        "qle": reissue_request.qle.model_dump(mode="json"),
        "product": reissue_request.product,
        "reason": reissue_request.reason,
        "warnings": list(reissue_request.warnings),
        "deadline": deadline.isoformat() if deadline else None,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def summary_of(effect: Enrollment) -> Enrollment | None:
    """The enrollment to show after a reissue that was found; None if only the closed one could be read."""
    return None if effect.status == EnrollmentStatus.INACTIVE else effect


def baseline_of(reissue_request: ReissueRequest, last: Attempt | None, listed: Listed[Enrollment]) -> Baseline:
    """What the API had before the last attempt; without an attempt, what it had at submission."""
    if last is not None:
        return last.baseline
    earlier = (one.id for one in listed.records if one.created_at < reissue_request.submitted_at)
    return Baseline(enrollment=reissue_request.enrollment, enrollment_ids=(reissue_request.enrollment.id, *earlier))


def last_sent(reissue_request: ReissueRequest, last: Attempt | None) -> datetime:
    """The latest time (UTC) at which a reissue of this request may have begun."""
    problem = reissue_request.problem
    if problem is not None and problem.at is not None:
        return problem.at
    return reissue_request.changed_at if last is None else last.started_at


def _judged(enrollment: Enrollment) -> dict[str, object]:
    dependents = enrollment.enrolled_dependents or ()
    in_order = sorted(dependents, key=lambda one: (one.dependent_id, one.name))
    return {**enrollment.model_dump(exclude=BOOKKEEPING), "enrolled_dependents": in_order}
