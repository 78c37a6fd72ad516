"""Asking: an approver asks the requester, who has to answer before the request can be approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.errors import RequesterLeft
from approvals.lookups.authority import Actor
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import ReissueRequest
from approvals.model.status import Verb
from approvals.rules import lifecycle
from approvals.rules.texts import checked_text


@dataclass(frozen=True, eq=False, repr=False)
class Questions:
    """The use cases behind *Ask…*. `revision` is the one that the person saw."""

    actions: Actions

    async def could_ask(self, actor: Actor, request_id: UUID, revision: int) -> ReissueRequest:
        """The request, if this person could ask about it now. Raises Refusal."""
        return await self.actions.could(actor, request_id, EventKind.ASKED, Verb.ASK, revision)

    async def ask(self, actor: Actor, request_id: UUID, revision: int, question: str) -> ReissueRequest:
        """Ask the requester. Raises Refusal (RequesterLeft if they could not answer), or InvalidSubmission if the
        question is missing or too long."""
        text = checked_text(question, "question")

        def change(reissue_request: ReissueRequest, entitled: Entitlement, now: datetime) -> ReissueRequest:
            asked = lifecycle.ask(reissue_request, revision, now)
            if entitled.standing.requester_left:
                raise RequesterLeft(entitled.standing.requester_left)
            return asked

        def remarks(_before: ReissueRequest, now: datetime) -> Sequence[Remark]:
            return [Remark(kind=RemarkKind.QUESTION, author=actor.user_id, text=text, at=now)]

        entitle = self.actions.authority.of_approver_and_standing
        action = Action(
            kind=EventKind.ASKED,
            entitle=entitle,
            change=change,
            remarks=remarks,
            texts=lambda _before: {"question": text},
        )
        async with self.actions.departures_noted(request_id):
            return await self.actions.carry_out(actor, request_id, action)
