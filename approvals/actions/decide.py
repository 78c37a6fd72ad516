"""Deciding on a request: approve, deny, withdraw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.errors import DocumentNeeded
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.model.audit_codes import AuditCodes
from approvals.model.document import SeenDocument
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Decision, ReissueRequest, Verdict
from approvals.model.status import Verb
from approvals.rules import lifecycle
from approvals.rules.documents import SaidDocument, checked_document, document_texts, is_asked_of_approver
from approvals.rules.evidence import facts_of
from approvals.rules.texts import checked_text


@dataclass(frozen=True, eq=False, repr=False)
class Decisions:
    """The use cases around the decision. `revision` is the one that the person saw."""

    actions: Actions
    calendars: Calendars

    async def approve(
        self, actor: Actor, request_id: UUID, revision: int, note: str = "", said: SaidDocument | None = None
    ) -> ReissueRequest:
        """One approver's yes, with a note if they wrote one, and the document that they saw (None: the form did not
        ask). Its requester and the earlier approvers are looked at again.

        Raises Refusal: RequesterLeft once the request says on its card that its requester left, DocumentNeeded if they
        have to say which document they saw. Raises InvalidSubmission if the note is too long, or something about the
        document is missing.
        """
        kept = checked_text(note, "note", required=False)
        document = await self._seen(actor, said) if said else None

        def document_of(reissue_request: ReissueRequest) -> SeenDocument | None:
            return document if said and said.is_about(reissue_request.qle) else None

        action = self._approval(actor, revision, kept, document_of)
        async with self.actions.departures_noted(request_id):
            return await self.actions.carry_out(actor, request_id, action)

    async def could_approve(
        self, actor: Actor, request_id: UUID, revision: int, *, with_document: bool = True
    ) -> ReissueRequest:
        """The request, if this person could approve it now. Raises Refusal as `approve` does. Without `with_document`
        they are not asked for one, so DocumentNeeded is raised where it is needed."""
        action = self._approval(actor, revision, may_lack_document=with_document)
        async with self.actions.departures_noted(request_id):
            return await self.actions.would(actor, request_id, action)

    async def asks_for_document(self, request_id: UUID) -> bool:
        """Whether an approver of this request has to say which document they saw. Raises UnknownRequest."""
        is_ever_asked = self.actions.authority.routes.seen_by.asks_approver
        return is_ever_asked and self.asks_for(await self.actions.read(request_id))

    def asks_for(self, reissue_request: ReissueRequest) -> bool:
        """The same of a request that was read."""
        return is_asked_of_approver(self.actions.authority.routes.seen_by, reissue_request.qle)

    async def deny(self, actor: Actor, request_id: UUID, revision: int, reason: str) -> ReissueRequest:
        """One approver's no. Raises Refusal, or InvalidSubmission if the reason is missing or too long."""
        why = checked_text(reason, "reason")

        def change(reissue_request: ReissueRequest, entitled: Entitlement, now: datetime) -> ReissueRequest:
            return lifecycle.decide(reissue_request, _decision(Verdict.DENY, actor, revision, entitled, now, why))

        entitle = self.actions.authority.of_approver_for
        action = Action(kind=EventKind.DENIED, entitle=entitle, change=change, texts=lambda _before: {"reason": why})
        return await self.actions.carry_out(actor, request_id, action)

    async def could_deny(self, actor: Actor, request_id: UUID, revision: int) -> ReissueRequest:
        """The request, if this person could deny it now. Raises Refusal, and changes only the audit."""
        return await self.actions.could(actor, request_id, EventKind.DENIED, Verb.DENY, revision)

    async def could_withdraw(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """The request, if this person could withdraw it now. Raises Refusal."""
        entitle = self.actions.authority.of_owner
        return await self.actions.could(actor, request_id, EventKind.WITHDRAWN, Verb.WITHDRAW, entitle=entitle)

    async def withdraw(self, actor: Actor, request_id: UUID, reason: str = "") -> ReissueRequest:
        """The requester withdraws it. Raises Refusal, or InvalidSubmission if the reason is too long."""
        why = checked_text(reason, "withdrawal", required=False)

        def change(reissue_request: ReissueRequest, _entitled: Entitlement, now: datetime) -> ReissueRequest:
            return lifecycle.withdraw(reissue_request, now)

        def remarks(_before: ReissueRequest, now: datetime) -> Sequence[Remark]:
            return [Remark(kind=RemarkKind.WITHDRAWAL, author=actor.user_id, text=why, at=now)] if why else []

        entitle = self.actions.authority.of_owner
        action = Action(
            kind=EventKind.WITHDRAWN,
            entitle=entitle,
            change=change,
            remarks=remarks,
            texts=lambda _before: {"reason": why} if why else {},
        )
        return await self.actions.carry_out(actor, request_id, action)

    async def _seen(self, actor: Actor, said: SaidDocument) -> SeenDocument:
        return checked_document(said, actor.user_id, await self.calendars.today_of(actor.user_id))

    def _approval(
        self,
        actor: Actor,
        revision: int,
        note: str = "",
        document_of: Callable[[ReissueRequest], SeenDocument | None] = lambda _: None,
        *,
        may_lack_document: bool = False,
    ) -> Action:
        """`document_of` gives the document that the approver saw of the event of a request."""

        def change(reissue_request: ReissueRequest, entitled: Entitlement, now: datetime) -> ReissueRequest:
            given, document = (
                _decision(Verdict.APPROVE, actor, revision, entitled, now, note),
                document_of(reissue_request),
            )
            needed, _ = self.actions.authority.routes.for_request(reissue_request).needed_after(entitled.likeness)
            decided = lifecycle.decide(reissue_request, replace(given, document=document), entitled.standing, needed)
            if document is None and not may_lack_document and self.asks_for(reissue_request):
                raise DocumentNeeded
            return decided

        def texts(before: ReissueRequest) -> Mapping[str, str]:
            return {
                "facts": facts_of(before),
                **({"note": note} if note else {}),
                **document_texts(document_of(before)),
            }

        return Action(
            kind=EventKind.APPROVED,
            entitle=self.actions.authority.of_approver_and_standing,
            change=change,
            codes=partial(self._approved_codes, document_of),
            texts=texts,
        )

    def _approved_codes(
        self,
        document_of: Callable[[ReissueRequest], SeenDocument | None],
        before: ReissueRequest,
        _after: ReissueRequest,
        entitled: Entitlement,
    ) -> Mapping[str, str | int]:
        """Audit codes: the route, whose approvals are void, and whether this approver makes a second one necessary."""
        policy = self.actions.authority.routes.for_request(before)
        needed, conditions = policy.needed_after(entitled.likeness)
        codes = AuditCodes(
            second_approval=conditions if needed > before.approvals_required else (),
            likeness=entitled.likeness,
            left=entitled.standing.void,
            document=document_of(before) is not None,
        )
        return {**policy.route_code, **codes.written()}


def _decision(
    verdict: Verdict, actor: Actor, revision: int, entitled: Entitlement, now: datetime, reason: str | None = None
) -> Decision:
    return Decision(
        approver=actor.user_id,
        verdict=verdict,
        revision=revision,
        ground=entitled.ground or "",
        at=now,
        reason=reason or None,
    )
