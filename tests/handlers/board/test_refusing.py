"""A channel that takes no messages: of many requests whose cards are in it, a few ask Slack, and nothing else waits."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from approvals.model.request import ReissueRequest
from benefits.ids import EnrollmentId
from handlers.board.refusing import LASTS
from handlers.board.results import SLACK_REFUSES, SLACK_REFUSES_STILL
from sandbox import cast
from tests.builders import an_enrollment
from tests.handlers.bench import Bench
from tests.shown import words_of

pytestmark = pytest.mark.anyio

ARCHIVED = f"channels/{cast.APPROVALS}"


async def with_others(bench: Bench) -> list[ReissueRequest]:
    """The request and three more, all with their cards in the channel."""
    requests = [bench.request]
    async with bench.store.writing() as work:
        for n in range(3):
            enrollment = an_enrollment(id=EnrollmentId(f"enrl_{n}"))
            another = replace(bench.request, id=uuid4(), submission_key=f"key {n}", enrollment=enrollment)
            requests.append(await work.requests.add(another))
        await work.commit()
    for each in requests:
        await bench.board.draw(each.id)
    return requests


async def updates_in_channel(bench: Bench) -> int:
    """How often Slack was asked to redraw a message in the channel."""
    return sum(call["detail"]["channel"] == cast.APPROVALS for call in await bench.office.calls("slack", "chat.update"))


async def test_of_many_cards_in_an_archived_channel_few_ask_slack(bench: Bench) -> None:
    requests = await with_others(bench)
    await bench.office.change(ARCHIVED, is_archived=True)
    bench.clock.at += timedelta(days=1)  # each card shows another number of days left
    assert [await bench.board.draw(each.id) for each in requests] == [SLACK_REFUSES] * 4
    assert await updates_in_channel(bench) == 1
    [told, *_] = await bench.posted(await bench.office.marcus.direct())
    assert bench.request.label in words_of(told)
    bench.clock.at += timedelta(seconds=LASTS)
    await bench.office.change(ARCHIVED, is_archived=False)
    assert [await bench.board.draw(each.id) for each in requests] == [None] * 4
    assert await updates_in_channel(bench) == 1 + 4


async def test_what_has_just_changed_asks_slack_at_once(bench: Bench) -> None:
    await bench.draw()
    await bench.office.change(ARCHIVED, is_archived=True)
    bench.clock.at += timedelta(days=1)
    assert await bench.draw() == SLACK_REFUSES
    await bench.office.change(ARCHIVED, is_archived=False)
    await bench.withdraw()
    assert await bench.draw() is None
    [card] = await bench.cards()
    assert "Withdrawn" in words_of(card)


async def test_a_refusal_that_is_not_about_the_channel_holds_up_no_other_card(bench: Bench) -> None:
    requests = await with_others(bench)
    bench.clock.at += timedelta(days=1)
    await bench.office.fault("slack", "chat.update", "error", message="msg_too_long")
    assert [await bench.board.draw(each.id) for each in requests] == [SLACK_REFUSES, None, None, None]


async def test_a_request_that_is_long_over_is_tried_once_an_hour(bench: Bench) -> None:
    await bench.draw()
    await bench.office.change(ARCHIVED, is_archived=True)
    await bench.withdraw()
    assert await bench.draw() == SLACK_REFUSES
    bench.clock.at += timedelta(seconds=SLACK_REFUSES_STILL + 1)
    assert await bench.draw() == SLACK_REFUSES_STILL
