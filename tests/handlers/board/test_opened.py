"""A channel that becomes public or shared: names leave its messages and threads, and no new ones come."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from approvals.errors import AuthorityUnreadable
from approvals.model.event import Event, EventKind
from approvals.model.request import Decision, ReissueRequest, Verdict
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.rules.routes import Routes
from approvals.upkeep.retention import Retention
from handlers.board.cards import SlackBoard
from handlers.board.opened import DUTY, LATER, LEASE, LOOK_EVERY, OpenedChannels
from sandbox import cast
from tests.builders import NOW, a_request
from tests.handlers.bench import Bench, a_board
from tests.patience import eventually
from tests.shown import words_of

pytestmark = pytest.mark.anyio

WHY = "The certificate of Byron is missing."
PRIVATE = ("Ada", "Lovelace", "Byron", "Gold PPO", WHY)

PUBLIC: dict[str, bool] = {"is_private": False}
OPENINGS = [PUBLIC, {"is_ext_shared": True}, {"is_org_shared": True}]

TWO_MINUTES = timedelta(minutes=2)


async def denied(bench: Bench, more: Sequence[EventKind] = ()) -> ReissueRequest:
    """A request that was denied with a reason, and drawn; `more` has posted lines of its audit before that."""
    denial = Decision(approver=cast.MARCUS, verdict=Verdict.DENY, revision=1, ground=cast.MARCUS, at=NOW, reason=WHY)
    request_id = uuid4()
    request = a_request(
        id=request_id,
        submission_key=str(request_id),
        requester=cast.NINA,
        status=RequestStatus.DENIED,
        decisions=(denial,),
    )
    async with bench.store.writing() as work:
        stored = await work.requests.add(request)
        for kind in (EventKind.SUBMITTED, *more, EventKind.DENIED):
            await work.events.append(Event(request_id=request_id, at=NOW, actor=cast.MARCUS, kind=kind))
        await work.commit()
    await bench.board.draw(request_id)
    return stored


def watch(bench: Bench, board: SlackBoard | None = None, holder: str = "one") -> OpenedChannels:
    """What takes the names out, in one process."""
    return OpenedChannels(board=board or bench.board, store=bench.store, clock=bench.clock, holder=holder)


async def change(bench: Bench, **facts: Any) -> None:  # noqa: ANN401 - facts of the cast
    """Change the approvals channel."""
    await bench.office.change(f"channels/{cast.APPROVALS}", **facts)


async def left(bench: Bench) -> int:
    """The messages in the channel that may show names, as far as the bot knows."""
    async with bench.store.reading() as work:
        return sum(each.copies for each in await work.cards.with_names(cast.APPROVALS))


async def take_all_out(bench: Bench, watching: OpenedChannels) -> datetime:
    """Let time pass until nothing is left, for two minutes at most; returns when that was."""
    end = bench.clock.at + TWO_MINUTES
    bench.clock.at += timedelta(seconds=LOOK_EVERY)  # the look before the opening was only just over
    while bench.clock.at <= end:
        wait = await watching.take_names_out()
        if await left(bench) == 0:
            break
        bench.clock.at += timedelta(seconds=wait)
    return bench.clock.at


async def shown(bench: Bench, conversation: str = cast.APPROVALS) -> list[str]:
    """The private words that can be read in the channel and its threads."""
    everything = json.dumps(await bench.posted(conversation))
    return [word for word in PRIVATE if word in everything]


async def updates(bench: Bench) -> list[dict[str, Any]]:
    """The messages that the bot has updated."""
    return [call["detail"] for call in await bench.office.calls("slack", "chat.update")]


@pytest.mark.parametrize("opening", OPENINGS)
async def test_names_and_reasons_leave_every_card_and_thread_also_of_closed_requests(
    bench: Bench, opening: dict[str, bool]
) -> None:
    await bench.draw()
    await denied(bench)
    direct = await bench.office.nina.messages(await bench.office.nina.direct())
    assert await shown(bench) == list(PRIVATE)
    posted = len(await bench.posted())
    await change(bench, **opening)
    await take_all_out(bench, watch(bench))
    assert await shown(bench) == []
    assert len(await bench.posted()) == posted == 5
    assert "was denied." in words_of((await bench.posted())[-1])
    assert await bench.office.nina.messages(await bench.office.nina.direct()) == direct
    assert {update["channel"] for update in await updates(bench)} == {cast.APPROVALS}


async def test_in_a_channel_that_stays_private_nothing_is_redrawn(bench: Bench) -> None:
    await bench.draw()
    assert await watch(bench).take_names_out() == LOOK_EVERY
    assert await updates(bench) == []
    assert "Ada Lovelace" in json.dumps(await bench.posted())


async def test_sixty_messages_lose_their_names_within_two_minutes_and_slacks_limit_newest_first(bench: Bench) -> None:
    requests = [await denied(bench, [EventKind.SENT_AGAIN] * 3) for _ in range(10)]
    assert await left(bench) == 60
    await change(bench, **PUBLIC)
    opened_at, minutes, seen = bench.clock.at, Counter[int](), 0
    watching, order = watch(bench), list[int]()
    bench.clock.at += timedelta(seconds=LOOK_EVERY)
    while await left(bench) and bench.clock.at - opened_at <= 2 * TWO_MINUTES:
        before = await _numbers_left(bench)
        wait = await watching.take_names_out()
        made = len(await updates(bench))
        minutes[int((bench.clock.at - opened_at).total_seconds() - LOOK_EVERY) // 60] += made - seen
        seen, order = made, [*order, *(before - await _numbers_left(bench))]
        bench.clock.at += timedelta(seconds=wait)
    assert bench.clock.at - opened_at <= TWO_MINUTES
    assert max(minutes.values()) <= 50
    assert order == [request.number for request in reversed(requests)]
    assert await shown(bench) == []


async def _numbers_left(bench: Bench) -> set[int]:
    async with bench.store.reading() as work:
        return {each.number for each in await work.cards.with_names(cast.APPROVALS)}


async def test_another_process_goes_on_where_one_was_killed(bench: Bench) -> None:
    for _ in range(3):
        await denied(bench)
    await change(bench, **PUBLIC)
    bench.clock.at += timedelta(seconds=LOOK_EVERY)
    await watch(bench, holder="killed").take_names_out()
    assert await left(bench) == 6
    other = watch(bench, bench.another_board(), "other")
    assert await other.take_names_out() == LOOK_EVERY
    assert await left(bench) == 6  # the duty is still the other's
    bench.clock.at += LEASE
    await take_all_out(bench, other)
    assert await shown(bench) == []


async def test_a_card_for_a_channel_that_has_just_opened_is_posted_without_names(bench: Bench) -> None:
    await bench.board.channels.now(cast.APPROVALS)
    await change(bench, **PUBLIC)
    bench.clock.at += timedelta(seconds=6)
    await bench.draw()
    assert len(await bench.posted()) == 2
    assert await shown(bench) == []
    assert await left(bench) == 0


async def test_names_that_were_on_their_way_when_the_channel_opened_are_taken_out(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.postMessage", "slow", seconds=0.5)
    drawing = asyncio.create_task(bench.draw())
    await eventually(bench.records, "a claim")
    await change(bench, **PUBLIC)
    await drawing
    assert await shown(bench) != []
    await take_all_out(bench, watch(bench))
    assert await shown(bench) == []


async def test_a_channel_that_opens_while_a_request_is_drawn_gets_the_rest_without_names(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.postMessage", "slow", seconds=0.5)
    drawing = asyncio.create_task(bench.draw())
    await eventually(bench.records, "a claim")
    await change(bench, **PUBLIC)
    bench.clock.at += timedelta(seconds=6)
    assert await drawing == 0
    assert [message["thread_ts"] for message in await bench.posted()] == [None]
    await bench.draw()
    assert len(await bench.posted()) == 2
    assert await shown(bench) == []


async def test_an_update_with_names_is_on_record_before_slack_has_it(bench: Bench) -> None:
    await change(bench, **PUBLIC)
    await bench.draw()
    await change(bench, is_private=True)
    bench.clock.at += timedelta(seconds=6)
    await bench.withdraw()
    await bench.office.fault("slack", "chat.update", "drop_after")
    await bench.draw()
    assert "Ada Lovelace" in json.dumps(await bench.posted())
    assert await left(bench) >= 1


async def test_a_channel_that_is_private_again_gets_names_with_each_next_change_and_threads_stay_without(
    bench: Bench,
) -> None:
    await bench.draw()
    await change(bench, **PUBLIC)
    await take_all_out(bench, watch(bench))
    await change(bench, is_private=True)
    bench.clock.at += timedelta(seconds=6)
    await bench.draw()
    assert await shown(bench) == []
    await bench.withdraw()
    await bench.draw()
    card, submitted, _withdrawn = await bench.posted()
    assert "Ada Lovelace" in words_of(card)
    assert "Ada Lovelace" not in words_of(submitted)


async def test_while_slack_does_not_say_who_can_read_the_channel_nothing_is_taken_out(bench: Bench) -> None:
    await bench.draw()
    scopes = sorted(cast.SCOPES - {"groups:read"})
    await bench.office.change("scopes", scopes=scopes)
    bench.clock.at += timedelta(seconds=6)
    assert await watch(bench).take_names_out() == LOOK_EVERY
    await bench.draw()
    assert await updates(bench) == []


@pytest.mark.parametrize("code", ["edit_window_closed", "cant_update_message"])
async def test_what_slack_does_not_let_the_bot_change_is_left_for_a_person_and_does_not_hold_up_the_rest(
    bench: Bench, code: str
) -> None:
    await denied(bench)
    newest = await denied(bench)
    posted = len(await bench.posted())
    await change(bench, **PUBLIC)
    await bench.office.fault("slack", "chat.update", "error", message=code, times=3)
    watching = watch(bench)
    await take_all_out(bench, watching)
    assert await _numbers_left(bench) == {newest.number}
    tried = len(await updates(bench))
    assert len(await bench.posted()) == posted
    assert await watching.take_names_out() == LOOK_EVERY
    assert len(await updates(bench)) == tried
    cards = [card for card in await bench.posted() if newest.label in words_of(card).split() and not card["thread_ts"]]
    assert "Ada Lovelace" in words_of(cards[0])
    bench.clock.at += LATER
    await take_all_out(bench, watching)
    assert await shown(bench) == []


async def test_a_message_that_a_person_deleted_is_done_and_not_posted_again(bench: Bench) -> None:
    request = await denied(bench)
    for message in await bench.posted():
        await bench.board.client.chat_delete(channel=cast.APPROVALS, ts=message["ts"])
    posted = len(await bench.office.calls("slack", "chat.postMessage"))
    await change(bench, **PUBLIC)
    await take_all_out(bench, watch(bench))
    assert await left(bench) == 0
    assert await bench.board.draw(request.id) is None
    assert len(await bench.office.calls("slack", "chat.postMessage")) == posted


async def test_a_card_that_was_replaced_because_slack_did_not_let_it_be_changed_loses_its_names_too(
    bench: Bench,
) -> None:
    await bench.draw()
    await bench.withdraw()
    await bench.office.fault("slack", "chat.update", "error", message="edit_window_closed")
    await bench.draw()
    await bench.draw()
    old, card = await bench.cards()
    assert "Ada Lovelace" in words_of(old)
    await change(bench, **PUBLIC)
    await take_all_out(bench, watch(bench))
    assert await shown(bench) == []
    assert "replaced by a newer card" in words_of((await bench.cards())[0])
    assert "Withdrawn" in words_of((await bench.cards())[1])
    assert [message["ts"] for message in await bench.cards()] == [old["ts"], card["ts"]]


async def test_requests_whose_names_were_removed_are_not_redrawn_for_it(bench: Bench) -> None:
    request = await denied(bench)
    bench.clock.at += timedelta(days=31)
    await Retention(bench.store, bench.clock, timedelta(days=30)).blank_due()
    await bench.board.draw(request.id)
    before = await updates(bench)
    await change(bench, **PUBLIC)
    bench.clock.at += timedelta(seconds=LOOK_EVERY)
    assert await watch(bench).take_names_out() == LOOK_EVERY
    assert await updates(bench) == before


async def test_a_private_channel_that_gets_another_id_when_it_is_shared_loses_its_names_under_that_id(
    bench: Bench,
) -> None:
    await change(bench, id="G0HR")
    policy = replace(bench.board.presentation.routes.named[SOLE], approvals_channel="G0HR")
    presentation = replace(bench.board.presentation, routes=Routes.sole(policy))
    board = a_board(bench.board.client, bench.store, bench.clock, presentation)
    await board.draw(bench.request.id)
    assert await shown(bench, "G0HR") != []
    await bench.office.change("channels/G0HR", id="C0HR", is_ext_shared=True)
    bench.clock.at += timedelta(seconds=LOOK_EVERY)
    await watch(bench, board).take_names_out()
    assert len(await bench.posted("C0HR")) == 2
    assert await shown(bench, "C0HR") == []
    assert {card.channel for card in await bench.records()} == {"C0HR", "D0NINA"}
    await bench.withdraw()
    await board.draw(bench.request.id)
    assert "Withdrawn" in words_of((await bench.posted("C0HR"))[0])


async def test_a_request_stays_in_the_channel_of_its_card_and_names_leave_that_one(bench: Bench) -> None:
    await bench.draw()
    policy = replace(bench.board.presentation.routes.named[SOLE], approvals_channel=cast.PARTNERS)
    presentation = replace(bench.board.presentation, routes=Routes.sole(policy))
    board = a_board(bench.board.client, bench.store, bench.clock, presentation)
    await bench.withdraw()
    await board.draw(bench.request.id)
    assert len(await bench.posted()) == 3
    assert await bench.posted(cast.PARTNERS) == []
    assert await shown(bench) != []
    await change(bench, **PUBLIC)
    await take_all_out(bench, watch(bench, board))
    assert await shown(bench) == []


async def test_what_is_told_of_an_open_channel_lasts_until_no_names_are_left_also_while_slack_is_away(
    bench: Bench,
) -> None:
    await bench.draw()
    await change(bench, **PUBLIC)
    watching = watch(bench)
    bench.clock.at += timedelta(seconds=6)
    await bench.office.fault("slack", "chat.update", "server_error")
    await watching.take_names_out()
    assert await _told(bench) == {cast.APPROVALS: "public"}
    bench.clock.at += timedelta(seconds=6)
    await bench.office.fault("slack", "conversations.info", "server_error", times=2)
    with pytest.raises(AuthorityUnreadable):
        await bench.board.channels.directory.channel_now(cast.APPROVALS)
    await watching.take_names_out()
    assert await _told(bench) == {cast.APPROVALS: "public"}
    await take_all_out(bench, watching)
    await watching.take_names_out()
    assert await _told(bench) == {}


async def _told(bench: Bench) -> dict[str, str]:
    async with bench.store.reading() as work:
        return dict(await work.leases.report(DUTY))
