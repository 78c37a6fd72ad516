"""Submitting: read everything once more, check it, store a request for each enrollment or none, have them shown."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from approvals.errors import InvalidSubmission, NewerRecord, NoRoute, NotAllowed, NotARequester, UnknownRequest
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.employers import Employers
from approvals.lookups.products import Products
from approvals.model.audit_codes import AuditCodes
from approvals.model.choices import Obstacle, may_be_reissued, obstacle_of, warnings_of
from approvals.model.conditions import Quorum
from approvals.model.document import SeenDocument
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.group import AT_MOST, group_id_of
from approvals.model.likeness import Likeness
from approvals.model.request import EmployeeFacts, OpenRequestExists, ReissueRequest, RequestWarning
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import Line, note_new_and_drive
from approvals.rules.budgets import TimeBudgets
from approvals.rules.deadlines import day_of_window, deadline_of, lapse_of
from approvals.rules.documents import (
    NOT_SAID,
    SaidDocument,
    checked_document,
    document_texts,
    is_asked_of_requester,
)
from approvals.rules.policy import Policy
from approvals.rules.texts import checked_text
from benefits.errors import BenefitsError, NotTheirs
from benefits.ids import employee_id, enrollment_id, qle_id
from benefits.models import Employee, Enrollment, EnrollmentStatus, QualifyingLifeEvent
from benefits.port import Benefits


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """The submitted form. `key` is the same in every delivery of one submission (Slack's view id). Each of the
    `enrollment_ids` becomes a request; `qle_id` is empty if no life event was chosen. `again_of` is the earlier request
    that the form was filled in from; `document` what the form says of one (None: it did not ask)."""

    key: str
    actor: Actor
    employee_id: str
    enrollment_ids: tuple[str, ...]
    qle_id: str
    reason: str
    again_of: UUID | None = None
    document: SaidDocument | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    employee: Employee
    enrollments: tuple[Enrollment, ...]
    qle: QualifyingLifeEvent | None


@dataclass(frozen=True, slots=True)
class _Routed:
    """The policy of an enrollment's route, and why the person may request under it."""

    policy: Policy
    entitled: Entitlement


@dataclass(frozen=True, slots=True)
class _Said:
    """What the requester wrote, checked."""

    reason: str
    document: SeenDocument | None


@dataclass(frozen=True, slots=True)
class _Draft:
    request: ReissueRequest
    quorum: Quorum
    routed: _Routed


@dataclass(frozen=True, kw_only=True, slots=True)
class Submissions:
    """The use case behind the request modal's button."""

    store: Store
    authority: Authority
    benefits: Benefits
    products: Products
    employers: Employers
    clock: Clock
    calendars: Calendars
    budgets: TimeBudgets

    async def submit(self, submission: Submission) -> tuple[ReissueRequest, ...]:
        """The stored requests, one for each enrollment, by number; a repeated delivery gets the same ones.

        Raises NotAllowed, InvalidSubmission (with the field at fault) and OpenRequestExists (with every open request
        for one of the enrollments): then none is stored.
        """
        authority, employers = (
            self.authority.of_requester(submission.actor),
            self.employers.read(self.budgets.submission),
        )
        entitled, read, _ = await asyncio.gather(authority, self._read(submission), employers, return_exceptions=True)
        if isinstance(entitled, BaseException):
            raise entitled
        async with self.store.reading() as work:
            if earlier := await _earlier(work, submission.key):
                return earlier
        reason = checked_text(submission.reason, "reason")
        if isinstance(read, BaseException):
            raise read
        asked = [await self._routed(submission.actor, read.employee, each, entitled) for each in read.enrollments]
        _check(read)
        requester, employee = submission.actor.user_id, read.employee
        likeness = await self.authority.likeness_of(requester, employee.member.email, employee.name)
        if likeness is Likeness.SAME:
            raise InvalidSubmission("employee", "own_enrollment")
        today = await self.calendars.today_of(requester)
        said = _Said(reason, _document(submission, read, today, asked))
        drafts = self._drafts(submission, read, said, today, likeness, asked)
        again_of = await self._again_of(submission, employee)
        async with self.store.writing() as work:
            stored = await _all_or_none(work, drafts)
            if stored[0].id != drafts[0].request.id:
                return await _earlier(work, submission.key)
            if self.benefits.search is not None:
                await work.index.write([EmployeeEntry.of(employee)])
            for each, draft in zip(stored, drafts, strict=True):
                await note_new_and_drive(work, each, _submitted(each, draft, again_of))
            await work.commit()
        return stored

    async def _routed(self, actor: Actor, employee: Employee, enrollment: Enrollment, entitled: Entitlement) -> _Routed:
        """The policy of a chosen enrollment, and why the person may request under it.

        Raises InvalidSubmission if no route has it, or if it is as if unknown to them because another one has it.
        """
        routes, employer = self.authority.routes, employee.employer_id
        if routes.map.depends_on_category(employer):
            with field_errors("enrollment", enrollment.id):
                await self.products.know([enrollment], self.budgets.typeahead)
        try:
            policy = routes.of(employer, self.products.category_of(enrollment))
            own = await self.authority.of_requester(actor, policy) if routes.are_several else entitled
        except NoRoute as refusal:
            raise InvalidSubmission("employee", Obstacle.NO_ROUTE) from refusal
        except NotARequester as refusal:
            raise InvalidSubmission("enrollment", Obstacle.UNKNOWN_ID, enrollment.id) from refusal
        return _Routed(policy, own)

    async def _again_of(self, submission: Submission, employee: Employee) -> str:
        """The number of the earlier request, if this person made it for the same employee; otherwise empty."""
        if submission.again_of is None:
            return ""
        try:
            async with self.store.reading() as work:
                earlier = await work.requests.get(submission.again_of)
            await self.authority.of_requester_of(submission.actor, earlier)
        except (UnknownRequest, NewerRecord, NotAllowed):
            return ""
        return earlier.label if earlier.employee.id == employee.id else ""

    async def _read(self, submission: Submission) -> _Read:
        wanted = tuple(dict.fromkeys(filter(None, submission.enrollment_ids)))
        if not wanted:
            raise InvalidSubmission("enrollment", "required")
        if len(wanted) > AT_MOST:
            raise InvalidSubmission("enrollment", "too_many")
        try:
            async with asyncio.timeout(self.budgets.submission):
                with field_errors("employee", submission.employee_id):
                    employee = await self.benefits.employee(employee_id(submission.employee_id))
                enrollments, qle = await asyncio.gather(
                    asyncio.gather(*(self._read_enrollment(each, employee) for each in wanted)),
                    self._read_event(submission, employee),
                )
        except TimeoutError as error:
            raise InvalidSubmission("enrollment", Obstacle.API_NO_ANSWER) from error
        return _Read(employee=employee, enrollments=tuple(enrollments), qle=qle)

    async def _read_enrollment(self, wanted: str, employee: Employee) -> Enrollment:
        with field_errors("enrollment", wanted):
            return await self.benefits.enrollment(enrollment_id(wanted), employee)

    async def _read_event(self, submission: Submission, employee: Employee) -> QualifyingLifeEvent | None:
        if not submission.qle_id:
            return None
        with field_errors("qle", submission.qle_id):
            return await self.benefits.event(qle_id(submission.qle_id), employee)

    def _drafts(
        self,
        submission: Submission,
        read: _Read,
        said: _Said,
        today: date,
        likeness: Likeness,
        asked: Sequence[_Routed],
    ) -> list[_Draft]:
        """A request for each enrollment, with its own quorum. The first has the submission's key."""
        keys = [submission.key, *(f"{submission.key}:{each.id}" for each in read.enrollments[1:])]
        group_id = group_id_of(submission.key) if len(keys) > 1 else None
        drafts = []
        for key, enrollment, routed in zip(keys, read.enrollments, asked, strict=True):
            quorum = routed.policy.quorum(enrollment, read.qle, today, likeness)
            draft = self._draft(submission.actor, read, enrollment, today, quorum, routed.policy)
            of_group = replace(draft, submission_key=key, group_id=group_id, reason=said.reason, document=said.document)
            drafts.append(_Draft(of_group, quorum, routed))
        return drafts

    def _draft(
        self, actor: Actor, read: _Read, enrollment: Enrollment, today: date, quorum: Quorum, policy: Policy
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
            contract=self.benefits.contract,
            asked_on=today,
            deadline=deadline_of(read.qle, today, lapses_on),
            lapses_on=lapses_on,
            product=self.products.name_of(enrollment),
            category=self.products.category_of(enrollment),
        )


async def _earlier(work: UnitOfWork, key: str) -> tuple[ReissueRequest, ...]:
    """The requests that an earlier delivery of the same submission made."""
    first = await work.requests.by_submission_key(key)
    if first is None:
        return ()
    return (first,) if first.group_id is None else tuple(await work.requests.of_group(first.group_id))


async def _all_or_none(work: UnitOfWork, drafts: Sequence[_Draft]) -> tuple[ReissueRequest, ...]:
    """The requests as stored; raises OpenRequestExists with all that are in the way. If an earlier delivery stored
    them, only its first one."""
    stored, others = list[ReissueRequest](), list[ReissueRequest]()
    for draft in (each.request for each in drafts):
        is_ours = await work.requests.has_opened(draft.enrollment.id)
        more = (RequestWarning.OPENED_BY_US,) if is_ours else ()
        try:
            stored.append(await work.requests.add(replace(draft, warnings=(*draft.warnings, *more))))
        except OpenRequestExists as refusal:
            others += refusal.others
            continue
        if stored[-1].id != draft.id:
            return tuple(stored)
    if others:
        raise OpenRequestExists(*others)
    return tuple(stored)


@contextmanager
def field_errors(field: str, chosen: str) -> Iterator[None]:
    """Turns a failed read into an InvalidSubmission with the field that it was for."""
    if not chosen:
        raise InvalidSubmission(field, "required")
    try:
        yield
    except NotTheirs as error:
        raise InvalidSubmission(field, "not_this_employees", chosen) from error
    except BenefitsError as error:
        raise InvalidSubmission(field, obstacle_of(error), chosen) from error


def _check(read: _Read) -> None:
    """Raises InvalidSubmission unless employee, enrollments and life event belong together and can be requested."""
    for enrollment in read.enrollments:
        _check_enrollment(enrollment, read.employee)
    if read.qle is None and any(enrollment.needs_event for enrollment in read.enrollments):
        raise InvalidSubmission("qle", "required")
    check_qle(read.qle, EmployeeFacts.of(read.employee))


def _check_enrollment(enrollment: Enrollment, employee: Employee) -> None:
    if enrollment.employee_id != employee.id:
        raise InvalidSubmission("enrollment", "not_this_employees", enrollment.id)
    if not may_be_reissued(enrollment):
        is_closed = enrollment.status == EnrollmentStatus.INACTIVE
        why = "enrollment_inactive" if is_closed else Obstacle.LAST_MONTH
        raise InvalidSubmission("enrollment", why, enrollment.id)


def check_qle(qle: QualifyingLifeEvent | None, employee: EmployeeFacts) -> None:
    """Raises InvalidSubmission unless the life event is this employee's and may be used. Without one all is well."""
    if qle is None:
        return
    if qle.member_id not in (None, employee.member_id) or qle.employee_id not in (None, employee.id):
        raise InvalidSubmission("qle", "not_this_employees")
    if not qle.may_be_used:
        raise InvalidSubmission("qle", "qle_in_review" if qle.awaits_review else "qle_denied")


def _document(submission: Submission, read: _Read, today: date, asked: Sequence[_Routed]) -> SeenDocument | None:
    """The document that the requester saw. Raises InvalidSubmission if one is asked for and something is missing."""
    said, is_asked = submission.document, any(is_asked_of_requester(each.policy.seen_by, read.qle) for each in asked)
    if said is not None and not said.is_about(read.qle):  # another event was chosen before the form could ask again
        said = None
    if read.qle is None or (said is None and not is_asked):
        return None
    return checked_document(said or NOT_SAID, submission.actor.user_id, today)


def _asked(stored: ReissueRequest) -> dict[str, str | int]:
    """The day of the request, and which day of the life event's window it was."""
    inside = day_of_window(stored.qle, stored.asked_on)
    in_window = {"window_day": inside[0], "window_days": inside[1]} if inside else {}
    return {"asked_on": stored.asked_on.isoformat(), **in_window}


def _submitted(stored: ReissueRequest, draft: _Draft, again_of: str) -> Line:
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
