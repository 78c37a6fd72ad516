"""Deciding on a request: approve, deny, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.lookups.authority import Actor
from approvals.model.event import EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Decision, ReissueRequest, Verdict
from approvals.model.status import Verb
from approvals.rules import lifecycle
from approvals.rules.texts import checked_text

_KINDS = {Verdict.APPROVE: EventKind.APPROVED, Verdict.DENY: EventKind.DENIED}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The use cases around the decision. `revision` is the one that the person saw."""

    actions: Actions

    async def approve(self, actor: Actor, request_id: UUID, revision: int) -> ReissueRequest:
        """One approver's yes. Raises Refusal."""
        return await self._decide(actor, request_id, revision, Verdict.APPROVE, None)

    async def deny(self, actor: Actor, request_id: UUID, revision: int, reason: str) -> ReissueRequest:
        """One approver's no. Raises Refusal, or InvalidSubmission if the reason is missing or too long."""
        return await self._decide(actor, request_id, revision, Verdict.DENY, checked_text(reason, "reason"))

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

        def change(reissue_request: ReissueRequest, _ground: str | None, now: datetime) -> ReissueRequest:
            return lifecycle.withdraw(reissue_request, now)

        def remarks(_before: ReissueRequest, now: datetime) -> Sequence[Remark]:
            return [Remark(kind=RemarkKind.WITHDRAWAL, author=actor.user_id, text=why, at=now)] if why else []

        entitle = self.actions.authority.of_owner
        texts = {"reason": why} if why else {}
        action = Action(kind=EventKind.WITHDRAWN, entitle=entitle, change=change, remarks=remarks, texts=texts)
        return await self.actions.carry_out(actor, request_id, action)

    async def _decide(
        self, actor: Actor, request_id: UUID, revision: int, verdict: Verdict, reason: str | None
    ) -> ReissueRequest:
        make = partial(Decision, approver=actor.user_id, verdict=verdict, revision=revision, reason=reason)

        def change(reissue_request: ReissueRequest, ground: str | None, now: datetime) -> ReissueRequest:
            return lifecycle.decide(reissue_request, make(ground=ground or "", at=now))

        texts = {} if reason is None else {"reason": reason}
        action = Action(
            kind=_KINDS[verdict], entitle=self.actions.authority.of_approver_for, change=change, texts=texts
        )
        return await self.actions.carry_out(actor, request_id, action)
