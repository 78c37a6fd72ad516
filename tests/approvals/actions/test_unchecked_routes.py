"""While Slack is silent about one route, what is known of the others is shown, and nothing of that one is denied."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.core import UseCases
from approvals.errors import AuthorityUnreadable
from approvals.model.history import Wanted
from approvals.model.routing import Claim
from approvals.model.viewer import Section
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from store.unit_of_work import SqlStore
from tests.approvals.people import APPROVALS, HR, MANAGERS, MARCUS, NINA, at_home
from tests.approvals.routed_place import Place, at_work

pytestmark = pytest.mark.anyio

READABLE = Policy(approvals_channel=APPROVALS, approvers=(MANAGERS,), requesters=(NINA,))
SILENT = replace(READABLE, approvers=("S0GONE",), escalation_approvers=(MANAGERS,))
ONE, OTHER = Claim("one", frozenset({"empr_1"})), Claim("other", frozenset({"empr_2"}))


@pytest.fixture
async def place(one_engine: AsyncEngine) -> AsyncIterator[Place]:
    yield await Place.filled(SqlStore(one_engine, lambda _ids: None))
    await one_engine.dispose()


def with_policies(place: Place, one: Policy, other: Policy) -> UseCases:
    """What people can do where each of two employers has a route."""
    return at_work(place.store, Routes.several([(ONE, one), (OTHER, other)], one))


def numbers_of(place: Place, employer: str) -> set[int]:
    """The requests for one employer."""
    return {each.number for each in place.requests if each.employee.employer_id == employer}


async def test_the_other_route_is_listed_and_found_and_the_silent_one_is_named_unchecked(place: Place) -> None:
    do, marcus = with_policies(place, READABLE, SILENT), at_home(MARCUS)
    overview = await do.overview.of(marcus)
    assert {entry.number for entry in overview.pages[Section.WAITING].entries} == numbers_of(place, "empr_1")
    assert overview.reader.unchecked == {"other"}
    assert not overview.is_for_nobody
    found = await do.finder.find(marcus, Wanted(name="ada"))
    assert {entry.number for entry in found.entries} == numbers_of(place, "empr_1")
    assert found.reader.unchecked == {"other"}


async def test_who_is_known_to_have_no_part_in_the_others_is_not_told_that_nothing_is_theirs(place: Place) -> None:
    do = with_policies(place, replace(READABLE, approvers=(HR,)), SILENT)
    overview = await do.overview.of(at_home(MARCUS))
    assert overview.reader.unchecked == {"other"}
    assert not overview.is_for_nobody


async def test_a_number_that_is_not_found_in_the_others_is_not_said_to_be_unknown(place: Place) -> None:
    do, marcus = with_policies(place, READABLE, SILENT), at_home(MARCUS)
    for number in numbers_of(place, "empr_1"):
        assert (await do.overview.numbered(marcus, number)).number == number
    for number in (*numbers_of(place, "empr_2"), 99):
        with pytest.raises(AuthorityUnreadable):
            await do.overview.numbered(marcus, number)


async def test_while_slack_is_silent_about_every_route_there_is_nothing_to_show(place: Place) -> None:
    do = with_policies(place, SILENT, SILENT)
    with pytest.raises(AuthorityUnreadable):
        await do.overview.of(at_home(MARCUS))
    with pytest.raises(AuthorityUnreadable):
        await do.finder.find(at_home(MARCUS), Wanted(name="ada"))
