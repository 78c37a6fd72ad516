"""The overview: the requests that concern one person, section by section; and one request by its number."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from approvals.actions.action import Actions
from approvals.errors import AuthorityUnreadable, NotAllowed, NotAnApprover, StoreError, UnknownRequest
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.lookups.presence import Presence
from approvals.lookups.reach import Reach
from approvals.model.event import EventKind
from approvals.model.newer import NewerRequest
from approvals.model.overview import PAGE, Entry, Overview, SectionPage, SectionRows
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer

RECENT = timedelta(days=30)
"""How long closed requests are still listed."""


NOTHING = SectionRows((), 0, 0)


@dataclass(frozen=True, eq=False, repr=False)
class OverviewReader:
    """The use cases behind `/reissue list`, `/reissue status` and the Home tab. They do not change a request."""

    actions: Actions
    reach: Reach
    calendars: Calendars
    presence: Presence

    async def of(self, actor: Actor, pages: Mapping[Section, int] = MappingProxyType({})) -> Overview:
        """The overview of a person: from each section the page in `pages`, or the last page if that is gone.

        Raises NotAllowed unless the person is a colleague, and AuthorityUnreadable.
        """
        actor = await self.actions.authority.known(actor)
        reader = await self.reader_of(actor)
        since = self.actions.clock.now() - RECENT
        async with self.actions.store.reading() as work:
            found = await work.overviews.sections(reader, since, pages, PAGE)
            refused = await work.overviews.undeliverable([each.id for rows in found.values() for each in rows.requests])
        rows = {section: found.get(section, NOTHING) for section in Section}
        shown = {section: await self.page_of(reader, each, refused) for section, each in rows.items()}
        shown[Section.WAITING] = await self._decidable(actor, reader, shown[Section.WAITING])
        away = await self.presence.away(reader.user_id) if reader.may_decide else None
        return Overview(reader, shown, away, self.actions.authority.routes.seen_by)

    async def numbered(self, actor: Actor, number: int) -> Entry | NewerRequest:
        """One request by its number.

        Raises UnknownRequest, also if the request exists but the person may not read it: the same is done for both, so
        that neither the answer nor its time says which. `note_hidden` then writes it down. Raises AuthorityUnreadable
        whether the request exists or not, also while Slack says only about some routes what they may do there.
        """
        try:
            reader = await self.reader_of(actor)
        except AuthorityUnreadable:
            raise
        except NotAllowed as refusal:
            raise UnknownRequest(number) from refusal
        async with self.actions.store.reading() as work:
            found = await work.overviews.numbered(reader, number)
            if found is None:
                raise AuthorityUnreadable if reader.unchecked else UnknownRequest(number)
            refused = await work.overviews.undeliverable([found.id])
        [entry] = (await self.page_of(reader, SectionRows([found], 1, 0), refused)).entries
        return entry

    async def note_hidden(self, actor: Actor, number: int) -> None:
        """Write into the audit that a person asked for a request that they may not read; nothing if there is none.

        It is for after the answer. If the database does not take it then, the line is missing.
        """
        try:
            async with self.actions.store.reading() as work:
                hidden = await work.requests.numbered(number)
            codes = {"wanted": EventKind.VIEWED.value, "why": NotAnApprover.__name__}
            await self.actions.write(actor, hidden, EventKind.REFUSED, codes)
        except (UnknownRequest, StoreError):
            return

    async def reader_of(self, actor: Actor) -> Viewer:
        """What a person may do. Raises NotAllowed unless they are a colleague, and AuthorityUnreadable if Slack tells
        it about no route."""
        return await self.reach.viewer(actor)

    async def page_of(self, reader: Viewer, rows: SectionRows, refused: Collection[UUID]) -> SectionPage:
        """A page as a reader may see it: with days, and named where they may read all facts.

        `refused` are the ids of requests about which Slack refuses a message.
        """
        requesters = list(dict.fromkeys(each.requester for each in rows.requests))
        days = dict(zip(requesters, await asyncio.gather(*map(self._today, requesters)), strict=True))
        entries = [
            each
            if isinstance(each, NewerRequest)
            else Entry(
                reissue_request=self.actions.authority.routes.as_promised(each),
                today=days[each.requester],
                is_undeliverable=each.id in refused,
                is_named=reader.may_read(each),
            )
            for each in rows.requests
        ]
        return SectionPage(entries=entries, total=rows.total, number=rows.number)

    async def _today(self, requester: str) -> date | None:
        try:
            return await self.calendars.today_of(requester)
        except AuthorityUnreadable:
            return None

    async def _decidable(self, actor: Actor, reader: Viewer, waiting: SectionPage) -> SectionPage:
        """The page without requests that the person may not decide on for reasons that are not in the database."""
        entries = [entry for entry in waiting.entries if await self._is_theirs(actor, reader, entry)]
        dropped = len(waiting.entries) - len(entries)
        return SectionPage(entries=entries, total=waiting.total - dropped, number=waiting.number)

    async def _is_theirs(self, actor: Actor, reader: Viewer, entry: Entry | NewerRequest) -> bool:
        if isinstance(entry, NewerRequest) or entry.reissue_request.status is RequestStatus.NEEDS_INFO:
            return True
        try:
            await self.actions.authority.of_approver_for(actor, entry.reissue_request)
        except AuthorityUnreadable:
            if not reader.unchecked:
                raise
            return False
        except NotAllowed:
            return False
        return True
