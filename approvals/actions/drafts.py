"""Drafts: the request for each enrollment of a submission, with its own quorum, and the first line of its audit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from approvals.actions.submission import Read, Submission
from approvals.lookups.authority import Actor
from approvals.lookups.employers import Employers
from approvals.lookups.products import Products
from approvals.model.audit_codes import AuditCodes
from approvals.model.choices import warnings_of
from approvals.model.conditions import Quorum
from approvals.model.document import SeenDocument
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.group import group_id_of
from approvals.model.likeness import Likeness
from approvals.model.request import EmployeeFacts, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.recording import Line
from approvals.rules.deadlines import day_of_window, deadline_of, lapse_of
from approvals.rules.documents import (
    NOT_SAID,
    checked_document,
    document_texts,
    is_asked_of_requester,
)
from approvals.rules.policy import Policy
from benefits.contract import Contract
from benefits.models import Enrollment


@dataclass(frozen=True, slots=True)
class Routed:
    """The policy of an enrollment's route, and why the person may request under it."""

    policy: Policy
    entitled: Entitlement


@dataclass(frozen=True, slots=True)
class Said:
    """What the requester wrote, checked."""

    reason: str
    document: SeenDocument | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is not stored yet."""

    request: ReissueRequest
    quorum: Quorum
    routed: Routed


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Drafting:
    """Makes drafts. `contract` is what the API speaks."""

    products: Products
    employers: Employers
    clock: Clock
    contract: Contract

    def drafts(
        self,
        submission: Submission,
        read: Read,
        said: Said,
        today: date,
        likeness: Likeness,
        asked: Sequence[Routed],
    ) -> list[Draft]:
        """A request for each enrollment, with its own quorum. The first has the submission's key."""
        keys = [submission.key, *(f"{submission.key}:{each.id}" for each in read.enrollments[1:])]
        group_id = group_id_of(submission.key) if len(keys) > 1 else None
        drafts = []
        for key, enrollment, routed in zip(keys, read.enrollments, asked, strict=True):
            quorum = routed.policy.quorum(enrollment, read.qle, today, likeness)
            draft = self._draft(submission.actor, read, enrollment, today, quorum, routed.policy)
            of_group = replace(draft, submission_key=key, group_id=group_id, reason=said.reason, document=said.document)
            drafts.append(Draft(of_group, quorum, routed))
        return drafts

    def _draft(
        self, actor: Actor, read: Read, enrollment: Enrollment, today: date, quorum: Quorum, policy: Policy
    ) -> ReissueRequest:
        now = self.clock.now()
        lapses_on = lapse_of(enrollment, today, policy.request_ttl_days)
        return ReissueRequest(
            id=uuid4(),
            number=0,
            submission_key="",
            status=RequestStatus.PENDING,
            version=1,
            revision=1,
            requester=actor.user_id,
            employee=EmployeeFacts.of(read.employee, self.employers.name_of(read.employee)),
            enrollment=enrollment,
            qle=read.qle,
            reason="",
            warnings=warnings_of(read.qle, today),
            approvals_required=quorum.needed,
            submitted_at=now,
            changed_at=now,
            contract=self.contract,
            asked_on=today,
            deadline=deadline_of(read.qle, today, lapses_on),
            lapses_on=lapses_on,
            product=self.products.name_of(enrollment),
            category=self.products.category_of(enrollment),
        )


def document_of(submission: Submission, read: Read, today: date, asked: Sequence[Routed]) -> SeenDocument | None:
    """The document that the requester saw. Raises InvalidSubmission if one is asked for and something is missing."""
    said, is_asked = submission.document, any(is_asked_of_requester(each.policy.seen_by, read.qle) for each in asked)
    if said is not None and not said.is_about(read.qle):  # another event was chosen before the form could ask again
        said = None
    if read.qle is None or (said is None and not is_asked):
        return None
    return checked_document(said or NOT_SAID, submission.actor.user_id, today)


def submitted_line(stored: ReissueRequest, draft: Draft, again_of: str) -> Line:
    """The first line of a request's audit. `again_of` is the number of the earlier request it repeats, or empty."""
    entitled, quorum, policy = draft.routed.entitled, draft.quorum, draft.routed.policy
    codes: dict[str, str | int] = {
        "number": stored.number,
        "employee": stored.employee.id,
        "enrollment": stored.enrollment.id,
        **({"qle": stored.qle_id} if stored.qle_id else {}),
        **_asked(stored),
        **policy.route_code,
        **entitled.codes,
        **AuditCodes(
            second_approval=quorum.because,
            likeness=quorum.requester,
            again_of=again_of,
            document=stored.document is not None,
        ).written(),
    }
    return Line(
        kind=EventKind.SUBMITTED,
        at=stored.submitted_at,
        actor=stored.requester,
        codes=codes,
        texts={"reason": stored.reason, **document_texts(stored.document), **entitled.texts},
    )


def _asked(stored: ReissueRequest) -> dict[str, str | int]:
    """The day of the request, and which day of the life event's window it was."""
    inside = day_of_window(stored.qle, stored.asked_on)
    in_window = {"window_day": inside[0], "window_days": inside[1]} if inside else {}
    return {"asked_on": stored.asked_on.isoformat(), **in_window}
