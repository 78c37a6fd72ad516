"""People first: a driver's next step waits while Slack waits for an answer, but not for long."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

import bot.people_first
from tests.bot.drivers_at_work import Work, driving
from tests.office import bot_at_work, eventually, open_office

pytestmark = pytest.mark.anyio

NEVER = 1000.0
"""Seconds that no test lasts."""


async def test_a_driver_steps_back_until_every_delivery_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.people_first, "LONGEST", NEVER)
    work, request_id = Work(None), uuid4()
    async with driving(work.advance) as drivers:
        with drivers.people.answering():
            with drivers.people.answering():
                drivers.begin([request_id])
            for _ in range(10):
                await asyncio.sleep(0)
            assert (drivers.count, work.calls) == (1, [])
        await eventually(lambda: work.calls, "the driver")


async def test_a_driver_does_not_wait_for_an_answer_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.people_first, "LONGEST", 0.01)
    work = Work(None)
    async with driving(work.advance) as drivers:
        with drivers.people.answering():
            drivers.begin([uuid4()])
            await eventually(lambda: work.calls, "the driver")


async def test_a_click_is_a_delivery_to_step_back_for(sqlite_url: str) -> None:
    async with open_office() as office, bot_at_work(office, sqlite_url) as running:
        people, seen = running.driving.people, list[bool]()

        async def look(next_: Callable[[], Awaitable[None]]) -> None:
            seen.append(people.is_answering)
            await next_()

        running.bolt.use(look)
        await office.nina.command("/reissue status")
        await eventually(lambda: seen, "the command")
        assert seen == [True]
        await eventually(lambda: not people.is_answering, "its answer")
