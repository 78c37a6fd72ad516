"""The card check: clicks pass on copies that are on record, find a lost one, and are refused on any other message."""

from dataclasses import replace

import pytest

from approvals.actions.card_check import CardCheck, Place
from approvals.errors import UnknownRequest
from approvals.lookups.authority import Actor
from approvals.model.card import Card, ReplacedCard
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from tests.approvals.bench import Bench
from tests.approvals.people import APPROVALS, MARCUS, NINA, at_home
from tests.builders import NOW, REQUEST_ID

pytestmark = pytest.mark.anyio


@pytest.fixture
def bench(either_bench: Bench) -> Bench:
    """On both databases."""
    return either_bench


def in_channel(ts: str) -> Place:
    """A message in the approvals channel, outside of threads."""
    return Place(APPROVALS, ts, lambda kind: kind == "card")


async def claimed(bench: Bench, submitted: ReissueRequest, kind: str = "card", channel: str = APPROVALS) -> Card:
    """A copy that is being posted, or whose answer was lost."""
    async with bench.store.writing() as work:
        intent = Card(request_id=submitted.id, kind=kind, channel=channel, touched_at=NOW)
        claim = await work.cards.claim(intent, NOW)
        await work.commit()
    assert claim is not None
    return claim


async def posted(bench: Bench, submitted: ReissueRequest, ts: str) -> Card:
    """The card, posted."""
    claim = await claimed(bench, submitted)
    card = replace(claim, ts=ts, drawn_version=1, unconfirmed=0)
    async with bench.store.writing() as work:
        assert await work.cards.posted(claim, card)
        await work.commit()
    return card


async def copies(bench: Bench, submitted: ReissueRequest) -> list[Card]:
    """What is on record."""
    async with bench.store.reading() as work:
        return list(await work.cards.of(submitted.id))


async def click(bench: Bench, submitted: ReissueRequest, place: Place, who: Actor | None = None) -> None:
    """A person (Marcus by default) clicks *Approve* on the message there."""
    card_check = CardCheck(bench.inspections.actions)
    await card_check.check(who or at_home(MARCUS), submitted.id, place, EventKind.APPROVED)


async def test_a_click_on_a_copy_on_record_passes_and_changes_nothing(bench: Bench) -> None:
    submitted = await bench.submit()
    card = await posted(bench, submitted, "1.1")
    await click(bench, submitted, in_channel("1.1"))
    assert await copies(bench, submitted) == [card]


async def test_a_click_on_another_message_is_refused_naming_the_current_card_and_written_down(bench: Bench) -> None:
    submitted = await bench.submit()
    card = await posted(bench, submitted, "2.2")
    with pytest.raises(ReplacedCard) as refused:
        await click(bench, submitted, in_channel("1.1"))
    assert refused.value.current == card
    written = (await bench.events(submitted.id))[-1]
    assert (written.kind, written.actor) == (EventKind.REFUSED, MARCUS)
    assert written.codes == {"wanted": "approved", "why": "ReplacedCard", "revision": 1}


async def test_a_message_whose_post_was_not_confirmed_is_found_by_a_click_once(bench: Bench) -> None:
    submitted = await bench.submit()
    lost = await claimed(bench, submitted)
    await click(bench, submitted, in_channel("1.1"))
    found = replace(lost, ts="1.1", unconfirmed=0)
    assert await copies(bench, submitted) == [found]
    with pytest.raises(ReplacedCard):
        await click(bench, submitted, in_channel("2.2"))
    assert await copies(bench, submitted) == [found]


async def test_an_unconfirmed_direct_message_is_found_by_the_person_it_is_for_alone(bench: Bench) -> None:
    submitted = await bench.submit()
    lost = await claimed(bench, submitted, "direct", NINA)
    place = Place("D0NINA", "1.1", lambda kind: kind == "direct")
    with pytest.raises(ReplacedCard):
        await click(bench, submitted, place, at_home(MARCUS))
    await click(bench, submitted, place, at_home(NINA))
    assert await copies(bench, submitted) == [replace(lost, channel="D0NINA", ts="1.1", unconfirmed=0)]


async def test_a_message_is_not_taken_for_a_copy_that_cannot_stand_there(bench: Bench) -> None:
    submitted = await bench.submit()
    lost = await claimed(bench, submitted, "summary:7")
    with pytest.raises(ReplacedCard):
        await click(bench, submitted, in_channel("1.1"))
    assert await copies(bench, submitted) == [lost]


async def test_a_post_that_was_certainly_not_made_is_not_found(bench: Bench) -> None:
    submitted = await bench.submit()
    claim = await claimed(bench, submitted)
    async with bench.store.writing() as work:
        await work.cards.forget(claim, unconfirmed=0)
        await work.commit()
    with pytest.raises(ReplacedCard) as refused:
        await click(bench, submitted, in_channel("1.1"))
    assert refused.value.current is None


async def test_a_request_that_does_not_exist_has_no_cards(bench: Bench) -> None:
    with pytest.raises(UnknownRequest):
        await CardCheck(bench.inspections.actions).check(
            at_home(MARCUS), REQUEST_ID, in_channel("1.1"), EventKind.APPROVED
        )


async def test_a_click_on_a_message_that_was_left_behind_is_refused_naming_its_successor(bench: Bench) -> None:
    submitted = await bench.submit()
    old = await posted(bench, submitted, "1.1")
    async with bench.store.writing() as work:
        await work.cards.leave_behind(old)
        await work.cards.forget(old, unconfirmed=1)
        await work.commit()
    card = await posted(bench, submitted, "2.2")
    with pytest.raises(ReplacedCard) as refused:
        await click(bench, submitted, in_channel("1.1"))
    assert refused.value.current == card
    await click(bench, submitted, in_channel("2.2"))
