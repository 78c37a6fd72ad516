"""Home tabs: which are behind, which process draws them, and what is noted afterwards."""

import asyncio
from datetime import datetime, timedelta

import pytest

from approvals.model.home import Home
from approvals.model.viewer import Section
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import NOW, an_event

pytestmark = pytest.mark.anyio

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
LEASE, QUIET, LOOK_AGAIN = 20 * SECOND, 3 * SECOND, 900 * SECOND
LATER = NOW + 10 * SECOND


async def opened(store: SqlStore, user_id: str = "U0NINA", at: datetime = NOW, **pages: int) -> None:
    async with store.writing() as work:
        await work.homes.opened(user_id, at, {Section(name): page for name, page in pages.items()})
        await work.commit()


async def claim(store: SqlStore, at: datetime = NOW, limit: int = 9) -> list[Home]:
    async with store.reading() as work:
        are_due = await work.homes.are_due(at)
    async with store.writing() as work:
        claimed = await work.homes.claim(at, LEASE, limit)
        await work.commit()
    assert bool(claimed) is are_due
    return list(claimed)


async def drawn(store: SqlStore, home: Home, shown: str = "hash", at: datetime = NOW) -> None:
    async with store.writing() as work:
        await work.homes.drawn(home, shown, at, QUIET, LOOK_AGAIN)
        await work.commit()


async def changes(store: SqlStore) -> None:
    """Something happens to some request."""
    stored = await add(store)
    async with store.writing() as work:
        await work.events.append(an_event(stored.id))
        await work.commit()


async def test_one_of_many_processes_draws_a_tab_and_none_does_until_something_changes(store: SqlStore) -> None:
    await opened(store)
    claims = await asyncio.gather(*(_try_to_claim(store) for _ in range(6)))
    [home] = [home for claimed in claims for home in claimed]
    assert (home.user_id, home.shown, home.newest) == ("U0NINA", "", 0)
    await drawn(store, home)
    assert await claim(store, LATER) == []
    await changes(store)
    [home] = await claim(store, LATER)
    assert (home.shown, home.newest) == ("hash", 1)


async def _try_to_claim(store: SqlStore) -> list[Home]:
    async with store.writing() as work:
        claimed = await work.homes.claim(NOW, LEASE, 9)
        await work.commit()
    return list(claimed)


async def test_what_changes_while_it_is_drawn_is_drawn_next_but_not_at_once(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store)
    await changes(store)
    await drawn(store, home)
    assert await claim(store, NOW + QUIET - SECOND) == []
    assert len(await claim(store, NOW + QUIET)) == 1


async def test_an_opened_tab_is_drawn_at_once_even_if_it_should_be_up_to_date(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store)
    await drawn(store, home)
    await opened(store, at=NOW + SECOND, waiting=2)
    [home] = await claim(store, NOW + SECOND)
    assert (home.shown, home.pages) == ("", {Section.WAITING: 2})
    async with store.reading() as work:
        assert await work.homes.pages("U0NINA") == {Section.WAITING: 2}
        assert await work.homes.pages("U0NOBODY") == {}


async def test_one_that_is_opened_while_it_is_drawn_is_drawn_once_more(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store)
    await opened(store, at=NOW + SECOND, mine=1)
    assert await claim(store, NOW + SECOND) == []
    await drawn(store, home, at=NOW + SECOND)
    [again] = await claim(store, NOW + SECOND)
    assert (again.shown, again.pages) == ("", {Section.MINE: 1})


async def test_a_drawing_that_is_cut_is_taken_over_when_its_lease_ends_and_the_later_of_two_is_in_doubt(
    store: SqlStore,
) -> None:
    await opened(store)
    [cut] = await claim(store)
    assert await claim(store, NOW + LEASE - SECOND) == []
    [other] = await claim(store, NOW + LEASE)
    await drawn(store, other, "new", NOW + LEASE)
    await drawn(store, cut, "old", NOW + LEASE + SECOND)
    [again] = await claim(store, NOW + LEASE + SECOND)
    assert again.shown == ""


async def test_one_that_could_not_be_drawn_is_tried_again_when_it_may_be_and_not_before(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store)
    async with store.writing() as work:
        await work.homes.postponed(home, LATER)
        await work.commit()
    await opened(store, at=NOW + SECOND)
    assert await claim(store, LATER - SECOND) == []
    assert len(await claim(store, LATER)) == 1


async def test_a_tab_is_drawn_now_and_then(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store)
    await drawn(store, home)
    assert await claim(store, NOW + LOOK_AGAIN - SECOND) == []
    assert len(await claim(store, NOW + LOOK_AGAIN)) == 1


async def dropped(store: SqlStore, home: Home) -> None:
    async with store.writing() as work:
        await work.homes.drop(home)
        await work.commit()


async def test_one_that_is_dropped_is_left_alone_until_it_is_opened(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store)
    await dropped(store, home)
    await changes(store)
    assert await claim(store, NOW + DAY) == []
    await opened(store, at=NOW + DAY)
    assert len(await claim(store, NOW + DAY)) == 1


async def test_one_that_is_opened_while_it_is_emptied_is_not_dropped(store: SqlStore) -> None:
    await opened(store)
    [home] = await claim(store, NOW + 31 * DAY)
    await opened(store, at=NOW + 31 * DAY)
    await dropped(store, home)
    assert len(await claim(store, NOW + 31 * DAY + LEASE)) == 1


async def test_a_claim_takes_no_more_than_it_is_to(store: SqlStore) -> None:
    for user_id in ("U0NINA", "U0MARCUS", "U0PRIYA"):
        await opened(store, user_id)
    assert [len(await claim(store, limit=2)) for _ in range(3)] == [2, 1, 0]
