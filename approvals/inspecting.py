"""Inspecting a request: all of its facts and its timeline, for the people entitled to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from approvals.acts import Acts
from approvals.attempt import Attempt
from approvals.authority import Actor
from approvals.event import Event
from approvals.request import ReissueRequest


@dataclass(frozen=True, slots=True)
class Dossier:
    """A request with its attempts and its audit."""

    reissue_request: ReissueRequest
    attempts: Sequence[Attempt]
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Inspecting:
    """The use case behind *Details*."""

    acts: Acts

    async def inspect(self, actor: Actor, request_id: UUID) -> Dossier:
        """Everything about a request, for its requester and for approvers. Raises Refusal."""
        async with self.acts.store.reading() as work:
            dossier = Dossier(
                await work.requests.get(request_id),
                await work.attempts.of(request_id),
                await work.events.of(request_id),
            )
        await self.acts.authority.of_reader(actor, dossier.reissue_request)
        return dossier
