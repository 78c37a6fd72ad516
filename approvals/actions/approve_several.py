"""Approving several requests at once: each by the same path as alone, one after the other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from approvals.actions.decide import Decisions
from approvals.actions.overview import OverviewReader
from approvals.errors import ApprovalsError, AuthorityUnreadable, StoreError, UnknownRequest
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry, SectionPage
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section

Chosen = Sequence[tuple[UUID, int]]
"""The chosen requests, each with the revision that the person saw."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What became of one of several requests, or would become of it.

    `reissue_request` is the request as stored then, None if it could not be read; `refusal` says why it was not
    approved. `today` is the date in its requester's time zone; None if Slack does not give the zone.
    """

    reissue_request: ReissueRequest | None
    refusal: ApprovalsError | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Requests to choose from. `more` wait beside these, further down in Home; `alone` are left out because each has to
    be approved in a form of its own, which asks for the document of its life event."""

    entries: Sequence[Entry] = ()
    more: int = 0
    alone: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class SeveralApprovals:
    """The use cases behind *Approve several…* in Home."""

    decisions: Decisions
    overview: OverviewReader
    calendars: Calendars

    async def waiting(self, actor: Actor) -> Waiting:
        """The most urgent requests that wait for this person's decision.

        Raises NotAllowed unless the person is a colleague, and AuthorityUnreadable.
        """
        page = (await self.overview.of(actor)).pages[Section.WAITING]
        found = decidable(page)
        entries = [each for each in found if not self.decisions.asks_for(each.reissue_request)]
        return Waiting(entries, page.total - len(page.entries), len(found) - len(entries))

    async def foreseen(self, actor: Actor, chosen: Chosen) -> Sequence[Result]:
        """What would become of each. Refusals are written down, as where a form opens."""
        return await self._each(chosen, lambda seen: self.decisions.could_approve(actor, *seen, with_document=False))

    async def approve(self, actor: Actor, chosen: Chosen) -> Sequence[Result]:
        """Approve each in turn, in a transaction of its own: one that is refused leaves the others."""
        return await self._each(chosen, lambda seen: self.decisions.approve(actor, *seen))

    async def _each(
        self, chosen: Chosen, do: Callable[[tuple[UUID, int]], Awaitable[ReissueRequest]]
    ) -> Sequence[Result]:
        found = list[Result]()
        for seen in chosen:
            try:
                done = await do(seen)
            except ApprovalsError as refusal:
                found.append(Result(reissue_request=await self._stored(seen[0]), refusal=refusal))
            else:
                found.append(Result(reissue_request=done, today=await self._today(done.requester)))
        return found

    async def _stored(self, request_id: UUID) -> ReissueRequest | None:
        try:
            return await self.decisions.actions.read(request_id)
        except (UnknownRequest, StoreError):
            return None

    async def _today(self, requester: str) -> date | None:
        try:
            return await self.calendars.today_of(requester)
        except AuthorityUnreadable:
            return None


def decidable(page: SectionPage) -> Sequence[Entry]:
    """The requests on a page that wait for a decision, and not for an answer of the reader's."""
    readable = (entry for entry in page.entries if not isinstance(entry, NewerRequest) and entry.is_named)
    return [entry for entry in readable if entry.reissue_request.status is RequestStatus.PENDING]
