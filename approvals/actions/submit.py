"""Submitting a request: read everything once more, check it, store it, and have it shown."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from approvals.errors import InvalidSubmission, NoRoute, NotARequester
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.employers import Employers
from approvals.lookups.products import Products
from approvals.model.audit_codes import AuditCodes
from approvals.model.choices import Obstacle, may_be_reissued, obstacle_of, warnings_of
from approvals.model.conditions import Quorum
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.likeness import Likeness
from approvals.model.request import EmployeeFacts, ReissueRequest, RequestWarning
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import Line, note_and_drive
from approvals.rules.budgets import TimeBudgets
from approvals.rules.deadlines import day_of_window, deadline_of, lapse_of
from approvals.rules.policy import Policy
from approvals.rules.texts import checked_text
from benefits.errors import BenefitsError, NotTheirs
from benefits.ids import employee_id, enrollment_id, qle_id
from benefits.models import Employee, Enrollment, EnrollmentStatus, QualifyingLifeEvent
from benefits.port import Benefits


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """The submitted form. `key` is the same in every delivery of one submission (Slack's view id); `qle_id` is empty if
    no life event was chosen."""

    key: str
    actor: Actor
    employee_id: str
    enrollment_id: str
    qle_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    employee: Employee
    enrollment: Enrollment
    qle: QualifyingLifeEvent | None


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

    async def submit(self, submission: Submission) -> ReissueRequest:
        """The stored request; a repeated delivery gets the same one.

        Raises NotAllowed, InvalidSubmission (with the field at fault) and OpenRequestExists.
        """
        authority, employers = (
            self.authority.of_requester(submission.actor),
            self.employers.read(self.budgets.submission),
        )
        entitled, read, _ = await asyncio.gather(authority, self._read(submission), employers, return_exceptions=True)
        if isinstance(entitled, BaseException):
            raise entitled
        earlier = await self._earlier(submission.key)
        if earlier is not None:
            return earlier
        reason = checked_text(submission.reason, "reason")
        if isinstance(read, BaseException):
            raise read
        policy, entitled = await self._routed(submission.actor, read, entitled)
        _check(read)
        requester, employee = submission.actor.user_id, read.employee
        likeness = await self.authority.likeness_of(requester, employee.member.email, employee.name)
        if likeness is Likeness.SAME:
            raise InvalidSubmission("employee", "own_enrollment")
        today = await self.calendars.today_of(requester)
        quorum = policy.quorum(read.enrollment, read.qle, today, likeness)
        draft = self._draft(submission, read, reason, today, quorum, policy)
        async with self.store.writing() as work:
            if await work.requests.has_opened(draft.enrollment.id):
                draft = replace(draft, warnings=(*draft.warnings, RequestWarning.OPENED_BY_US))
            stored = await work.requests.add(draft)
            if stored.id == draft.id:
                if self.benefits.search is not None:
                    await work.index.write([EmployeeEntry.of(employee)])
                await note_and_drive(work, stored, _submitted(stored, entitled, quorum, policy))
                await work.commit()
        return stored

    async def _routed(self, actor: Actor, read: _Read, entitled: Entitlement) -> tuple[Policy, Entitlement]:
        """The policy of the chosen enrollment, and why the person may request under it.

        Raises InvalidSubmission if no route has it, or if it is as if unknown to them because another one has it.
        """
        routes, employer = self.authority.routes, read.employee.employer_id
        if routes.map.depends_on_category(employer):
            with field_errors("enrollment", read.enrollment.id):
                await self.products.know([read.enrollment], self.budgets.typeahead)
        try:
            policy = routes.of(employer, self.products.category_of(read.enrollment))
            return policy, await self.authority.of_requester(actor, policy) if routes.are_several else entitled
        except NoRoute as refusal:
            raise InvalidSubmission("employee", Obstacle.NO_ROUTE) from refusal
        except NotARequester as refusal:
            raise InvalidSubmission("enrollment", Obstacle.UNKNOWN_ID) from refusal

    async def _earlier(self, key: str) -> ReissueRequest | None:
        async with self.store.reading() as work:
            return await work.requests.by_submission_key(key)

    async def _read(self, submission: Submission) -> _Read:
        if not submission.enrollment_id:
            raise InvalidSubmission("enrollment", "required")
        try:
            async with asyncio.timeout(self.budgets.submission):
                with field_errors("employee", submission.employee_id):
                    employee = await self.benefits.employee(employee_id(submission.employee_id))
                enrollment, qle = await asyncio.gather(
                    self._read_enrollment(submission, employee), self._read_event(submission, employee)
                )
        except TimeoutError as error:
            raise InvalidSubmission("enrollment", Obstacle.API_NO_ANSWER) from error
        return _Read(employee=employee, enrollment=enrollment, qle=qle)

    async def _read_enrollment(self, submission: Submission, employee: Employee) -> Enrollment:
        with field_errors("enrollment", submission.enrollment_id):
            return await self.benefits.enrollment(enrollment_id(submission.enrollment_id), employee)

    async def _read_event(self, submission: Submission, employee: Employee) -> QualifyingLifeEvent | None:
        if not submission.qle_id:
            return None
        with field_errors("qle", submission.qle_id):
            return await self.benefits.event(qle_id(submission.qle_id), employee)

    def _draft(
        self, submission: Submission, read: _Read, reason: str, today: date, quorum: Quorum, policy: Policy
    ) -> ReissueRequest:
        now = self.clock.now()
        lapses_on = lapse_of(read.enrollment, today, policy.request_ttl_days)
        return ReissueRequest(
            id=uuid4(),
            number=0,
            submission_key=submission.key,
            status=RequestStatus.PENDING,
            version=1,
            revision=1,
            requester=submission.actor.user_id,
            employee=EmployeeFacts.of(read.employee, self.employers.name_of(read.employee)),
            enrollment=read.enrollment,
            qle=read.qle,
            reason=reason,
            warnings=warnings_of(read.qle, today),
            approvals_required=quorum.needed,
            submitted_at=now,
            changed_at=now,
            contract=self.benefits.contract,
            asked_on=today,
            deadline=deadline_of(read.qle, today, lapses_on),
            lapses_on=lapses_on,
            product=self.products.name_of(read.enrollment),
            category=self.products.category_of(read.enrollment),
        )


@contextmanager
def field_errors(field: str, chosen: str) -> Iterator[None]:
    """Turns a failed read into an InvalidSubmission with the field that it was for."""
    if not chosen:
        raise InvalidSubmission(field, "required")
    try:
        yield
    except NotTheirs as error:
        raise InvalidSubmission(field, "not_this_employees") from error
    except BenefitsError as error:
        raise InvalidSubmission(field, obstacle_of(error)) from error


def _check(read: _Read) -> None:
    """Raises InvalidSubmission unless employee, enrollment and life event belong together and can be requested."""
    if read.enrollment.employee_id != read.employee.id:
        raise InvalidSubmission("enrollment", "not_this_employees")
    if not may_be_reissued(read.enrollment):
        is_closed = read.enrollment.status == EnrollmentStatus.INACTIVE
        raise InvalidSubmission("enrollment", "enrollment_inactive" if is_closed else Obstacle.LAST_MONTH)
    if read.enrollment.needs_event and read.qle is None:
        raise InvalidSubmission("qle", "required")
    check_qle(read.qle, EmployeeFacts.of(read.employee))


def check_qle(qle: QualifyingLifeEvent | None, employee: EmployeeFacts) -> None:
    """Raises InvalidSubmission unless the life event is this employee's and may be used. Without one all is well."""
    if qle is None:
        return
    if qle.member_id not in (None, employee.member_id) or qle.employee_id not in (None, employee.id):
        raise InvalidSubmission("qle", "not_this_employees")
    if not qle.may_be_used:
        raise InvalidSubmission("qle", "qle_in_review" if qle.awaits_review else "qle_denied")


def _asked(stored: ReissueRequest) -> dict[str, str | int]:
    """The day of the request, and which day of the life event's window it was."""
    inside = day_of_window(stored.qle, stored.asked_on)
    in_window = {"window_day": inside[0], "window_days": inside[1]} if inside else {}
    return {"asked_on": stored.asked_on.isoformat(), **in_window}


def _submitted(stored: ReissueRequest, entitled: Entitlement, quorum: Quorum, policy: Policy) -> Line:
    codes: dict[str, str | int] = {
        "number": stored.number,
        "employee": stored.employee.id,
        "enrollment": stored.enrollment.id,
        **({"qle": stored.qle_id} if stored.qle_id else {}),
        **_asked(stored),
        **policy.route_code,
        **entitled.codes,
        **AuditCodes(second_approval=quorum.because, likeness=quorum.requester).written(),
    }
    return Line(
        kind=EventKind.SUBMITTED,
        at=stored.submitted_at,
        actor=stored.requester,
        codes=codes,
        texts={"reason": stored.reason, **entitled.texts},
    )
