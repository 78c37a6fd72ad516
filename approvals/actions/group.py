"""Deciding on several requests that were submitted together: each by its own use case, one after the other."""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from approvals.actions.decide import Decisions
from approvals.errors import (
    AlreadyApproved,
    ApprovalsError,
    AuthorityUnreadable,
    DocumentNeeded,
    InvalidSubmission,
    NotAllowed,
    NotTriedYet,
    UnknownRequest,
)
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.model.audit_codes import AuditCodes
from approvals.model.group import AT_MOST
from approvals.model.request import ReissueRequest
from approvals.model.status import Verb
from approvals.model.transitions import status_after
from approvals.rules.budgets import TimeBudgets
from approvals.rules.documents import SaidDocument

Seen = tuple[UUID, int]
"""A request, and the revision that the person saw."""

Act = Callable[[UUID, int], Awaitable[ReissueRequest]]


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a group. `obstacle` says why the person cannot do it, or could not; None if they can, or did.
    Without `may_be_shown` they may not read what it is about."""

    reissue_request: ReissueRequest
    obstacle: ApprovalsError | None = None
    may_be_shown: bool = True


@dataclass(frozen=True, slots=True)
class Review:
    """The requests of a group; `today` is the date in the time zone of the first one's requester. `asks_document`: who
    approves them has to say which document of the event they saw."""

    parts: Sequence[Part]
    today: date
    asks_document: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class GroupDecisions:
    """The use cases behind *Approve all…*, *Deny all…* and *Withdraw all…*. They store nothing of their own: a process
    that ends in between leaves some requests decided and the others as they were."""

    decisions: Decisions
    calendars: Calendars
    budgets: TimeBudgets

    async def review(self, actor: Actor, request_id: UUID, verb: Verb) -> Review:
        """The requests that were submitted together with this one, and what keeps the person from doing it to each.

        Raises NotAllowed if they may not do it to any of those that still wait, after writing that down.
        """
        parts = [await self._could(actor, each, verb) for each in await self._members(request_id)]
        refused = [part.obstacle for part in parts if isinstance(part.obstacle, NotAllowed)]
        if refused and not any(part.obstacle is None for part in parts):
            raise refused[0]
        today = await self.calendars.today_of(parts[0].reissue_request.requester)
        if verb is not Verb.APPROVE or not (asking := self._asking(parts, request_id)):
            return Review(parts, today)
        return Review([self._of_event(part, asking[0].qle_id) for part in parts], today, asks_document=True)

    async def approve(self, actor: Actor, seen: Sequence[Seen], said: SaidDocument | None = None) -> list[Part]:
        """Approve each at the revision that the person saw; one that fails leaves the others. One document proves the
        event of all; those of another event have to be approved alone.

        Raises InvalidSubmission if something about the document is missing, before anything is decided.
        """
        return await self._each(
            actor, seen, lambda one, revision: self.decisions.approve(actor, one, revision, said=said)
        )

    async def deny(self, actor: Actor, seen: Sequence[Seen], reason: str) -> list[Part]:
        """Deny each with the same reason. Raises InvalidSubmission if that is missing or too long."""
        return await self._each(actor, seen, lambda one, revision: self.decisions.deny(actor, one, revision, reason))

    async def withdraw(self, actor: Actor, seen: Sequence[Seen], reason: str) -> list[Part]:
        """Withdraw each with the same reason. Raises InvalidSubmission if that is too long."""
        return await self._each(actor, seen, lambda one, _: self.decisions.withdraw(actor, one, reason))

    async def _members(self, request_id: UUID) -> Sequence[ReissueRequest]:
        async with self.decisions.actions.store.reading() as work:
            asked = await work.requests.get(request_id)
            members = (asked,) if asked.group_id is None else await work.requests.of_group(asked.group_id)
        return self.decisions.actions.authority.routes.beside(asked, members)

    def _asking(self, parts: Sequence[Part], request_id: UUID) -> Sequence[ReissueRequest]:
        """The possible requests for which a document is asked, this one first."""
        possible = [part.reissue_request for part in parts if part.obstacle is None]
        return sorted(filter(self.decisions.asks_for, possible), key=lambda each: each.id != request_id)

    def _of_event(self, part: Part, event_id: str | None) -> Part:
        """A request whose event was changed since is left out: the form asks for the document of one event."""
        one = part.reissue_request
        if part.obstacle is not None or not self.decisions.asks_for(one) or one.qle_id == event_id:
            return part
        return replace(part, obstacle=DocumentNeeded())

    async def _could(self, actor: Actor, member: ReissueRequest, verb: Verb) -> Part:
        """What anybody can see on the cards is no refusal to be written down: that it is decided already."""
        try:
            status_after(member.status, verb)
            if verb is Verb.APPROVE and any(given.approver == actor.user_id for given in member.approvals):
                raise AlreadyApproved
            await self._checked(actor, member, verb)
        except AuthorityUnreadable:
            raise
        except ApprovalsError as obstacle:
            return Part(member, obstacle, may_be_shown=await self._may_read(actor, member))
        return Part(member)

    async def _may_read(self, actor: Actor, member: ReissueRequest) -> bool:
        try:
            await self.decisions.actions.authority.of_reader(actor, member)
        except NotAllowed:
            return False
        return True

    async def _checked(self, actor: Actor, member: ReissueRequest, verb: Verb) -> None:
        match verb:
            case Verb.APPROVE:
                await self.decisions.could_approve(actor, member.id, member.revision)
            case Verb.DENY:
                await self.decisions.could_deny(actor, member.id, member.revision)
            case _:
                await self.decisions.could_withdraw(actor, member.id)

    async def _each(self, actor: Actor, seen: Sequence[Seen], act: Act) -> list[Part]:
        """Slack waits three seconds for all of them: what there is no time for is left, and said to be."""
        until = time.monotonic() + self.budgets.together
        done = []
        for request_id, revision in seen[:AT_MOST]:
            obstacle: ApprovalsError | None = None
            try:
                if time.monotonic() > until:
                    raise NotTriedYet
                await act(request_id, revision)
            except InvalidSubmission:
                raise
            except ApprovalsError as error:
                obstacle = error
            with suppress(UnknownRequest):
                done.append(await self._part(actor, request_id, obstacle))
        return done

    async def _part(self, actor: Actor, request_id: UUID, obstacle: ApprovalsError | None) -> Part:
        """The request as it is now. What a repeated delivery of the same click finds done was done by it."""
        async with self.decisions.actions.store.reading() as work:
            now = await work.requests.get(request_id)
            events = await work.events.of(request_id) if obstacle and actor.click else ()
        if any(event.actor == actor.user_id and AuditCodes.of(event).click == actor.click for event in events):
            return Part(now)
        return Part(now, obstacle, may_be_shown=obstacle is None or await self._may_read(actor, now))
