"""Moving cards: at a start, in one transaction for each, and only where it can be told where a card belongs."""

import asyncio
from dataclasses import replace

import pytest

from approvals.model.attempt import AttemptState
from approvals.model.card import CARD, Card
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.routing import Claim
from approvals.model.status import RequestStatus
from approvals.ports.outside import Channel
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from approvals.upkeep.moving import CardMover
from tests.approvals.bench import Bench
from tests.approvals.people import APPROVALS, MANAGERS
from tests.builders import NOW, an_attempt

pytestmark = pytest.mark.anyio

FREIGHT = "C0FREIGHT"
POLICY = Policy(approvals_channel=FREIGHT, approvers=(MANAGERS,))


def mover(bench: Bench, employer: str = "empr_juniper") -> CardMover:
    """After a start with a file that sends this employer's requests to another channel."""
    bench.directory.channels[FREIGHT] = Channel(id=FREIGHT, is_private=True, is_shared=False)
    routes = Routes.several([(Claim("freight", frozenset({employer})), POLICY)], POLICY)
    return CardMover(store=bench.store, routes=routes, directory=bench.directory, clock=bench.clock)


async def shown(bench: Bench, channel: str = APPROVALS, **changes: object) -> ReissueRequest:
    """A request with a card in a channel."""
    stored = await bench.stored(**{"status": RequestStatus.PENDING, "decisions": (), **changes})
    intent = Card(request_id=stored.id, kind=CARD, channel=channel, touched_at=NOW)
    async with bench.store.writing() as work:
        claimed = await work.cards.claim(intent, NOW)
        assert claimed is not None
        posted = replace(claimed, ts="1.1", drawn_version=stored.version, unconfirmed=0)
        assert await work.cards.posted(claimed, posted)
        await work.commit()
    return stored


async def copies(bench: Bench, request: ReissueRequest) -> dict[str, tuple[str, str | None, int]]:
    async with bench.store.reading() as work:
        return {card.kind: (card.channel, card.ts, card.drawn_version) for card in await work.cards.of(request.id)}


async def test_the_old_card_is_left_behind_and_the_new_one_may_be_posted_at_once(bench: Bench) -> None:
    request = await shown(bench)
    assert await mover(bench).move()
    assert await copies(bench, request) == {CARD: (APPROVALS, None, 0), "left:1.1": (APPROVALS, "1.1", 0)}
    [event] = await bench.events(request.id)
    assert (event.kind, event.codes["route"], event.codes["from"], event.codes["to"]) == (
        EventKind.MOVED,
        "freight",
        APPROVALS,
        FREIGHT,
    )
    assert (await bench.request(request.id)).version == request.version + 1
    assert request.id in bench.drivers.started


async def test_of_several_replicas_one_moves_it(bench: Bench) -> None:
    request = await shown(bench)
    await asyncio.gather(*(mover(bench).move() for _ in range(5)))
    assert await bench.kinds(request.id) == [EventKind.MOVED]


async def test_while_slack_does_not_name_the_channel_it_stays_and_is_looked_at_again(bench: Bench) -> None:
    request = await shown(bench)
    one = mover(bench)
    channel = bench.directory.channels.pop(FREIGHT)
    assert not await one.move()
    assert await bench.kinds(request.id) == []
    bench.directory.channels[FREIGHT] = channel
    assert await one.move()
    assert await bench.kinds(request.id) == [EventKind.MOVED]


async def test_while_the_reissue_is_being_sent_it_stays(bench: Bench) -> None:
    request = await shown(bench, status=RequestStatus.APPLYING)
    attempt = an_attempt(request_id=request.id, state=AttemptState.SENDING)
    async with bench.store.writing() as work:
        assert await work.attempts.claim(attempt)
        await work.commit()
    one = mover(bench)
    assert not await one.move()
    async with bench.store.writing() as work:
        assert await work.attempts.finish(replace(attempt, state=AttemptState.FINISHED))
        await work.commit()
    assert await one.move()
    assert await bench.kinds(request.id) == [EventKind.MOVED]


async def test_a_channel_to_which_slack_gave_another_id_is_the_same_channel(bench: Bench) -> None:
    one = mover(bench)
    bench.directory.channels[FREIGHT] = Channel(id=APPROVALS, is_private=True, is_shared=False)
    request = await shown(bench)
    assert await one.move()
    assert await bench.kinds(request.id) == []


async def test_a_request_without_a_route_is_named_and_its_card_stays(bench: Bench) -> None:
    request = await shown(bench)
    one = mover(bench, employer="empr_okami")
    assert await one.move()
    assert (one.unrouted, await bench.kinds(request.id)) == ([request.label], [])


async def test_a_closed_request_stays_where_its_card_is(bench: Bench) -> None:
    request = await shown(bench, status=RequestStatus.DENIED)
    assert await mover(bench).move()
    assert await bench.kinds(request.id) == []


async def test_without_routes_nothing_is_moved(bench: Bench) -> None:
    assert bench.core.card_mover is None
