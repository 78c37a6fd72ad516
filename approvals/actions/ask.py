"""Asking: an approver asks the requester, who has to answer before the request can be approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.lookups.authority import Actor
from approvals.model.event import EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import ReissueRequest
from approvals.model.status import Verb
from approvals.rules import lifecycle
from approvals.rules.texts import checked_text


@dataclass(frozen=True, slots=True)
class Questions:
    """The use cases behind *Ask…*. `revision` is the one that the person saw."""

    actions: Actions

    async def could_ask(self, actor: Actor, request_id: UUID, revision: int) -> ReissueRequest:
        """The request, if this person could ask about it now. Raises Refusal."""
        return await self.actions.could(actor, request_id, EventKind.ASKED, Verb.ASK, revision)

    async def ask(self, actor: Actor, request_id: UUID, revision: int, question: str) -> ReissueRequest:
        """Ask the requester. Raises Refusal, or InvalidSubmission if the question is missing or too long."""
        text = checked_text(question, "question")

        def change(reissue_request: ReissueRequest, _ground: str | None, now: datetime) -> ReissueRequest:
            return lifecycle.ask(reissue_request, revision, now)

        def remarks(_before: ReissueRequest, now: datetime) -> Sequence[Remark]:
            return [Remark(kind=RemarkKind.QUESTION, author=actor.user_id, text=text, at=now)]

        entitle = self.actions.authority.of_approver_for
        texts = {"question": text}
        action = Action(kind=EventKind.ASKED, entitle=entitle, change=change, remarks=remarks, texts=texts)
        return await self.actions.carry_out(actor, request_id, action)
