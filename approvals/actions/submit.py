"""Submitting: read everything once more, check it, store a request for each enrollment or none, have them shown."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from approvals.actions.drafts import Draft, Drafting, Routed, Said, document_of, submitted_line
from approvals.actions.submission import Read, Submission, check_together, field_errors
from approvals.errors import InvalidSubmission, NewerRecord, NoRoute, NotAllowed, NotARequester, UnknownRequest
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.employers import Employers
from approvals.lookups.products import Products
from approvals.model.choices import Obstacle
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.entitlement import Entitlement
from approvals.model.group import AT_MOST
from approvals.model.likeness import Likeness
from approvals.model.request import OpenRequestExists, ReissueRequest, RequestWarning
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import note_new_and_drive
from approvals.rules.budgets import TimeBudgets
from approvals.rules.texts import checked_text
from benefits.ids import employee_id, enrollment_id, qle_id
from benefits.models import Employee, Enrollment, QualifyingLifeEvent
from benefits.port import Benefits


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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
        check_together(read)
        requester, employee = submission.actor.user_id, read.employee
        likeness = await self.authority.likeness_of(requester, employee.member.email, employee.name)
        if likeness is Likeness.SAME:
            raise InvalidSubmission("employee", "own_enrollment")
        today = await self.calendars.today_of(requester)
        said = Said(reason, document_of(submission, read, today, asked))
        drafting = Drafting(
            products=self.products, employers=self.employers, clock=self.clock, contract=self.benefits.contract
        )
        drafts = drafting.drafts(submission, read, said, today, likeness, asked)
        again_of = await self._again_of(submission, employee)
        async with self.store.writing() as work:
            stored = await _all_or_none(work, drafts)
            if stored[0].id != drafts[0].request.id:
                return await _earlier(work, submission.key)
            if self.benefits.search is not None:
                await work.index.write([EmployeeEntry.of(employee)])
            for each, draft in zip(stored, drafts, strict=True):
                await note_new_and_drive(work, each, submitted_line(each, draft, again_of))
            await work.commit()
        return stored

    async def _routed(self, actor: Actor, employee: Employee, enrollment: Enrollment, entitled: Entitlement) -> Routed:
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
        return Routed(policy, own)

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

    async def _read(self, submission: Submission) -> Read:
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
        return Read(employee=employee, enrollments=tuple(enrollments), qle=qle)

    async def _read_enrollment(self, wanted: str, employee: Employee) -> Enrollment:
        with field_errors("enrollment", wanted):
            return await self.benefits.enrollment(enrollment_id(wanted), employee)

    async def _read_event(self, submission: Submission, employee: Employee) -> QualifyingLifeEvent | None:
        if not submission.qle_id:
            return None
        with field_errors("qle", submission.qle_id):
            return await self.benefits.event(qle_id(submission.qle_id), employee)


async def _earlier(work: UnitOfWork, key: str) -> tuple[ReissueRequest, ...]:
    """The requests that an earlier delivery of the same submission made."""
    first = await work.requests.by_submission_key(key)
    if first is None:
        return ()
    return (first,) if first.group_id is None else tuple(await work.requests.of_group(first.group_id))


async def _all_or_none(work: UnitOfWork, drafts: Sequence[Draft]) -> tuple[ReissueRequest, ...]:
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
