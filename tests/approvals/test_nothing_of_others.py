"""For any table of routes: no one sees, finds or decides what a route owns that is not theirs."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.action import Actions
from approvals.actions.decide import Decisions
from approvals.actions.details import Inspections
from approvals.actions.overview import OverviewReader
from approvals.errors import NotAllowed, UnknownRequest
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.presence import Presence
from approvals.lookups.reach import Reach
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.request import ReissueRequest
from approvals.model.routing import RouteMap
from approvals.model.viewer import Section
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from benefits.ids import EmployeeId, EmployerId, MemberId
from store.unit_of_work import SqlStore
from tests.approvals.fakes import HandClock
from tests.approvals.people import APPROVALS, MARCUS, NINA, ZOE, PlainDirectory, PlainEmails, at_home
from tests.approvals.routed import CATEGORIES, EMPLOYERS, a_map
from tests.builders import a_request, an_employee, an_enrollment

NAMES = "abcdef"


def routed(claims: RouteMap, decides: Iterable[str], requests: Iterable[str]) -> Routes:
    """These routes: Zoe decides and requests in some, Marcus decides and Nina requests in the others."""
    policies = {
        name: Policy(
            approvals_channel=APPROVALS,
            approvers=(ZOE if name in decides else MARCUS,),
            requesters=(ZOE if name in requests else NINA,),
        )
        for name in NAMES
    }
    return Routes.several([(claim, policies[claim.route]) for claim in claims.claims], policies["a"])


@dataclass
class Place:
    """A store with a request and an employee for each employer and category."""

    store: SqlStore
    requests: list[ReissueRequest]

    @classmethod
    async def filled(cls, store: SqlStore) -> "Place":
        """One with everything in it."""
        stored: list[ReissueRequest] = []
        async with store.writing() as work:
            for n, (employer, category) in enumerate(product(EMPLOYERS, CATEGORIES)):
                facts = an_employee().model_copy(update={"employer_id": employer})
                made = a_request(employee=facts, category=category, enrollment=an_enrollment(id=f"enrl_{n}"))
                stored.append(await work.requests.add(replace(made, id=uuid4(), submission_key=f"V{n}")))
            await work.index.write(
                [
                    EmployeeEntry(
                        id=EmployeeId(f"empl_{n}"),
                        member_id=MemberId(f"mbr_{n}"),
                        name=f"Ada {n}",
                        email=None,
                        employer_id=EmployerId(employer or ""),
                        employer_name="",
                        active=True,
                    )
                    for n, employer in enumerate(EMPLOYERS)
                ]
            )
            await work.commit()
        return cls(store, stored)

    async def checked(self, routes: Routes, one: ReissueRequest, decides: set[str], requests: set[str]) -> None:
        """Zoe in these routes: her lists, one request in every way, and whom she finds."""
        directory, clock = PlainDirectory(), HandClock()
        authority = Authority(directory, routes, PlainEmails())
        actions, calendars, reach = Actions(self.store, authority, clock), Calendars(directory, clock), Reach(authority)
        owned = {each.number for each in self.requests if routes.name_for(each) in decides}
        reader = OverviewReader(actions, reach, calendars, Presence(directory, self.store, clock))
        overview = await reader.of(at_home(ZOE))
        assert {each.number for each in overview.shown} <= owned
        assert overview.pages[Section.WAITING].total == len(owned)
        assert all(page.total == 0 for section, page in overview.pages.items() if section is not Section.WAITING)

        is_hers, zoe = one.number in owned, at_home(ZOE)
        assert await succeeds(reader.numbered(zoe, one.number)) == is_hers
        assert await succeeds(Decisions(actions, calendars).could_deny(zoe, one.id, one.revision)) == is_hers
        assert await succeeds(Inspections(actions, calendars).inspect(zoe, one.id)) == is_hers
        assert await succeeds(authority.of_approver_and_standing(zoe, one)) == is_hers

        scope = routes.map.employers_of(requests & set(routes.named))
        async with self.store.reading() as work:
            found = {entry.employer_id for entry in await work.employees.search("ada", 100, scope)}
        theirs = {e for e in EMPLOYERS if any(routes.map.route_of(e, category) in requests for category in CATEGORIES)}
        assert found == {employer or "" for employer in theirs}


async def succeeds(attempt: object) -> bool:
    """Whether a person is let through."""
    try:
        await attempt  # type: ignore[misc]
    except (NotAllowed, UnknownRequest):
        return False
    return True


@pytest.mark.usefixtures("anyio_backend")
def test_nobody_sees_finds_or_decides_what_another_route_owns(either_engine: AsyncEngine) -> None:
    with asyncio.Runner() as runner:
        place = runner.run(Place.filled(SqlStore(either_engine, lambda _ids: None)))

        @settings(max_examples=60, deadline=None)
        @given(
            claims=a_map(),
            decides=st.sets(st.sampled_from(NAMES)),
            requests=st.sets(st.sampled_from(NAMES)),
            n=st.integers(0, len(place.requests) - 1),
        )
        def shown(claims: RouteMap, decides: set[str], requests: set[str], n: int) -> None:
            routes = routed(claims, decides, requests)
            runner.run(place.checked(routes, place.requests[n], decides, requests))

        shown()
        runner.run(either_engine.dispose())
