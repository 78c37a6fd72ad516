"""A card that moves to another channel: never two whose clicks count, and the old one leads to the new one."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from approvals.actions.action import Actions
from approvals.actions.card_check import CardCheck, Place
from approvals.lookups.authority import Actor
from approvals.model.card import CARD, ReplacedCard
from approvals.model.routing import Claim
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from approvals.upkeep.moving import CardMover
from handlers.board.cards import SlackBoard
from handlers.board.copies import has_buttons_there
from handlers.board.opened import PACE
from handlers.board.rerouted import Rerouted
from sandbox import cast
from sandbox.cast import Channel
from tests.handlers.bench import Bench, a_board, open_bench
from tests.office import buttons_of, words_of

pytestmark = pytest.mark.anyio

FREIGHT = "C0FREIGHT"


@pytest.fixture
async def bench(database_url: str) -> AsyncIterator[Bench]:
    async with open_bench(database_url) as bench:
        channel = Channel(FREIGHT, "freight", "", [cast.MARCUS, cast.NINA], is_private=True)
        bench.office.sandbox.workspace.directory.channels[FREIGHT] = channel
        await bench.draw()
        yield bench


def restarted(bench: Bench) -> SlackBoard:
    """The board of a process that started with a file in which the request belongs to another channel."""
    policy = Policy(approvals_channel=FREIGHT, approvers=(cast.HR_MANAGERS,))
    routes = Routes.several([(Claim("freight"), policy)], policy)
    presentation = replace(bench.board.presentation, routes=routes)
    return a_board(bench.board.client, bench.store, bench.clock, presentation)


async def moved(bench: Bench, board: SlackBoard) -> bool:
    """Whether every card is where it belongs, as far as the records go."""
    mover = CardMover(
        store=bench.store, routes=board.presentation.routes, directory=board.channels.directory, clock=bench.clock
    )
    return await mover.move()


async def test_killed_after_the_records_changed_the_next_process_posts_it_once_and_retires_the_old_one(
    bench: Bench,
) -> None:
    assert await moved(bench, restarted(bench))
    [old, *_thread] = await bench.posted()
    assert buttons_of(old)  # as it was: the process that moved it is dead

    check = CardCheck(Actions(bench.store, bench.board.authority, bench.clock))
    place = Place(cast.APPROVALS, old["ts"], lambda kind: has_buttons_there(kind, in_thread=False))
    with pytest.raises(ReplacedCard):
        await check.check(Actor(cast.MARCUS, cast.TEAM_ID), bench.request.id, place, None)

    for _ in range(2):
        board = restarted(bench)
        assert await moved(bench, board)
        assert await board.draw(bench.request.id) is None
    [new, *_thread] = await bench.posted(FREIGHT)
    assert buttons_of(new)
    [old, *_thread] = await bench.posted()
    assert buttons_of(old) == []
    assert "Open the newer card" in words_of(old)
    cards = [message for message in await bench.posted(FREIGHT) if not message["thread_ts"]]
    assert len(cards) == 1
    [_new, told, *_thread] = await bench.posted(FREIGHT)
    assert f"/p{old['ts'].replace('.', '')}|Its earlier thread>" in words_of(told)
    with pytest.raises(ReplacedCard) as refused:
        await check.check(Actor(cast.MARCUS, cast.TEAM_ID), bench.request.id, place, None)
    assert refused.value.current is not None
    assert (refused.value.current.kind, refused.value.current.channel) == (CARD, FREIGHT)


async def test_while_the_new_channel_refuses_the_card_the_old_one_is_not_retired(bench: Bench) -> None:
    board = restarted(bench)
    assert await moved(bench, board)
    bench.office.sandbox.workspace.directory.channels[FREIGHT].is_archived = True
    assert await board.draw(bench.request.id)
    [old, *_thread] = await bench.posted()
    assert "replaced" not in words_of(old)
    assert board.troubles.current() == {"card": "is_archived"}
    bench.office.sandbox.workspace.directory.channels[FREIGHT].is_archived = False
    assert await restarted(bench).draw(bench.request.id) is None
    [old, *_thread] = await bench.posted()
    assert "replaced" in words_of(old)


async def test_who_was_sent_the_card_directly_and_decides_no_more_is_left_without_facts(bench: Bench) -> None:
    board = restarted(bench)
    assert await moved(bench, board)
    bench.office.sandbox.workspace.directory.channels[FREIGHT].is_archived = True
    assert await board.draw(bench.request.id)
    direct = await bench.office.marcus.direct()
    assert "Ada" in words_of((await bench.office.marcus.messages(direct))[-1])

    policy = Policy(approvals_channel=FREIGHT, approvers=(cast.PRIYA,))
    presentation = replace(bench.board.presentation, routes=Routes.several([(Claim("freight"), policy)], policy))
    another = a_board(bench.board.client, bench.store, bench.clock, presentation)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    rerouted = Rerouted(board=another, store=bench.store, clock=bench.clock, holder="one", sleep=sleep)
    await rerouted.redraw_all()
    told = words_of((await bench.office.marcus.messages(direct))[-1])
    assert f"{bench.request.label}: other people decide on it now." in told
    assert "Ada" not in told
    to_priya = await bench.office.priya.direct()
    assert "Ada" in words_of((await bench.office.priya.messages(to_priya))[-1])
    assert slept == [PACE]
    await rerouted.redraw_all()
    assert slept == [PACE]


async def test_an_old_card_that_is_out_of_reach_is_left_as_it_is(bench: Bench) -> None:
    board = restarted(bench)
    assert await moved(bench, board)
    bench.office.sandbox.workspace.directory.channels[cast.APPROVALS].is_archived = True
    assert await board.draw(bench.request.id) is None
    assert buttons_of((await bench.posted(FREIGHT))[0])
    assert board.troubles.current() == {}


async def test_the_earlier_thread_loses_its_names_when_its_channel_opens(bench: Bench) -> None:
    board = restarted(bench)
    assert await moved(bench, board)
    assert await board.draw(bench.request.id) is None
    assert any("Ada" in words_of(message) for message in await bench.posted())
    bench.office.sandbox.workspace.directory.channels[cast.APPROVALS].is_private = False
    board = restarted(bench)
    assert await board.draw(bench.request.id) is None
    assert not any("Ada" in words_of(message) for message in await bench.posted())
    assert any("Ada" in words_of(message) for message in await bench.posted(FREIGHT))
