"""Listeners at work: an orderly stop waits for them, but not for ever."""

import asyncio

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from handlers.at_work import ListenersAtWork
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio


async def test_those_that_begin_while_others_are_waited_for_are_waited_for_too() -> None:
    at_work, ended = ListenersAtWork(), list[str]()

    async def listener(name: str, then: str = "") -> None:
        await at_work.handle(AsyncBoltRequest(body=""), None)
        await asyncio.sleep(0)
        others = [asyncio.create_task(listener(then))] if then else []
        ended.append(name)
        await asyncio.sleep(0)
        assert len(others) == bool(then)

    first = asyncio.create_task(listener("first", then="second"))
    await asyncio.sleep(0)
    await at_work.finish(PATIENCE)
    assert (ended, first.done()) == (["first", "second"], True)


async def test_one_that_does_not_end_in_time_is_cut() -> None:
    at_work = ListenersAtWork()

    async def listener() -> None:
        await at_work.handle(AsyncBoltRequest(body=""), None)
        await asyncio.Event().wait()

    stuck = asyncio.create_task(listener())
    await asyncio.sleep(0)
    await at_work.finish(0)
    assert stuck.cancelled()
