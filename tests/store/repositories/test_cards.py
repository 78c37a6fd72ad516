"""Cards: the intent is written first, taken over when it led to nothing, and never drawn backwards."""

from dataclasses import replace

import pytest

from approvals.model.card import Card
from approvals.ports.storage import UnitOfWork
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import MINUTE, NOW, a_card

pytestmark = pytest.mark.anyio

FRESH = NOW - MINUTE
"""A claim made at NOW is not stale before this."""


async def claimed(work: UnitOfWork, intent: Card) -> Card:
    """The claim of a copy that no other process is posting."""
    claim = await work.cards.claim(intent, stale_before=FRESH)
    assert claim is not None
    return claim


async def posted(work: UnitOfWork, intent: Card, ts: str = "1.1", version: int = 1) -> Card:
    """A copy that was posted."""
    claim = await claimed(work, intent)
    card = replace(claim, ts=ts, drawn_version=version, unconfirmed=claim.unconfirmed - 1)
    assert await work.cards.posted(claim, card)
    return card


async def test_a_claim_keeps_others_out_until_it_is_stale_and_counts_as_a_post_then(store: SqlStore) -> None:
    added = await add(store)
    later = a_card(added.id, touched_at=NOW + 2 * MINUTE, channel="C0OTHER")
    async with store.writing() as work:
        first = await claimed(work, a_card(added.id))
        assert await work.cards.claim(later, stale_before=FRESH) is None
        assert await work.cards.of(added.id) == [first] == [a_card(added.id, unconfirmed=1)]
        assert await work.cards.claim(later, stale_before=NOW) == replace(later, unconfirmed=2)
        assert await work.cards.of(added.id) == [replace(later, unconfirmed=2)]


async def test_a_posted_copy_cannot_be_claimed(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id))
        assert await work.cards.claim(a_card(added.id), stale_before=NOW + MINUTE) is None
        assert await work.cards.of(added.id) == [card] == [a_card(added.id, ts="1.1", drawn_version=1)]


async def test_a_process_whose_claim_was_taken_over_is_not_the_one_that_posted(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        slow = await claimed(work, a_card(added.id))
        quick = await work.cards.claim(a_card(added.id, touched_at=NOW + MINUTE), stale_before=NOW)
        assert quick is not None
        assert not await work.cards.posted(slow, replace(slow, ts="1.1", drawn_version=1))
        await work.cards.forget(slow, unconfirmed=0)
        assert await work.cards.of(added.id) == [quick]
        assert await work.cards.posted(quick, replace(quick, ts="2.2", drawn_version=1))
        assert not await work.cards.posted(slow, replace(slow, ts="1.1", drawn_version=1))
        assert [card.ts for card in await work.cards.of(added.id)] == ["2.2"]


async def test_an_older_version_never_replaces_a_newer_one(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id), version=3)
        await work.cards.drawn(card, replace(card, drawn_version=2, touched_at=NOW + MINUTE))
        assert await work.cards.of(added.id) == [card]
        newer = replace(card, drawn_version=4, touched_at=NOW + MINUTE)
        await work.cards.drawn(card, newer)
        assert await work.cards.of(added.id) == [newer]


async def test_drawing_a_message_says_nothing_of_the_one_that_replaced_it(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id))
        await work.cards.drawn(card, replace(card, ts="0.9", drawn_version=7))
        assert await work.cards.of(added.id) == [card]


async def test_a_forgotten_copy_can_be_claimed_at_once_and_remembers_what_may_be_seen_of_it(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id))
        await work.cards.forget(card, unconfirmed=1)
        again = await claimed(work, a_card(added.id, touched_at=NOW + MINUTE))
        assert again.unconfirmed == 2
        await work.cards.forget(again, unconfirmed=1)
        assert (await claimed(work, a_card(added.id))).unconfirmed == 2


async def test_a_message_that_was_replaced_is_not_forgotten_for_its_successor(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id))
        await work.cards.forget(replace(card, ts="0.9"), unconfirmed=0)
        assert await work.cards.of(added.id) == [card]


async def test_a_lost_post_can_be_found_once_and_only_while_there_is_one(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        lost = await claimed(work, a_card(added.id))
        assert await work.cards.adopt(lost, "D0NINA", "1.1")
        found = replace(lost, channel="D0NINA", ts="1.1", unconfirmed=0)
        assert await work.cards.of(added.id) == [found]
        assert not await work.cards.adopt(lost, "D0NINA", "2.2")
        assert await work.cards.posted(lost, replace(found, drawn_version=1))  # its answer comes after all
        await work.cards.forget(found, unconfirmed=0)
        assert not await work.cards.adopt(lost, "D0NINA", "2.2")


async def test_a_request_has_one_copy_of_each_kind(store: SqlStore) -> None:
    added, other = await add(store), await add(store)
    async with store.writing() as work:
        for card in (a_card(added.id), a_card(added.id, kind="requester"), a_card(other.id)):
            await claimed(work, card)
        assert [card.kind for card in await work.cards.of(added.id)] == ["channel", "requester"]
