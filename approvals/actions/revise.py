"""Revising: the requester answers a question, or changes the request unasked; earlier approvals are void."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.actions.submission import check_qle, field_errors
from approvals.errors import InvalidSubmission
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.model.audit_codes import AuditCodes
from approvals.model.choices import Obstacle, obstacle_of, warnings_of
from approvals.model.conditions import Quorum
from approvals.model.document import SeenDocument
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import ReissueRequest, RequestWarning, Revised
from approvals.model.status import Verb
from approvals.rules import lifecycle
from approvals.rules.budgets import TimeBudgets
from approvals.rules.deadlines import deadline_of
from approvals.rules.documents import (
    NOT_SAID,
    SaidDocument,
    checked_document,
    document_texts,
    is_asked_of_requester,
)
from approvals.rules.policy import Policy
from approvals.rules.texts import checked_text
from benefits.errors import BenefitsError, NotFound
from benefits.ids import qle_id
from benefits.models import QualifyingLifeEvent
from benefits.port import Benefits


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The content of the form when it opens.

    `qles` are the life events to choose from, or why they could not be read; `left_out` is the number of unreadable
    life events; `today` is the date in the requester's time zone. `asks_document`: the form asks for the document too.
    """

    reissue_request: ReissueRequest
    qles: tuple[QualifyingLifeEvent, ...] | Obstacle
    today: date
    question: Remark | None = None
    left_out: int = 0
    asks_document: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """The submitted form. Without a `qle_id` the life event stays, unless it was taken out (`without_event`); `answer`
    is None if there was no question. `document` is what the form says of one; None if it did not ask."""

    reason: str
    qle_id: str = ""
    without_event: bool = False
    answer: str | None = None
    document: SaidDocument | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Revisions:
    """The use cases behind *Answer…* and *Change…*, for the requester only. `revision` is the one that they saw."""

    actions: Actions
    benefits: Benefits
    calendars: Calendars
    budgets: TimeBudgets

    async def could_answer(self, actor: Actor, request_id: UUID, revision: int) -> Draft:
        """The form to open, if this person could answer now. Raises Refusal."""
        reissue_request = await self._could(actor, request_id, revision, Verb.ANSWER)
        async with self.actions.store.reading() as work:
            remarks = await work.remarks.of(request_id)
        questions = [remark for remark in remarks if remark.kind is RemarkKind.QUESTION]
        question = questions[-1] if questions else None
        return await self._draft(reissue_request, question)

    async def could_change(self, actor: Actor, request_id: UUID, revision: int) -> Draft:
        """The form to open, if this person could change the request now. Raises Refusal."""
        reissue_request = await self._could(actor, request_id, revision, Verb.EDIT)
        return await self._draft(reissue_request)

    async def revise(self, actor: Actor, request_id: UUID, revision: int, edit: Edit) -> ReissueRequest:
        """Answer, or change unasked: a new revision that waits for approval. Raises Refusal and InvalidSubmission."""
        verb = Verb.EDIT if edit.answer is None else Verb.ANSWER
        answer = None if edit.answer is None else checked_text(edit.answer, "answer")
        reason = checked_text(edit.reason, "reason")
        seen = await self._could(actor, request_id, revision, verb)
        revised = await self._revised(seen, reason, edit)

        def change(current: ReissueRequest, _entitled: Entitlement, now: datetime) -> ReissueRequest:
            revise = lifecycle.edit if verb is Verb.EDIT else lifecycle.answer
            changed = revise(current, revision, revised, now)
            if verb is Verb.EDIT and not lifecycle.differing(current, changed):
                raise InvalidSubmission("reason", "unchanged")
            return changed

        def remarks(before: ReissueRequest, now: datetime) -> Sequence[Remark]:
            said = {
                RemarkKind.EARLIER_REASON: None if before.reason == reason else before.reason,
                RemarkKind.ANSWER: answer,
            }
            return [Remark(kind=kind, author=actor.user_id, text=text, at=now) for kind, text in said.items() if text]

        texts = {"reason": reason, **({"answer": answer} if answer else {}), **document_texts(revised.document)}
        action = Action(
            kind=_KINDS[verb],
            entitle=self.actions.authority.of_requester_of,
            change=change,
            remarks=remarks,
            codes=partial(_codes, revised.quorum),
            texts=lambda _before: texts,
        )
        return await self.actions.carry_out(actor, request_id, action)

    async def _could(self, actor: Actor, request_id: UUID, revision: int, verb: Verb) -> ReissueRequest:
        entitle = self.actions.authority.of_requester_of
        return await self.actions.could(actor, request_id, _KINDS[verb], verb, revision, entitle=entitle)

    async def _draft(self, reissue_request: ReissueRequest, question: Remark | None = None) -> Draft:
        qles, left_out = await self._to_choose(reissue_request)
        return Draft(
            reissue_request=reissue_request,
            qles=qles,
            left_out=left_out,
            today=await self.calendars.today_of(reissue_request.requester),
            question=question,
            asks_document=self.actions.authority.routes.seen_by.asks_requester,
        )

    async def _revised(self, seen: ReissueRequest, reason: str, edit: Edit) -> Revised:
        """The revision, with its warnings and quorum. It lapses when it did before: changes gain no time."""
        qle, today = await self._qle(seen, edit), await self.calendars.today_of(seen.requester)
        asked_on, policy = await self._asked_on(seen, qle, today), self.actions.authority.routes.for_request(seen)
        lapses_on = policy.latest_day(seen)
        return Revised(
            reason=reason,
            qle=qle,
            document=_document(seen, qle, edit, today, policy),
            warnings=(
                *warnings_of(qle, today, asked_on),
                *(w for w in seen.warnings if w is RequestWarning.OPENED_BY_US),
            ),
            deadline=deadline_of(qle, asked_on, lapses_on),
            lapses_on=lapses_on,
            asked_on=asked_on,
            quorum=policy.quorum(
                seen.enrollment, qle, asked_on, await self.actions.authority.likeness_of_requester(seen)
            ),
        )

    async def _asked_on(self, seen: ReissueRequest, qle: QualifyingLifeEvent | None, today: date) -> date:
        """The day on which this life event was asked for. That is today for another one, unless it was submitted with
        that one and changed in between."""
        chosen = qle.id if qle else None
        if chosen == seen.qle_id:
            return seen.asked_on
        async with self.actions.store.reading() as work:
            events = await work.events.of(seen.id)
        submitted = next((event.codes for event in events if event.kind is EventKind.SUBMITTED), {})
        if submitted.get("qle") == chosen and "asked_on" in submitted:
            return date.fromisoformat(str(submitted["asked_on"]))
        return today

    async def _to_choose(
        self, reissue_request: ReissueRequest
    ) -> tuple[tuple[QualifyingLifeEvent, ...] | Obstacle, int]:
        """The employee's life events, the current one first, because the menu shows only the first hundred."""
        try:
            found = await self.benefits.events(reissue_request.employee, within=self.budgets.revision_menu)
        except BenefitsError as error:
            return obstacle_of(error), 0
        usable = [event for event in found.records if event.may_be_used]
        return tuple(sorted(usable, key=lambda event: event.id != reissue_request.qle_id)), len(found.unreadable)

    async def _qle(self, seen: ReissueRequest, edit: Edit) -> QualifyingLifeEvent | None:
        """The chosen life event as just read; the stored one if it stays the same and cannot be read. A request without
        one keeps none unless one is chosen, and one that needs none may lose it."""
        chosen, before = edit.qle_id, seen.qle_id or ""
        if edit.without_event and before and seen.enrollment.needs_event:
            raise InvalidSubmission("qle", "required")
        if edit.without_event or not (chosen or before):
            return None
        try:
            with field_errors("qle", chosen or before):
                qle = await self.benefits.event(qle_id(chosen or before), seen.employee, within=self.budgets.revision)
        except InvalidSubmission as error:
            if chosen in ("", before) and not isinstance(error.__cause__, NotFound):
                return seen.qle
            raise
        check_qle(qle, seen.employee)
        return qle


def _document(
    seen: ReissueRequest, qle: QualifyingLifeEvent | None, edit: Edit, today: date, policy: Policy
) -> SeenDocument | None:
    """The document that the requester saw. One that was seen before stays with its event if the form did not ask.

    Raises InvalidSubmission if one is asked for and something is missing.
    """
    if qle is None:
        return None
    if edit.document is None and not is_asked_of_requester(policy.seen_by, qle):
        return seen.document if qle.id == seen.qle_id else None
    return checked_document(edit.document or NOT_SAID, seen.requester, today)


_KINDS = {Verb.ANSWER: EventKind.ANSWERED, Verb.EDIT: EventKind.EDITED}


def _codes(
    quorum: Quorum, before: ReissueRequest, after: ReissueRequest, _entitled: Entitlement
) -> Mapping[str, str | int]:
    """Audit codes: the changed fields, the number of void approvals, and the reasons for a second approval."""
    codes = AuditCodes(
        changed=lifecycle.differing(before, after),
        void=len(before.approvals),
        second_approval=quorum.because,
        likeness=quorum.requester,
        document=after.document is not None,
    )
    return codes.written()
