"""Reading back: compares what the API has now with what it had before an attempt.

The rules come from the API's facts ("Reading back"): nothing new means "not seen yet", never "did not happen", and a
reissue by a colleague in the same minutes looks like ours.
"""

import json
from datetime import datetime

from approvals.model.attempt import Attempt, Baseline
from approvals.model.request import ReissueRequest
from benefits.models import Enrollment, EnrollmentStatus, QualifyingLifeEvent
from benefits.paging import Listed

NOT_JUDGED = frozenset(
    {
        "created_at",
        "updated_at",
        "answered_at",
        "needs_event",
        "is_in_last_month",
        "plan_year_end",
        "window_start",
        "window_end",
        "employer_id",
        "employer_name",
        "product_code",
        "product_name",
        "category",
    }
)
"""Fields that may change although nothing that approvers judge has changed: bookkeeping, and what the calendar does.

A product's code is judged in place of its id, where there is one.
"""

EXPIRED = "expired"
"""The status that the calendar gives an enrollment whose employee has not chosen in time."""


def is_as_approved(now: Enrollment, approved: Enrollment) -> bool:
    """Whether an enrollment still is what the approvers saw; the order of its dependents does not matter."""
    return _judged(now) == _judged(approved)


def effect_of(baseline: Baseline, enrollment: Enrollment | None, listed: Listed[Enrollment]) -> Enrollment | None:
    """The enrollment that shows that an attempt took effect: a new one, or the same id with another status.

    `enrollment` is the reissued enrollment (None if it was not told) and `listed` has all of the employee's, both read
    after the attempt began. None means "not seen". If `listed` is not whole, it does not even mean "nothing new".

    A server that names an enrollment's product by its code always opens another enrollment, so there the same id shows
    nothing: its employee may have chosen in the meantime. The new one waits for an answer, unless the old one is
    closed: then the employee may have answered already.
    """
    before = baseline.enrollment
    status = before.status if enrollment is None else enrollment.status
    is_closed = status == EnrollmentStatus.INACTIVE != before.status
    new = [
        candidate
        for candidate in listed.records
        if not baseline.has_nameless
        and candidate.id not in (before.id, *baseline.enrollment_ids)
        and _is_for_the_same(candidate, before)
        and (before.product_code is None or is_closed or _waits(candidate))
    ]
    if new:
        return max(new, key=lambda candidate: candidate.created_at)
    return enrollment if before.product_code is None and status != before.status else None


def _is_for_the_same(candidate: Enrollment, before: Enrollment) -> bool:
    """Whether an enrollment is for the same as another: what a reissue of that one would have opened."""
    same_place = candidate.employer_id == before.employer_id or None in (candidate.employer_id, before.employer_id)
    same_year = candidate.plan_year_id == before.plan_year_id
    return same_place and same_year and _product(candidate) == _product(before)


def _waits(candidate: Enrollment) -> bool:
    """Whether its employee has not answered yet."""
    return candidate.status == EnrollmentStatus.PENDING and candidate.answered_at is None


def _product(enrollment: Enrollment) -> str:
    """What an enrollment is for: the product's code, where the server has one; there the id may be missing."""
    return enrollment.product_code or enrollment.benefit_product_id


def facts_of(reissue_request: ReissueRequest) -> str:
    """What approvers judge, as JSON with sorted keys and without blanks: the text behind an approval's `facts_hash`.

    It holds every fact that the card and *Details* show of the current revision: employee, enrollment, life event,
    reason, warnings, the day of the request and the last day; and the document that the requester saw, if there is one.
    """
    deadline = reissue_request.deadline
    facts = {
        "number": reissue_request.number,
        "revision": reissue_request.revision,
        "requester": reissue_request.requester,
        "employee": reissue_request.employee.model_dump(mode="json"),
        "enrollment": _stored(reissue_request.enrollment),
        "qle": reissue_request.qle and _stored(reissue_request.qle),
        "product": reissue_request.product,
        "reason": reissue_request.reason,
        "warnings": list(reissue_request.warnings),
        "asked_on": reissue_request.asked_on.isoformat(),
        "deadline": deadline.isoformat() if deadline else None,
        **({"document": seen.model_dump(mode="json")} if (seen := reissue_request.document) else {}),
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _stored(record: Enrollment | QualifyingLifeEvent) -> dict[str, object]:
    """A record as it was stored: a field that a later release added would change the hash of what was approved."""
    return record.model_dump(mode="json", exclude_unset=True)


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
    status = EnrollmentStatus.PENDING if enrollment.status == EXPIRED else enrollment.status
    facts = {"benefit_product_id": _product(enrollment), "status": status, "enrolled_dependents": in_order}
    return {**enrollment.model_dump(exclude=set(NOT_JUDGED)), **facts}
