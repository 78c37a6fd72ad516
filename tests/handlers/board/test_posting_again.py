"""A message that may be lost, was deleted or cannot be redrawn is posted again, and says so where two may be seen."""

import asyncio
from datetime import timedelta

import pytest

from approvals.model.card import Card
from handlers.board.records import CLAIM_LASTS
from handlers.board.results import SLACK_IS_AWAY
from sandbox import cast
from tests.handlers.bench import Bench
from tests.patience import eventually
from tests.shown import words_of

pytestmark = pytest.mark.anyio

LINE = "This card replaces an earlier one. If you see both, only this one's buttons work."


async def test_a_card_that_a_person_deleted_is_posted_anew_on_the_next_change(bench: Bench) -> None:
    await bench.draw()
    [card] = await bench.cards()
    await bench.board.client.chat_delete(channel=cast.APPROVALS, ts=card["ts"])
    await bench.withdraw()
    assert await bench.draw() is not None
    await bench.draw()
    [again] = [message for message in await bench.cards() if "Withdrawn" in words_of(message)]
    assert LINE not in words_of(again)  # nobody can see both
    [post] = [message for message in await bench.posted() if "was withdrawn" in message["text"]]
    assert post["thread_ts"] == again["ts"]


@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "drop_before", "drop_after"])
async def test_a_post_that_failed_is_made_again_and_says_so_only_if_the_first_may_be_there(
    bench: Bench, kind: str
) -> None:
    await bench.office.fault("slack", "chat.postMessage", kind)
    again_in = await bench.draw()
    assert again_in == (1 if kind == "ratelimited" else SLACK_IS_AWAY)
    bench.clock.at += timedelta(seconds=again_in)
    await bench.draw_until_current()
    cards = await bench.cards()
    assert len(cards) == (2 if kind == "drop_after" else 1)
    assert (LINE in words_of(cards[-1])) == (kind != "ratelimited")
    assert LINE in cards[-1]["text"] or kind == "ratelimited"


async def test_a_card_that_replaces_another_says_so_for_as_long_as_it_lives(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.postMessage", "drop_after")
    await bench.draw()
    await bench.draw()
    await bench.withdraw()
    await bench.draw()
    [_lost, card] = await bench.cards()
    assert "Withdrawn" in words_of(card)
    assert LINE in words_of(card)


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed"])
async def test_a_card_that_cannot_be_redrawn_is_replaced_by_one_that_says_so(bench: Bench, code: str) -> None:
    await bench.draw()
    await bench.withdraw()
    await bench.office.fault("slack", "chat.update", "error", message=code)
    assert await bench.draw() is not None
    await bench.draw()
    [_old, card] = await bench.cards()
    assert "Withdrawn" in words_of(card)
    assert LINE in words_of(card)
    [post] = [message for message in await bench.posted() if "was withdrawn" in message["text"]]
    assert post["thread_ts"] == card["ts"]


async def test_a_post_in_the_thread_whose_answer_was_lost_is_posted_again_and_says_so(bench: Bench) -> None:
    await bench.draw()
    await bench.office.fault("slack", "chat.postMessage", "drop_after")
    await bench.withdraw()
    assert await bench.draw() == SLACK_IS_AWAY
    await bench.draw()
    first, again = [post for post in await bench.posted() if "was withdrawn" in words_of(post)]
    assert "Posted again" not in words_of(first)
    assert "Posted again: Slack did not confirm an earlier post." in words_of(again)


async def test_a_claim_whose_process_died_is_taken_over_when_it_is_old_and_the_card_says_so(bench: Bench) -> None:
    intent = Card(request_id=bench.request.id, kind="card", channel=cast.APPROVALS, touched_at=bench.clock.at)
    async with bench.store.writing() as work:
        assert await work.cards.claim(intent, bench.clock.at - CLAIM_LASTS)
        await work.commit()
    assert await bench.draw() is not None
    assert await bench.cards() == []
    bench.clock.at += CLAIM_LASTS
    assert await bench.draw() is None
    [card] = await bench.cards()
    assert LINE in words_of(card)


async def test_a_post_that_ends_after_its_claim_was_taken_over_is_taken_back(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.postMessage", "slow", seconds=0.5)
    slow = asyncio.create_task(bench.draw())
    await eventually(bench.records, "a claim")
    bench.clock.at += CLAIM_LASTS
    other = bench.another_board()
    assert await other.draw(bench.request.id) is None
    await slow
    [card] = await bench.cards()
    [record] = [record for record in await bench.records() if record.kind == "card"]
    assert record.ts == card["ts"]
