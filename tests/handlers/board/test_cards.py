"""The board: every copy of a request is there once, tells what is so, and outlives what Slack does to it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from approvals.model.card import Card
from approvals.model.event import EventKind
from approvals.model.routing import SOLE
from handlers.board.cards import UNSURE_WAIT
from handlers.board.drawing import AT_ONCE, LOOK_AGAIN, SLACK_IS_AWAY, SLACK_REFUSES
from handlers.board.records import CLAIM_LASTS, CLAIM_MAY_AGE
from handlers.slack.troubles import LASTS
from sandbox import cast
from tests.handlers.bench import Bench
from tests.patience import eventually
from tests.shown import words_of

pytestmark = pytest.mark.anyio


LINE = "This card replaces an earlier one. If you see both, only this one's buttons work."


async def test_a_request_is_posted_once_in_the_channel_its_thread_and_to_the_requester(bench: Bench) -> None:
    assert await bench.draw() is None
    assert await bench.draw() is None
    [card] = await bench.cards()
    [post] = [message for message in await bench.posted() if message["thread_ts"]]
    assert "Waiting for approval" in words_of(card)
    assert post["thread_ts"] == card["ts"]
    [direct] = await bench.office.nina.messages(await bench.office.nina.direct())
    assert bench.request.label in words_of(direct)
    assert len(await bench.office.calls("slack", "chat.postMessage")) == 3


async def test_many_drawers_at_once_post_one_card(bench: Bench) -> None:
    await asyncio.gather(*(bench.draw() for _ in range(10)))
    assert len(await bench.cards()) == 1
    assert len(await bench.office.calls("slack", "chat.postMessage")) == 3


async def test_a_changed_request_is_redrawn_in_place(bench: Bench) -> None:
    await bench.draw()
    [before] = await bench.cards()
    await bench.withdraw()
    await bench.draw()
    [card] = await bench.cards()
    assert card["ts"] == before["ts"]
    assert "Withdrawn" in words_of(card)


async def test_an_unchanged_request_is_not_drawn_again_unless_somebody_saw_an_outdated_card(bench: Bench) -> None:
    await bench.draw()
    await bench.draw()
    assert await bench.office.calls("slack", "chat.update") == []
    await bench.board.redraw(bench.request.id)
    assert len(await bench.office.calls("slack", "chat.update")) == 2


async def test_a_redrawing_that_knew_less_than_the_driver_in_another_process_does_not_have_the_last_word(
    bench: Bench,
) -> None:
    await bench.draw()
    await bench.office.fault("slack", "chat.update", "slow", seconds=2)
    redrawing = asyncio.create_task(bench.another_board().redraw(bench.request.id))
    await eventually(lambda: not list(bench.office.sandbox.faults.all()), "the first of its updates under way")
    await bench.withdraw()
    await bench.draw()
    assert not redrawing.done()
    await redrawing
    [card] = await bench.cards()
    [direct, *_] = await bench.office.nina.messages(await bench.office.nina.direct())
    assert "Withdrawn" in words_of(card)
    assert "Withdrawn" in words_of(direct)


async def test_days_left_are_drawn_anew_when_another_day_begins_where_the_requester_is(bench: Bench) -> None:
    await bench.office.change(f"people/{cast.NINA}", tz="Pacific/Honolulu")
    await bench.draw()
    [card] = await bench.cards()
    assert "12 days left" in words_of(card)
    bench.clock.at = datetime(2026, 11, 6, 9, 59, tzinfo=UTC)
    await bench.draw()
    assert await bench.cards() == [card]
    bench.clock.at += timedelta(minutes=1)
    await bench.draw()
    [card] = await bench.cards()
    assert "11 days left" in words_of(card)


async def test_nothing_is_drawn_while_slack_does_not_say_which_day_it_is_for_the_requester(bench: Bench) -> None:
    await bench.office.fault("slack", "users.info", "server_error")
    assert await bench.draw() == SLACK_IS_AWAY
    assert await bench.cards() == []
    assert await bench.draw() is None


async def test_a_card_that_a_person_deleted_is_posted_anew_on_the_next_change(bench: Bench) -> None:
    await bench.draw()
    [card] = await bench.cards()
    await bench.board.client.chat_delete(channel=cast.APPROVALS, ts=card["ts"])
    await bench.withdraw()
    assert await bench.draw() is not None
    await bench.draw()
    [again] = [message for message in await bench.cards() if "Withdrawn" in words_of(message)]
    assert LINE not in words_of(again)  # nobody can see both


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


async def test_what_a_person_has_to_mend_is_a_trouble_until_it_is_mended(bench: Bench) -> None:
    await bench.office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    assert await bench.draw() == SLACK_REFUSES
    assert bench.board.troubles.current() == {"card": "is_archived"}
    await bench.office.change(f"channels/{cast.APPROVALS}", is_archived=False)
    assert await bench.draw() is None
    assert bench.board.troubles.current() == {}
    assert len(await bench.cards()) == 1


async def test_a_trouble_that_another_process_has_seen_the_end_of_is_forgotten(bench: Bench) -> None:
    await bench.office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    await bench.draw()
    bench.clock.at += LASTS - timedelta(seconds=1)
    assert bench.board.troubles.current() == {"card": "is_archived"}
    bench.clock.at += timedelta(seconds=1)
    assert bench.board.troubles.current() == {}


async def test_a_channel_that_cannot_be_read_for_want_of_a_scope_is_a_trouble_and_shows_little(bench: Bench) -> None:
    scopes = sorted(cast.SCOPES - {"groups:read"})
    await bench.office.change("scopes", scopes=scopes)
    assert await bench.draw() == UNSURE_WAIT  # nor does Slack say whether the requester may still read
    assert bench.board.troubles.current() == {"channel": "missing_scope"}
    [card] = await bench.cards()
    assert bench.request.employee.name not in words_of(card)


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


async def test_nothing_is_drawn_while_slack_does_not_say_who_can_read_the_channel(bench: Bench) -> None:
    await bench.office.fault("slack", "conversations.info", "server_error", times=None)
    assert await bench.draw() is not None
    assert await bench.cards() == []


@pytest.mark.parametrize("bench", [cast.GENERAL, cast.PARTNERS], indirect=True)
async def test_a_public_or_shared_channel_shows_number_deadline_and_status_only(bench: Bench) -> None:
    await bench.draw()
    shown = "\n".join(
        words_of(message)
        for message in await bench.posted(bench.board.presentation.routes.named[SOLE].approvals_channel)
    )
    assert bench.request.label in shown
    personal = (bench.request.employee.name, bench.request.reason, str(bench.request.enrollment.selected_plan_name))
    assert not any(word in shown for word in personal)


async def refusals(bench: Bench) -> list[tuple[str | int, str | int]]:
    """Which message was refused, and why, as the audit has it."""
    async with bench.store.reading() as work:
        events = await work.events.of(bench.request.id)
    return [(e.codes["message"], e.codes["code"]) for e in events if e.kind is EventKind.UNDELIVERABLE]


async def test_a_card_that_slack_refuses_is_one_line_in_the_audit_until_the_reason_changes(bench: Bench) -> None:
    for _ in range(2):
        await bench.office.fault("slack", "chat.postMessage", "error", message="is_archived")
        await bench.draw()
    assert await refusals(bench) == [("card", "is_archived")]
    await bench.office.fault("slack", "chat.postMessage", "error", message="restricted_action")
    await bench.draw()
    assert await refusals(bench) == [("card", "is_archived"), ("card", "restricted_action")]


async def test_a_card_that_is_refused_again_after_it_was_shown_is_another_line(bench: Bench) -> None:
    await bench.draw()
    refused = ("card", "is_archived")
    for expected in ([refused], [refused, refused]):
        for _ in range(2):
            await bench.office.fault("slack", "chat.update", "error", message="is_archived")
            await bench.board.redraw(bench.request.id)
            assert await refusals(bench) == expected
        bench.clock.at += timedelta(minutes=1)
        await bench.board.redraw(bench.request.id)
        bench.clock.at += timedelta(minutes=1)


async def test_slack_that_does_not_answer_is_no_line_in_the_audit(bench: Bench) -> None:
    await bench.office.fault("slack", "*", "server_error", times=None)
    await bench.draw()
    assert await refusals(bench) == []


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


LEFT, BACK, WITHDRAWN = "may no longer", "may request again.", "was withdrawn by"


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
