"""For any table of routes: no one sees, finds or decides what a route owns that is not theirs."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.core import UseCases
from approvals.errors import NotAllowed, UnknownRequest
from approvals.model.history import Wanted
from approvals.model.overview import PAGE
from approvals.model.request import ReissueRequest
from approvals.model.routing import RouteMap
from approvals.model.status import RequestStatus, Verb
from approvals.model.viewer import Section
from approvals.rules.routes import Routes
from store.unit_of_work import SqlStore
from tests.approvals.people import ZOE, at_home
from tests.approvals.routed import CATEGORIES, EMPLOYERS, a_map
from tests.approvals.routed_place import NAMES, Place, at_work, routed


async def checked(place: Place, routes: Routes, one: ReissueRequest, decides: set[str], requests: set[str]) -> None:
    """Zoe in these routes: her lists, one request in every way, and whom she finds."""
    do, zoe = at_work(place.store, routes), at_home(ZOE)
    owned = {each.number for each in place.requests if routes.name_for(each) in decides}
    overview = await do.overview.of(zoe)
    assert {each.number for each in overview.shown} <= owned
    assert overview.pages[Section.WAITING].total == len(owned)
    assert all(page.total == 0 for section, page in overview.pages.items() if section is not Section.WAITING)

    is_hers = one.number in owned
    assert await succeeds(do.overview.numbered(zoe, one.number)) == is_hers
    assert await succeeds(do.decisions.could_deny(zoe, one.id, one.revision)) == is_hers
    assert await succeeds(do.inspections.inspect(zoe, one.id)) == is_hers
    assert await succeeds(do.authority.of_approver_and_standing(zoe, one)) == is_hers
    await _finds(place, do, one, owned)
    await _decides_together(place, do, routes, one, owned)

    theirs = {e for e in EMPLOYERS if any(routes.map.route_of(e, category) in requests for category in CATEGORIES)}
    assert await _can_request_for(do) == {employer or "" for employer in theirs}


async def _finds(place: Place, do: UseCases, one: ReissueRequest, owned: set[int]) -> None:
    """`/reissue find`, `/reissue history`, and the button of a page that somebody made up."""
    assert await everything(do, Wanted(name="ada")) == owned
    assert await everything(do, Wanted(statuses=frozenset({RequestStatus.PENDING}))) == owned
    employee = one.employee.id
    about_them = {each.number for each in place.requests if each.employee.id == employee}
    assert await everything(do, Wanted(employees=(employee,))) == owned & about_them


async def _decides_together(place: Place, do: UseCases, routes: Routes, one: ReissueRequest, owned: set[int]) -> None:
    """What *Approve all…* on a card and *Approve several…* in Home list."""
    zoe, group = at_home(ZOE), [each for each in place.requests if each.group_id == one.group_id]
    foreseen = await do.several_approvals.foreseen(zoe, [(each.id, each.revision) for each in group])
    passed = [each.number for each, found in zip(group, foreseen, strict=True) if found.refusal is None]
    assert passed == [each.number for each in group if each.number in owned]
    review = do.group_decisions.review(zoe, one.id, Verb.APPROVE)
    if one.number not in owned:
        with pytest.raises(NotAllowed):
            await review
        return
    parts, route = (await review).parts, routes.name_for(one)
    listed = [(part.reissue_request.number, part.obstacle) for part in parts]
    assert listed == [(each.number, None) for each in group if routes.name_for(each) == route]


async def _can_request_for(do: UseCases) -> set[str | None]:
    """The employers of those whom the form and `/reissue ada` find."""
    try:
        routes = await do.reach.requested(at_home(ZOE))
    except NotAllowed:
        return set()
    return {entry.employer_id for entry in (await do.choices.search("ada", routes)).entries}


async def approved_all(place: Place, routes: Routes, employer: str | None, decides: set[str]) -> None:
    """A new group, and a list of all of it that Zoe was never shown: hers are approved, the others untouched."""
    do, members = at_work(place.store, routes), await place.submitted_together(employer)
    parts = await do.group_decisions.approve(at_home(ZOE), [(each.id, each.revision) for each in members])
    owned = {each.number for each in members if routes.name_for(each) in decides}
    assert {part.reissue_request.number for part in parts if part.obstacle is None} == owned
    assert all(part.may_be_shown == (part.reissue_request.number in owned) for part in parts)
    async with place.store.reading() as work:
        now = await work.requests.of_group(members[0].group_id or uuid4())
    assert {each.number for each in now if each.status is RequestStatus.APPLYING} == owned
    assert {each.number for each in now if each.status is RequestStatus.PENDING and not each.decisions} == {
        each.number for each in members
    } - owned


async def everything(do: UseCases, wanted: Wanted) -> set[int]:
    """The numbers on all pages of what Zoe finds."""
    numbers, page = set[int](), 0
    while True:
        found = await do.finder.find(at_home(ZOE), wanted, page)
        numbers |= {entry.number for entry in found.entries}
        page += 1
        if page * PAGE >= found.page.total:
            assert found.page.total == len(numbers)
            return numbers


async def succeeds(attempt: object) -> bool:
    """Whether a person is let through."""
    try:
        await attempt  # type: ignore[misc]
    except (NotAllowed, UnknownRequest):
        return False
    return True


def for_any_routes(engine: AsyncEngine, of: Callable[[asyncio.Runner, Place], Callable[[], None]]) -> None:
    """Run a property over one place in a database."""
    with asyncio.Runner() as runner:
        of(runner, runner.run(Place.filled(SqlStore(engine, lambda _ids: None))))()
        runner.run(engine.dispose())


some_names = st.sets(st.sampled_from(NAMES))


@pytest.mark.usefixtures("anyio_backend")
def test_nobody_sees_finds_or_decides_what_another_route_owns(either_engine: AsyncEngine) -> None:
    def of(runner: asyncio.Runner, place: Place) -> Callable[[], None]:
        @settings(max_examples=60, deadline=None)
        @given(claims=a_map(), decides=some_names, requests=some_names, n=st.integers(0, len(place.requests) - 1))
        def shown(claims: RouteMap, decides: set[str], requests: set[str], n: int) -> None:
            routes = routed(claims, decides, requests)
            runner.run(checked(place, routes, place.requests[n], decides, requests))

        return shown

    for_any_routes(either_engine, of)


@pytest.mark.usefixtures("anyio_backend")
def test_nobody_approves_in_a_list_of_all_what_another_route_owns(either_engine: AsyncEngine) -> None:
    def of(runner: asyncio.Runner, place: Place) -> Callable[[], None]:
        @settings(max_examples=40, deadline=None)
        @given(claims=a_map(), decides=some_names, employer=st.sampled_from(EMPLOYERS))
        def approved(claims: RouteMap, decides: set[str], employer: str | None) -> None:
            runner.run(approved_all(place, routed(claims, decides, ()), employer, decides))

        return approved

    for_any_routes(either_engine, of)
