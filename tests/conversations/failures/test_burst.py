"""Many submissions at once, while Slack takes only some of the messages: cards in order, none lost, and who waits takes
no memory. How much and how fast is left to `make burst`."""

import asyncio
import re
from typing import Any

import pytest

from handlers.board import lines
from sandbox import cast
from sandbox.slack.messages import Message
from tests.bench import payloads
from tests.office import Office, bot_at_work, eventually, open_office
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

COUNT = 30
PACE = 0.1

SLOW, FEW = 3.0, 6
"""Seconds for one post, and more drivers than there are for what is posted within their longest stay."""

UNHURRIED: dict[str, Any] = {"vitable_connect_timeout": 60.0, "readback_settle": 120.0}
"""The API of a busy machine may take its time over so many reads at once."""


async def test_many_submissions_are_all_shown_once_and_in_order_though_slack_takes_one_post_at_a_time(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LATE", PATIENCE)
    monkeypatch.setattr(lines, "IN_FLIGHT", PATIENCE)
    async with open_office(crowd=COUNT) as office, bot_at_work(office, database_url, **UNHURRIED) as bot:
        bot.board.poster.arrivals.longest = PATIENCE
        bot.board.poster.lines.pace = office.sandbox.workspace.post_limit.seconds = PACE
        assert await _submit(office, 1, COUNT) == {200}
        await eventually(lambda: len(_told(office)) == 2 * COUNT, "all cards and the first post in each thread")
        await eventually(lambda: len(_direct(office)) == COUNT, "all copies of the requester")
        await eventually(lambda: bot.driving.count == 0, "no driver with something to do")
        cards = [message for message in _told(office) if message.thread_ts is None]
        threads = [message for message in _told(office) if message.thread_ts is not None]
        posts = await office.calls("slack", "chat.postMessage")
    in_order = list(range(1, COUNT + 1))
    assert [_number(card) for card in cards] == in_order
    assert [_number(post) for post in threads] == in_order
    assert [post.thread_ts for post in threads] == [card.ts for card in cards]
    assert [_number(message) for message in _direct(office)] == in_order
    assert len([post for post in posts if post["status"] == 429]) < COUNT  # not one for each post and second


async def test_those_that_wait_longer_for_slack_have_no_driver_meanwhile(database_url: str) -> None:
    async with open_office(crowd=COUNT) as office, bot_at_work(office, database_url, **UNHURRIED) as bot:
        bot.board.poster.lines.pace = office.sandbox.workspace.post_limit.seconds = SLOW
        assert await _submit(office, 1, COUNT) == {200}
        await eventually(lambda: _told(office) and bot.driving.count <= FEW, "few drivers")
        assert len(_told(office)) < COUNT - FEW
        async with bot.store.reading() as work:
            assert sum((await work.requests.count_by_status()).values()) == COUNT
            assert await work.requests.next_due() is not None
        card = await office.marcus.card("Waiting for approval", of="R-1")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of="R-1")  # messages are redrawn all the same


async def test_a_card_that_slack_takes_slowly_is_above_the_next_one(database_url: str) -> None:
    async with open_office(crowd=2) as office, bot_at_work(office, database_url, **UNHURRIED) as bot:
        await office.fault("slack", "chat.postMessage", "slow", seconds=1.0, times=2)
        for number in (1, 2):
            assert await _submit(office, number, number) == {200}
            await eventually(lambda: not list(office.sandbox.faults.all()), "both posts of the first one under way")
        await eventually(lambda: len(_told(office)) == 4 and bot.driving.count == 0, "both cards")
        cards = [message for message in _told(office) if message.thread_ts is None]
    assert [_number(card) for card in cards] == [1, 2]


async def _submit(office: Office, first: int, last: int) -> set[int]:
    """The form for these members of the crowd, all at once; the statuses of the answers."""
    bodies = [payloads.submission(office.sandbox.slack, number) for number in range(first, last + 1)]
    answers = await asyncio.gather(*(office.deliver(each.content.decode(), each.content_type) for each in bodies))
    return {answer["status"] for answer in answers}


def _told(office: Office) -> list[Message]:
    return office.sandbox.workspace.messages.public(cast.APPROVALS)


def _direct(office: Office) -> list[Message]:
    workspace = office.sandbox.workspace
    return workspace.messages.public(workspace.directory.im_with(cast.NINA).id)


def _number(message: Message) -> int:
    found = re.search(r"\bR-([0-9]+)", message.text)
    assert found is not None, message.text
    return int(found.group(1))
