"""Watches whether the requester of an undecided request may still request, so that the card says when they left."""

from dataclasses import dataclass
from functools import partial

from approvals.errors import AuthorityUnreadable
from approvals.lookups.authority import Authority
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.recording import Recorder
from approvals.rules import lifecycle


@dataclass(frozen=True, eq=False, repr=False)
class RequesterWatch:
    """Notes that a requester left, or is back.

    It adds no looks of its own: a driver comes at least at each midnight, and each approval and question looks too.
    """

    recorder: Recorder
    authority: Authority

    async def work(self, seen: ReissueRequest) -> float | None:
        """Note a change; returns AGAIN after one, otherwise None."""
        try:
            why = await self.authority.refusal_of_requester(seen)
        except AuthorityUnreadable:
            return None
        if why == seen.requester_left:
            return None
        if why is None:
            return await self.recorder.move(seen, lifecycle.requester_back, EventKind.REQUESTER_BACK)
        change = partial(lifecycle.requester_left, why=why)
        return await self.recorder.move(seen, change, EventKind.REQUESTER_LEFT, why=why)
