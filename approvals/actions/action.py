"""One person's action on one request: check the person, change the request, write it or the refusal down."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from approvals.errors import ChangedSinceSeen, NewerRecord, Refusal, RequesterLeft, RequesterStillHere
from approvals.lookups.authority import Actor, Authority
from approvals.model.audit_codes import AuditCodes
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.newer import NewerRequest
from approvals.model.remark import Remark
from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, Verb
from approvals.model.transitions import status_after
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork
from approvals.recording import Line, note, save_and_drive
from approvals.rules import lifecycle

Entitle = Callable[[Actor, ReissueRequest], Awaitable[Entitlement]]
"""Returns why a person may act on a request; raises NotAllowed."""

Change = Callable[[ReissueRequest, Entitlement, datetime], ReissueRequest]
"""Makes the next version of a request, given why the person may and the time; raises Refusal."""

Codes = Callable[[ReissueRequest, ReissueRequest, Entitlement], Mapping[str, str | int]]
"""The audit codes of a change, given the request before and after it, and why the person may."""

Texts = Callable[[ReissueRequest], Mapping[str, str]]
"""The texts whose keyed hashes the audit keeps, given the request before the action."""

Remarks = Callable[[ReissueRequest, datetime], Sequence[Remark]]
"""The remarks written with an action, given the request before it and the time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One thing that people can do: its name in the audit, who is entitled, what it changes, and its texts."""

    kind: EventKind
    entitle: Entitle
    change: Change
    codes: Codes = lambda _before, _after, _entitled: {}
    remarks: Remarks = lambda _before, _now: ()
    texts: Texts = lambda _before: {}


@dataclass(frozen=True, eq=False, repr=False)
class Actions:
    """Carries out actions. Authority is looked up before the transaction; the request is read again inside it."""

    store: Store
    authority: Authority
    clock: Clock

    async def carry_out(self, actor: Actor, request_id: UUID, action: Action) -> ReissueRequest:
        """The changed request, committed. Raises Refusal after writing the refusal down."""
        seen = await self.read(request_id)
        async with self.refusals_written(actor, seen, action.kind):
            entitled = await self._entitled(actor, seen, action)  # so that a refusal need not wait for a transaction
            return await self._change(actor, request_id, action, entitled)

    async def would(self, actor: Actor, request_id: UUID, action: Action) -> ReissueRequest:
        """The unchanged request, if this person could carry out the action now. Raises Refusal after writing it
        down."""
        seen = await self.read(request_id)
        async with self.refusals_written(actor, seen, action.kind):
            await self._entitled(actor, seen, action)
        return seen

    async def could(
        self,
        actor: Actor,
        request_id: UUID,
        wanted: EventKind,
        verb: Verb,
        revision: int | None = None,
        *,
        entitle: Entitle | None = None,
    ) -> ReissueRequest:
        """The request, if this person could do this to it now. Raises Refusal after writing it down.

        `revision` is the one that the person saw, if that matters. Without `entitle` only approvers may do it.
        """
        reissue_request = await self.read(request_id)
        async with self.refusals_written(actor, reissue_request, wanted):
            await (entitle or self.authority.of_approver_for)(actor, reissue_request)
            status_after(reissue_request.status, verb)
            if revision not in (None, reissue_request.revision):
                raise ChangedSinceSeen
        return reissue_request

    async def read(self, request_id: UUID) -> ReissueRequest:
        """The current version of a request. Raises UnknownRequest, and NewerRecord if its attempts are not understood
        either: what people do about it depends on them."""
        async with self.store.reading() as work:
            found = await work.requests.get(request_id)
            try:
                await work.attempts.last(request_id)
            except NewerRecord:
                raise NewerRecord(found.label) from None
            return found

    @asynccontextmanager
    async def refusals_written(self, actor: Actor, seen: ReissueRequest, wanted: EventKind) -> AsyncIterator[None]:
        """Writes into the audit that a person was refused what they wanted to do with a request, and why."""
        try:
            yield
        except Refusal as refusal:
            codes = {"wanted": wanted.value, "why": type(refusal).__name__}
            await self.write(actor, seen, EventKind.REFUSED, codes)
            raise

    @asynccontextmanager
    async def departures_noted(self, request_id: UUID) -> AsyncIterator[None]:
        """Has the request say that its requester left, or is back, where that is why a person was refused."""
        try:
            yield
        except RequesterLeft as refusal:
            await self._note_requester(request_id, refusal.why)
            raise
        except RequesterStillHere:
            await self._note_requester(request_id, None)
            raise

    async def write(
        self,
        actor: Actor,
        seen: ReissueRequest | NewerRequest,
        kind: EventKind,
        codes: Mapping[str, str | int],
        texts: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Write an audit line about something that does not change the request."""
        async with self.store.writing() as work:
            await note(work, seen, Line(kind=kind, at=self.clock.now(), actor=actor.user_id, codes=codes, texts=texts))
            await work.commit()

    async def _entitled(self, actor: Actor, seen: ReissueRequest, action: Action) -> Entitlement:
        """Why the person may, if the request as seen can be changed so; raises Refusal."""
        entitled = await action.entitle(actor, seen)
        action.change(seen, entitled, self.clock.now())
        return entitled

    async def _change(self, actor: Actor, request_id: UUID, action: Action, entitled: Entitlement) -> ReissueRequest:
        now = self.clock.now()
        async with self.store.writing() as work:
            before = await work.requests.get(request_id)
            changed = action.change(before, entitled, now)
            await _check_new(work, request_id, actor)
            codes = {**action.codes(before, changed, entitled), **entitled.codes}
            codes |= AuditCodes(click=actor.click).written()
            texts = {**action.texts(before), **entitled.texts}
            line = Line(kind=action.kind, at=now, actor=actor.user_id, codes=codes, texts=texts)
            await save_and_drive(work, before, changed, line)
            for remark in action.remarks(before, now):
                await work.remarks.add(request_id, remark)
            await work.commit()
        return changed

    async def _note_requester(self, request_id: UUID, why: str | None) -> None:
        """Write down why the requester of an undecided request left, or that they are back (None)."""
        async with self.store.writing() as work:
            current = await work.requests.get(request_id)
            if current.status not in UNDECIDED or current.requester_left == why:
                return
            if why is None:
                changed, line = (
                    lifecycle.requester_back(current),
                    Line(kind=EventKind.REQUESTER_BACK, at=self.clock.now()),
                )
            else:
                line = Line(kind=EventKind.REQUESTER_LEFT, at=self.clock.now(), codes={"why": why})
                changed = lifecycle.requester_left(current, why)
            await save_and_drive(work, current, changed, line)
            await work.commit()


async def _check_new(work: UnitOfWork, request_id: UUID, actor: Actor) -> None:
    """Raises ChangedSinceSeen for a click that counted before, even if undone since: the person meant it once."""
    events = await work.events.of(request_id) if actor.click else ()
    if any(AuditCodes.of(event).click == actor.click for event in events):
        raise ChangedSinceSeen
