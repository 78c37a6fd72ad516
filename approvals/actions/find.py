"""Finding requests again, of any age: by the employee's name, by status, by month. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from approvals.actions.overview import OverviewReader
from approvals.lookups.authority import Actor
from approvals.model.history import MOST_PEOPLE, Criteria, History, Month, Wanted
from approvals.model.overview import PAGE, SectionPage, SectionRows
from approvals.model.viewer import Viewer
from approvals.rules.deadlines import start_of
from benefits.ids import EmployeeId

NO_PAGE = SectionPage(entries=(), total=0)


@dataclass(frozen=True, eq=False, repr=False)
class RequestFinder:
    """The use case behind `/reissue find` and `/reissue history`. Who may see what is as in the overview.

    A name is looked for only in requests of which the person may read all facts. So a search tells no one more than
    the lists do: what is said of another's request is the same as if there were none.
    """

    overview: OverviewReader

    async def find(self, actor: Actor, wanted: Wanted, page: int = 0) -> History:
        """A page of the requests that fit; the last page if that one is gone.

        Raises NotAllowed unless the person is a colleague, and AuthorityUnreadable.
        """
        actions = self.overview.actions
        actor = await actions.authority.known(actor)
        reader = await self.overview.reader_of(actor)
        since, until = await self._bounds(actor.user_id, wanted.month)
        criteria = Criteria(statuses=wanted.statuses, since=since, until=until)
        async with actions.store.reading() as work:
            is_whole = not (wanted.name or wanted.employees) or await work.histories.is_whole()
            employees: Sequence[EmployeeId] | None = wanted.employees or None
            if wanted.name:
                employees = await work.histories.employees_named(reader, wanted.name, MOST_PEOPLE + 1)
        by_id = replace(wanted, name="", employees=tuple(employees or ()))
        if employees is not None and not 0 < len(employees) <= MOST_PEOPLE:
            too_many = len(employees) > MOST_PEOPLE
            return History(reader=reader, wanted=by_id, page=NO_PAGE, too_many=too_many, is_whole=is_whole)
        if employees is not None:
            criteria = replace(criteria, employees=tuple(employees))
        found = await self._page(reader, criteria, page)
        return History(reader=reader, wanted=by_id, page=found, is_whole=is_whole)

    async def _page(self, reader: Viewer, criteria: Criteria, page: int) -> SectionPage:
        async with self.overview.actions.store.reading() as work:
            hits = await work.histories.page(reader, criteria, limit=PAGE, offset=page * PAGE)
            if not hits.requests and hits.total:
                page = (hits.total - 1) // PAGE
                hits = await work.histories.page(reader, criteria, limit=PAGE, offset=page * PAGE)
            refused = await work.overviews.undeliverable([each.id for each in hits.requests])
        return await self.overview.page_of(reader, SectionRows(hits.requests, hits.total, page), refused)

    async def _bounds(self, user_id: str, month: Month | None) -> tuple[datetime | None, datetime | None]:
        """The month where the person is: its first instant, and the first one after it (UTC)."""
        if month is None:
            return None, None
        zone = await self.overview.calendars.zone_of(user_id)
        return start_of(month.first, zone), start_of(month.next.first, zone)
