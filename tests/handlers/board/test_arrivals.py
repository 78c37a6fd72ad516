"""A card is posted after those with lower numbers that are just being drawn for the first time."""

import asyncio
from uuid import uuid4

import pytest

from handlers.board.arrivals import Arrivals

pytestmark = pytest.mark.anyio

FIRST, SECOND = uuid4(), uuid4()


async def test_a_card_waits_for_lower_numbers_and_not_for_higher_ones() -> None:
    arrivals = Arrivals()
    arrivals.is_new(FIRST, 1)
    arrivals.is_new(SECOND, 2)
    await asyncio.wait_for(arrivals.earlier(FIRST, 1), 0.01)
    waiting = asyncio.create_task(arrivals.earlier(SECOND, 2))
    await asyncio.sleep(0)
    assert not waiting.done()
    arrivals.done(FIRST)
    await asyncio.wait_for(waiting, 1)


async def test_it_does_not_wait_for_long() -> None:
    arrivals = Arrivals(longest=0.01)
    arrivals.is_new(FIRST, 1)
    await asyncio.wait_for(arrivals.earlier(SECOND, 2), 1)


async def test_an_end_that_was_told_before_holds_no_one_up() -> None:
    arrivals = Arrivals()
    arrivals.is_new(FIRST, 1)
    arrivals.done(FIRST)
    arrivals.done(FIRST)
    await asyncio.wait_for(arrivals.earlier(SECOND, 2), 1)


async def test_one_that_was_stored_before_counts_before_its_number_is_read() -> None:
    arrivals = Arrivals()
    arrivals.expect([FIRST])
    arrivals.is_new(SECOND, 2)
    waiting = asyncio.create_task(arrivals.earlier(SECOND, 2))
    await asyncio.sleep(0)
    assert not waiting.done()
    arrivals.is_new(FIRST, 3)
    await asyncio.wait_for(waiting, 1)


async def test_one_that_no_driver_looks_at_is_forgotten_in_the_end() -> None:
    arrivals = Arrivals(longest=0.01)
    arrivals.expect([FIRST])
    await arrivals.earlier(SECOND, 2)
    await asyncio.wait_for(arrivals.earlier(SECOND, 2), 0.01)


async def test_a_stream_of_later_ones_whose_numbers_are_not_read_yet_holds_no_one_up() -> None:
    arrivals = Arrivals()
    arrivals.expect([FIRST])
    arrivals.expect([SECOND])
    arrivals.is_new(FIRST, 1)
    await asyncio.wait_for(arrivals.earlier(FIRST, 1), 0.01)
