"""A thread tells the steps of its request once and in their order, though a drawing is cut, slow or refused."""

import asyncio
from datetime import timedelta

import pytest

from approvals.model.event import EventKind
from handlers.board.records import CLAIM_LASTS, CLAIM_MAY_AGE
from handlers.board.results import AT_ONCE, LOOK_AGAIN, SLACK_REFUSES
from tests.handlers.bench import Bench
from tests.patience import eventually

pytestmark = pytest.mark.anyio

LEFT, BACK, WITHDRAWN = "may no longer", "may request again.", "was withdrawn by"


async def three_steps(bench: Bench) -> None:
    """Three things happen to a request whose card is posted, and none is in its thread yet."""
    await bench.draw()
    for kind in (EventKind.REQUESTER_LEFT, EventKind.REQUESTER_BACK):
        await bench.change(bench.request.with_next_version(), kind)
    await bench.withdraw()


async def told(bench: Bench) -> list[str]:
    """The first words of the posts in the thread about these three steps."""
    posts = [message["text"] for message in await bench.posted() if message["thread_ts"]]
    return [" ".join(post.removeprefix("The requester of ").split()[1:4]) for post in posts[1:]]


async def test_a_drawing_that_is_cut_writes_down_what_slack_has_confirmed_so_that_is_not_posted_twice(
    bench: Bench,
) -> None:
    await three_steps(bench)
    await bench.office.fault("slack", "chat.postMessage", "slow", seconds=0.0)
    await bench.office.fault("slack", "chat.postMessage", "slow", seconds=60.0)
    drawing = asyncio.create_task(bench.draw())
    await eventually(lambda: not list(bench.office.sandbox.faults.all()), "the second post under way")
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)
    assert await bench.another_board().draw(bench.request.id) == LOOK_AGAIN
    bench.clock.at += CLAIM_LASTS
    assert await bench.another_board().draw(bench.request.id) is None
    assert await told(bench) == [LEFT, BACK, WITHDRAWN]


async def test_what_a_drawing_that_was_cut_had_not_begun_need_not_wait_until_its_claim_is_old(bench: Bench) -> None:
    await three_steps(bench)
    await bench.office.fault("slack", "chat.update", "slow", seconds=60.0)
    drawing = asyncio.create_task(bench.draw())
    await eventually(lambda: not list(bench.office.sandbox.faults.all()), "the card's update under way")
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)
    assert await bench.another_board().draw(bench.request.id) is None
    assert await told(bench) == [LEFT, BACK, WITHDRAWN]


async def test_a_thread_tells_things_in_their_order_though_slack_wants_one_post_later(bench: Bench) -> None:
    await three_steps(bench)
    await bench.office.fault("slack", "chat.postMessage", "ratelimited", seconds=7)
    assert await bench.draw() == 7
    assert await told(bench) == []
    bench.clock.at += timedelta(seconds=7)
    await bench.draw_until_current()
    assert await told(bench) == [LEFT, BACK, WITHDRAWN]


async def test_a_post_that_slack_refuses_keeps_no_other_out_of_the_thread(bench: Bench) -> None:
    await three_steps(bench)
    await bench.office.fault("slack", "chat.postMessage", "error", message="msg_too_long")
    assert await bench.draw() == SLACK_REFUSES
    assert await told(bench) == [BACK, WITHDRAWN]


async def test_what_is_left_after_slow_posts_is_claimed_again_before_another_process_may_take_it_over(
    bench: Bench,
) -> None:
    await three_steps(bench)
    await bench.office.fault("slack", "chat.postMessage", "slow", seconds=0.5)
    drawing = asyncio.create_task(bench.draw())
    await eventually(lambda: not list(bench.office.sandbox.faults.all()), "the first post under way")
    bench.clock.at += CLAIM_MAY_AGE + timedelta(seconds=1)
    assert await drawing == AT_ONCE
    assert await told(bench) == [LEFT]
    bench.clock.at += CLAIM_LASTS - CLAIM_MAY_AGE
    assert await bench.another_board().draw(bench.request.id) is None
    assert await told(bench) == [LEFT, BACK, WITHDRAWN]
