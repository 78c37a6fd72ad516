"""What one person does to one request: check who they are, change it, write it down, or write down the refusal."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from approvals.errors import ChangedSinceSeen, Refusal
from approvals.lookups.authority import Actor, Authority
from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark
from approvals.model.request import ReissueRequest
from approvals.model.status import Verb
from approvals.model.transitions import status_after
from approvals.moves import keep
from approvals.ports.outside import Clock
from approvals.ports.storage import Store

Entitle = Callable[[Actor, ReissueRequest], Awaitable[str | None]]
"""Says on what ground somebody may act on a request; raises NotAllowed."""

Change = Callable[[ReissueRequest, str | None, datetime], ReissueRequest]
"""Makes the next version of a request from the ground and the time; raises Refusal."""

Codes = Callable[[ReissueRequest, ReissueRequest], Mapping[str, str | int]]
"""What the audit says of a change beside who and when, from the request before and after it."""

Remarks = Callable[[ReissueRequest, datetime], Sequence[Remark]]
"""What was written with it, from the request before and the time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One thing a person may do: who is entitled, what it changes, how the audit calls it, which text it is about."""

    kind: EventKind
    entitle: Entitle
    change: Change
    codes: Codes = lambda _before, _after: {}
    remarks: Remarks = lambda _before, _now: ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acts:
    """Carries acts out. Authority is looked up before the transaction, the request is read again inside it."""

    store: Store
    authority: Authority
    clock: Clock

    async def carry_out(self, actor: Actor, request_id: UUID, act: Act) -> ReissueRequest:
        """The request as changed and committed. Raises Refusal, after having written the refusal down."""
        seen = await self.read(request_id)
        async with self.refusals_written(actor, seen, act.kind):
            ground = await act.entitle(actor, seen)
            act.change(seen, ground, self.clock.now())  # what is refused already need not wait for its turn to write
            return await self._change(actor, request_id, act, ground)

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
        """The request, if this person could do this to it now. Raises Refusal, having written it down.

        `revision` is the one the person saw, where it matters. Unless `entitle` says otherwise, it takes an approver.
        """
        reissue_request = await self.read(request_id)
        async with self.refusals_written(actor, reissue_request, wanted):
            await (entitle or self.authority.of_approver_for)(actor, reissue_request)
            status_after(reissue_request.status, verb)
            if revision not in (None, reissue_request.revision):
                raise ChangedSinceSeen
        return reissue_request

    async def read(self, request_id: UUID) -> ReissueRequest:
        """A request as it stands; raises UnknownRequest."""
        async with self.store.reading() as work:
            return await work.requests.get(request_id)

    @asynccontextmanager
    async def refusals_written(self, actor: Actor, seen: ReissueRequest, wanted: EventKind) -> AsyncIterator[None]:
        """Keeps in the audit that somebody was refused what they wanted of a request as `seen`, and why."""
        try:
            yield
        except Refusal as refusal:
            codes = {"wanted": wanted.value, "why": type(refusal).__name__, "revision": seen.revision}
            await self.write(actor, seen, EventKind.REFUSED, codes)
            raise

    async def write(self, actor: Actor, seen: ReissueRequest, kind: EventKind, codes: Mapping[str, str | int]) -> None:
        """Write down what changes nothing."""
        event = Event(request_id=seen.id, at=self.clock.now(), actor=actor.user_id, kind=kind, codes=codes)
        async with self.store.writing() as work:
            await work.events.append(event)
            await work.commit()

    async def _change(self, actor: Actor, request_id: UUID, act: Act, ground: str | None) -> ReissueRequest:
        now = self.clock.now()
        async with self.store.writing() as work:
            before = await work.requests.get(request_id)
            changed = act.change(before, ground, now)
            if actor.click and any(
                event.codes.get("click") == actor.click for event in await work.events.of(request_id)
            ):
                raise ChangedSinceSeen  # delivered again after what it did has come to nothing: it was meant once
            codes = {"revision": changed.revision, **act.codes(before, changed)}
            codes |= {name: code for name, code in (("ground", ground), ("click", actor.click)) if code}
            line = Event(
                request_id=request_id, at=now, actor=actor.user_id, kind=act.kind, codes=codes, texts=act.texts
            )
            await keep(work, changed, line)
            for remark in act.remarks(before, now):
                await work.remarks.add(request_id, remark)
            await work.commit()
        return changed
