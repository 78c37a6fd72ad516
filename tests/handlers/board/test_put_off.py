"""While Slack takes no more or does not answer, the board waits and tries again, with as few calls as that takes."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from handlers.board.results import SLACK_IS_AWAY
from sandbox import cast
from tests.handlers.bench import Bench
from tests.shown import words_of

pytestmark = pytest.mark.anyio


async def test_a_rate_limit_is_waited_for_and_then_the_card_is_posted_once(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.postMessage", "ratelimited", seconds=7)
    with capture_logs() as lines:
        assert await bench.draw() == 7
    [line] = [line for line in lines if line["event"] == "slack_put_off"]
    assert (line["method"], line["channel"], line["again_in"]) == ("chat.postMessage", cast.APPROVALS, 7)
    bench.clock.at += timedelta(seconds=6)
    assert await bench.draw() == 1
    assert len(await bench.office.calls("slack", "chat.postMessage")) == 2  # the first and the requester's copy
    bench.clock.at += timedelta(seconds=1)
    await bench.draw_until_current()
    assert len(await bench.cards()) == 1


async def test_a_redraw_that_slack_puts_off_waits_as_long_as_slack_asks_and_so_does_every_other(bench: Bench) -> None:
    await bench.draw_until_current()
    await bench.withdraw()
    await bench.office.fault("slack", "chat.update", "ratelimited", seconds=7)
    with capture_logs() as lines:
        assert await bench.draw() == 7
    told = {"event": "slack_put_off", "log_level": "warning", "method": "chat.update", "again_in": 7.0}
    assert [line for line in lines if line["event"] == "slack_put_off"] == [told]
    asked = len(await bench.office.calls("slack", "chat.update"))
    bench.clock.at += timedelta(seconds=6)
    assert await bench.draw() == 1
    assert len(await bench.office.calls("slack", "chat.update")) == asked
    bench.clock.at += timedelta(seconds=1)
    await bench.draw_until_current()
    [card] = await bench.cards()
    assert "Withdrawn" in words_of(card)


async def test_names_are_not_taken_out_either_while_slack_takes_no_redraw(bench: Bench) -> None:
    await bench.draw_until_current()
    bench.board.poster.redraws.until = bench.clock.at.timestamp() + 7
    bench.office.sandbox.workspace.directory.channels[cast.APPROVALS].is_private = False
    bench.clock.at += timedelta(seconds=6)  # what is known of the channel has aged
    assert await bench.draw() == 1
    assert await bench.office.calls("slack", "chat.update") == []
    bench.clock.at += timedelta(seconds=1)
    await bench.draw_until_current()
    [card] = await bench.cards()
    assert "Ada Lovelace" not in words_of(card)


async def test_the_post_that_a_request_was_submitted_lets_other_cards_go_first_until_more_has_happened(
    bench: Bench,
) -> None:
    another_card = (False, bench.request.number + 1)
    lines, bench.office.sandbox.workspace.post_limit.seconds = bench.board.poster.lines, 30
    assert await bench.draw() == 30
    assert lines.wait(cast.APPROVALS, another_card) == 30
    await bench.withdraw()
    await bench.draw()
    assert lines.wait(cast.APPROVALS, another_card) == 31


@pytest.mark.parametrize("kind", ["server_error", "drop_before"])
async def test_an_update_that_slack_did_not_answer_is_made_again(bench: Bench, kind: str) -> None:
    await bench.draw()
    await bench.withdraw()
    await bench.office.fault("slack", "chat.update", kind)
    assert await bench.draw() == SLACK_IS_AWAY
    assert await bench.draw() is None
    [card] = await bench.cards()
    assert "Withdrawn" in words_of(card)


async def test_while_slack_does_not_answer_one_call_for_each_channel_is_enough(bench: Bench) -> None:
    await bench.draw()
    await bench.withdraw()
    await bench.office.fault("slack", "*", "drop_before", times=None)
    before = len(await bench.office.calls("slack"))
    assert await bench.draw() == SLACK_IS_AWAY
    assert len(await bench.office.calls("slack")) == before + 2
    assert bench.board.troubles.current() == {"card": "no_answer", "direct": "no_answer"}


async def test_nothing_is_drawn_while_slack_does_not_say_which_day_it_is_for_the_requester(bench: Bench) -> None:
    await bench.office.fault("slack", "users.info", "server_error")
    assert await bench.draw() == SLACK_IS_AWAY
    assert await bench.cards() == []
    assert await bench.draw() is None


async def test_nothing_is_drawn_while_slack_does_not_say_who_can_read_the_channel(bench: Bench) -> None:
    await bench.office.fault("slack", "conversations.info", "server_error", times=None)
    assert await bench.draw() is not None
    assert await bench.cards() == []
