"""Cards: the intent is written first, taken over when it led to nothing, and never drawn backwards."""

import pytest

from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import MINUTE, NOW, a_card

pytestmark = pytest.mark.anyio


async def test_a_claim_keeps_others_out_until_it_is_stale(store: SqlStore) -> None:
    added = await add(store)
    later = a_card(added.id, touched_at=NOW + 2 * MINUTE, channel="C0OTHER")
    async with store.writing() as work:
        assert await work.cards.claim(a_card(added.id), stale_before=NOW - MINUTE)
        assert not await work.cards.claim(later, stale_before=NOW - MINUTE)
        assert await work.cards.of(added.id) == [a_card(added.id)]
        assert await work.cards.claim(later, stale_before=NOW)
        assert await work.cards.of(added.id) == [later]


async def test_a_posted_copy_cannot_be_claimed(store: SqlStore) -> None:
    added = await add(store)
    posted = a_card(added.id, ts="1.1", drawn_version=1)
    async with store.writing() as work:
        await work.cards.claim(a_card(added.id), stale_before=NOW - MINUTE)
        await work.cards.drawn(posted)
        assert not await work.cards.claim(a_card(added.id), stale_before=NOW + MINUTE)
        assert await work.cards.of(added.id) == [posted]


async def test_an_older_version_never_replaces_a_newer_one(store: SqlStore) -> None:
    added = await add(store)
    newer = a_card(added.id, ts="1.1", drawn_version=3, touched_at=NOW + MINUTE)
    async with store.writing() as work:
        await work.cards.claim(a_card(added.id), stale_before=NOW)
        await work.cards.drawn(newer)
        await work.cards.drawn(a_card(added.id, ts="0.9", drawn_version=2))
        assert await work.cards.of(added.id) == [newer]


async def test_a_forgotten_copy_can_be_claimed_at_once(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        await work.cards.drawn(a_card(added.id, ts="1.1", drawn_version=3))
        await work.cards.forget(added.id, "channel")
        assert await work.cards.claim(a_card(added.id), stale_before=NOW - MINUTE)


async def test_a_request_has_one_copy_of_each_kind(store: SqlStore) -> None:
    added, other = await add(store), await add(store)
    async with store.writing() as work:
        for card in (a_card(added.id), a_card(added.id, kind="requester"), a_card(other.id)):
            assert await work.cards.claim(card, stale_before=NOW - MINUTE)
        assert [card.kind for card in await work.cards.of(added.id)] == ["channel", "requester"]
