"""Cards: the intent is written first, taken over when it led to nothing, and what two drew at once is drawn again."""

from dataclasses import replace

import pytest

from approvals.model.card import Card, NamesLeft
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


@pytest.mark.parametrize("order", [(2, 3), (3, 2)], ids=["newer last", "older last"])
async def test_what_two_processes_drew_differently_at_the_same_time_counts_as_outdated(
    store: SqlStore, order: tuple[int, int]
) -> None:
    added, (first, second) = await add(store), order
    async with store.writing() as work:
        seen = await posted(work, a_card(added.id))
        drawn = replace(seen, drawn_version=first, touched_at=NOW + MINUTE)
        assert await work.cards.drawn(seen, drawn)
        assert await work.cards.of(added.id) == [drawn]
        assert not await work.cards.drawn(seen, replace(seen, drawn_version=second, touched_at=NOW + 2 * MINUTE))
        [doubted] = await work.cards.of(added.id)
        assert doubted.drawn_version == 0
        again = replace(doubted, drawn_version=3, touched_at=NOW + 3 * MINUTE)
        assert await work.cards.drawn(doubted, again)
        assert await work.cards.of(added.id) == [again]


async def test_what_two_processes_drew_alike_is_current(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        seen = await posted(work, a_card(added.id))
        assert await work.cards.drawn(seen, replace(seen, drawn_version=2, touched_at=NOW + MINUTE))
        assert await work.cards.drawn(seen, replace(seen, drawn_version=2, touched_at=NOW + 2 * MINUTE))
        assert [card.drawn_version for card in await work.cards.of(added.id)] == [2]
        assert not await work.cards.drawn(seen, replace(seen, drawn_version=2, shown_group="other"))


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


async def names_of(work: UnitOfWork, card: Card) -> bool:
    """Whether a copy is on record as showing names."""
    [found] = await work.cards.of(card.request_id)
    return found.named


async def test_names_are_noted_as_gone_only_if_nothing_else_was_drawn_since_the_record_was_seen(
    store: SqlStore,
) -> None:
    added = await add(store)
    async with store.writing() as work:
        seen = await posted(work, a_card(added.id))
        await work.cards.drawn(seen, replace(seen, touched_at=NOW + MINUTE))  # by another process, with names
        await work.cards.drawn(seen, replace(seen, touched_at=NOW + 2 * MINUTE, named=False))
        assert await names_of(work, seen)
        [again] = await work.cards.of(added.id)
        await work.cards.drawn(again, replace(again, touched_at=NOW + 3 * MINUTE, named=False))
        assert not await names_of(work, seen)


async def test_an_older_drawing_that_ends_late_is_noted_with_its_names(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        seen = await posted(work, a_card(added.id))
        await work.cards.drawn(seen, replace(seen, touched_at=NOW + MINUTE, drawn_version=3, named=False))
        assert not await names_of(work, seen)
        await work.cards.drawn(seen, replace(seen, touched_at=NOW + MINUTE, drawn_version=2))
        assert await names_of(work, seen)


async def test_names_to_come_are_noted_before_they_are_shown(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id, named=False))
        assert not await names_of(work, card)
        await work.cards.will_name(card)
        assert await names_of(work, card)


async def test_a_post_that_may_be_lost_keeps_its_names_on_record_until_it_certainly_was_not_made(
    store: SqlStore,
) -> None:
    added = await add(store)
    for unconfirmed, named in ((1, True), (0, False)):
        async with store.writing() as work:
            lost = await claimed(work, a_card(added.id))
            await work.cards.forget(lost, unconfirmed=unconfirmed)
            await claimed(work, a_card(added.id, named=False))
            assert await names_of(work, lost) is named


async def test_what_may_show_names_is_found_by_its_channel_newest_request_first(store: SqlStore) -> None:
    first, second = await add(store), await add(store)
    shown = [
        a_card(first.id, kind="card"),
        a_card(first.id, kind="thread:1"),
        a_card(first.id, kind="thread:2", named=False),
        a_card(first.id, kind="direct", channel="D0NINA"),
        a_card(second.id, kind="summary:1"),
        a_card(second.id, kind="card", channel="C0OTHER"),
    ]
    async with store.writing() as work:
        for n, copy in enumerate(shown):
            await posted(work, copy, ts=f"{n}.1")
        await claimed(work, a_card(second.id, kind="thread:3"))
        assert await work.cards.channels_with_names(["card", "thread", "summary"]) == ["C0APPROVALS", "C0OTHER"]
        assert await work.cards.with_names("C0APPROVALS") == [
            NamesLeft(request_id=second.id, number=second.number, copies=1),
            NamesLeft(request_id=first.id, number=first.number, copies=2),
        ]
        await work.cards.moved("C0OTHER", "C0APPROVALS")
        assert await work.cards.channels_with_names(["card"]) == ["C0APPROVALS"]


async def test_a_message_that_was_left_behind_stays_on_record_beside_its_successor(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        card = await posted(work, a_card(added.id, kind="card"))
        for _ in range(2):
            await work.cards.leave_behind(card)
        await work.cards.forget(card, unconfirmed=1)
        left = replace(card, kind="left:1.1")
        assert left in await work.cards.of(added.id)
        await posted(work, a_card(added.id, kind="card", touched_at=NOW + MINUTE), ts="2.2")
        assert [each.copies for each in await work.cards.with_names("C0APPROVALS")] == [2]
