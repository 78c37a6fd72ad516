"""The board: every copy of a request is there once, tells what is so, and outlives what Slack does to it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from approvals.model.card import Card
from approvals.model.event import EventKind
from handlers.board.posting import CLAIM_LASTS, SLACK_IS_AWAY, SLACK_REFUSES
from handlers.slack.troubles import LASTS
from sandbox import cast
from tests.handlers.wall import Wall
from tests.patience import eventually
from tests.shown import words_of

pytestmark = pytest.mark.anyio


LINE = "This card replaces an earlier one. If you see both, only this one's buttons work."


async def test_a_request_is_posted_once_in_the_channel_its_thread_and_to_the_requester(wall: Wall) -> None:
    assert await wall.draw() is None
    assert await wall.draw() is None
    [card] = await wall.cards()
    [post] = [message for message in await wall.posted() if message["thread_ts"]]
    assert "Waiting for approval" in words_of(card)
    assert post["thread_ts"] == card["ts"]
    [direct] = await wall.office.nina.messages(await wall.office.nina.direct())
    assert wall.request.label in words_of(direct)
    assert len(await wall.office.calls("slack", "chat.postMessage")) == 3


async def test_many_drawers_at_once_post_one_card(wall: Wall) -> None:
    await asyncio.gather(*(wall.draw() for _ in range(10)))
    assert len(await wall.cards()) == 1
    assert len(await wall.office.calls("slack", "chat.postMessage")) == 3


async def test_a_changed_request_is_redrawn_in_place(wall: Wall) -> None:
    await wall.draw()
    [before] = await wall.cards()
    await wall.withdraw()
    await wall.draw()
    [card] = await wall.cards()
    assert card["ts"] == before["ts"]
    assert "Withdrawn" in words_of(card)


async def test_an_unchanged_request_is_not_drawn_again_unless_somebody_saw_an_outdated_card(wall: Wall) -> None:
    await wall.draw()
    await wall.draw()
    assert await wall.office.calls("slack", "chat.update") == []
    await wall.board.redraw(wall.request.id)
    assert len(await wall.office.calls("slack", "chat.update")) == 2


async def test_days_left_are_drawn_anew_when_another_day_begins_where_the_requester_is(wall: Wall) -> None:
    await wall.office.change(f"people/{cast.NINA}", tz="Pacific/Honolulu")
    await wall.draw()
    [card] = await wall.cards()
    assert "12 days left" in words_of(card)
    wall.clock.at = datetime(2026, 11, 6, 9, 59, tzinfo=UTC)
    await wall.draw()
    assert await wall.cards() == [card]
    wall.clock.at += timedelta(minutes=1)
    await wall.draw()
    [card] = await wall.cards()
    assert "11 days left" in words_of(card)


async def test_nothing_is_drawn_while_slack_does_not_say_which_day_it_is_for_the_requester(wall: Wall) -> None:
    await wall.office.fault("slack", "users.info", "server_error")
    assert await wall.draw() == SLACK_IS_AWAY
    assert await wall.cards() == []
    assert await wall.draw() is None


async def test_a_card_that_a_person_deleted_is_posted_anew_on_the_next_change(wall: Wall) -> None:
    await wall.draw()
    [card] = await wall.cards()
    await wall.board.client.chat_delete(channel=cast.APPROVALS, ts=card["ts"])
    await wall.withdraw()
    assert await wall.draw() is not None
    await wall.draw()
    [again] = [message for message in await wall.cards() if "Withdrawn" in words_of(message)]
    assert LINE not in words_of(again)  # nobody can see both


@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "drop_before", "drop_after"])
async def test_a_post_that_failed_is_made_again_and_says_so_only_if_the_first_may_be_there(
    wall: Wall, kind: str
) -> None:
    await wall.office.fault("slack", "chat.postMessage", kind)
    again_in = await wall.draw()
    assert again_in == (1 if kind == "ratelimited" else SLACK_IS_AWAY)
    assert await wall.draw() is None
    cards = await wall.cards()
    assert len(cards) == (2 if kind == "drop_after" else 1)
    assert (LINE in words_of(cards[-1])) == (kind != "ratelimited")
    assert LINE in cards[-1]["text"] or kind == "ratelimited"


async def test_a_card_that_replaces_another_says_so_for_as_long_as_it_lives(wall: Wall) -> None:
    await wall.office.fault("slack", "chat.postMessage", "drop_after")
    await wall.draw()
    await wall.draw()
    await wall.withdraw()
    await wall.draw()
    [_lost, card] = await wall.cards()
    assert "Withdrawn" in words_of(card)
    assert LINE in words_of(card)


async def test_a_post_in_the_thread_whose_answer_was_lost_is_posted_again_and_says_so(wall: Wall) -> None:
    await wall.draw()
    await wall.office.fault("slack", "chat.postMessage", "drop_after")
    await wall.withdraw()
    assert await wall.draw() == SLACK_IS_AWAY
    await wall.draw()
    first, again = [post for post in await wall.posted() if "was withdrawn" in words_of(post)]
    assert "Posted again" not in words_of(first)
    assert "Posted again: Slack did not confirm an earlier post." in words_of(again)


async def test_a_claim_whose_process_died_is_taken_over_when_it_is_old_and_the_card_says_so(wall: Wall) -> None:
    intent = Card(request_id=wall.request.id, kind="card", channel=cast.APPROVALS, touched_at=wall.clock.at)
    async with wall.store.writing() as work:
        assert await work.cards.claim(intent, wall.clock.at - CLAIM_LASTS)
        await work.commit()
    assert await wall.draw() is not None
    assert await wall.cards() == []
    wall.clock.at += CLAIM_LASTS
    assert await wall.draw() is None
    [card] = await wall.cards()
    assert LINE in words_of(card)


async def test_a_post_that_ends_after_its_claim_was_taken_over_is_taken_back(wall: Wall) -> None:
    await wall.office.fault("slack", "chat.postMessage", "slow", seconds=0.5)
    slow = asyncio.create_task(wall.draw())
    await eventually(wall.records, "a claim")
    wall.clock.at += CLAIM_LASTS
    other = wall.another_board()
    assert await other.draw(wall.request.id) is None
    await slow
    [card] = await wall.cards()
    [record] = [record for record in await wall.records() if record.kind == "card"]
    assert record.ts == card["ts"]


async def test_a_rate_limit_is_waited_for_and_then_the_card_is_posted_once(wall: Wall) -> None:
    await wall.office.fault("slack", "chat.postMessage", "ratelimited", seconds=7)
    assert await wall.draw() == 7
    assert await wall.draw() is None
    assert len(await wall.cards()) == 1


@pytest.mark.parametrize("kind", ["server_error", "drop_before"])
async def test_an_update_that_slack_did_not_answer_is_made_again(wall: Wall, kind: str) -> None:
    await wall.draw()
    await wall.withdraw()
    await wall.office.fault("slack", "chat.update", kind)
    assert await wall.draw() == SLACK_IS_AWAY
    assert await wall.draw() is None
    [card] = await wall.cards()
    assert "Withdrawn" in words_of(card)


async def test_while_slack_does_not_answer_one_call_for_each_request_is_enough(wall: Wall) -> None:
    await wall.draw()
    await wall.withdraw()
    await wall.office.fault("slack", "*", "drop_before", times=None)
    before = len(await wall.office.calls("slack"))
    assert await wall.draw() == SLACK_IS_AWAY
    assert len(await wall.office.calls("slack")) == before + 1
    assert wall.board.troubles.current() == {"card": "no_answer"}


async def test_what_a_person_has_to_mend_is_a_trouble_until_it_is_mended(wall: Wall) -> None:
    await wall.office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    assert await wall.draw() == SLACK_REFUSES
    assert wall.board.troubles.current() == {"card": "is_archived"}
    await wall.office.change(f"channels/{cast.APPROVALS}", is_archived=False)
    assert await wall.draw() is None
    assert wall.board.troubles.current() == {}
    assert len(await wall.cards()) == 1


async def test_a_trouble_that_another_process_has_seen_the_end_of_is_forgotten(wall: Wall) -> None:
    await wall.office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    await wall.draw()
    wall.clock.at += LASTS - timedelta(seconds=1)
    assert wall.board.troubles.current() == {"card": "is_archived"}
    wall.clock.at += timedelta(seconds=1)
    assert wall.board.troubles.current() == {}


async def test_a_channel_that_cannot_be_read_for_want_of_a_scope_is_a_trouble_and_shows_little(wall: Wall) -> None:
    scopes = sorted(cast.SCOPES - {"groups:read"})
    await wall.office.change("scopes", scopes=scopes)
    assert await wall.draw() is None
    assert wall.board.troubles.current() == {"channel": "missing_scope"}
    [card] = await wall.cards()
    assert wall.request.employee.name not in words_of(card)


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed"])
async def test_a_card_that_cannot_be_redrawn_is_replaced_by_one_that_says_so(wall: Wall, code: str) -> None:
    await wall.draw()
    await wall.withdraw()
    await wall.office.fault("slack", "chat.update", "error", message=code)
    assert await wall.draw() is not None
    await wall.draw()
    [_old, card] = await wall.cards()
    assert "Withdrawn" in words_of(card)
    assert LINE in words_of(card)


async def test_nothing_is_drawn_while_slack_does_not_say_who_can_read_the_channel(wall: Wall) -> None:
    await wall.office.fault("slack", "conversations.info", "server_error", times=None)
    assert await wall.draw() is not None
    assert await wall.cards() == []


@pytest.mark.parametrize("wall", [cast.GENERAL, cast.PARTNERS], indirect=True)
async def test_a_public_or_shared_channel_shows_number_deadline_and_status_only(wall: Wall) -> None:
    await wall.draw()
    shown = "\n".join(
        words_of(message) for message in await wall.posted(wall.board.presentation.policy.approvals_channel)
    )
    assert wall.request.label in shown
    personal = (wall.request.employee.name, wall.request.reason, str(wall.request.enrollment.selected_plan_name))
    assert not any(word in shown for word in personal)


async def refusals(wall: Wall) -> list[tuple[str | int, str | int]]:
    """Which message was refused, and why, as the audit has it."""
    async with wall.store.reading() as work:
        events = await work.events.of(wall.request.id)
    return [(e.codes["message"], e.codes["code"]) for e in events if e.kind is EventKind.UNDELIVERABLE]


async def test_a_card_that_slack_refuses_is_one_line_in_the_audit_until_the_reason_changes(wall: Wall) -> None:
    for _ in range(2):
        await wall.office.fault("slack", "chat.postMessage", "error", message="is_archived")
        await wall.draw()
    assert await refusals(wall) == [("card", "is_archived")]
    await wall.office.fault("slack", "chat.postMessage", "error", message="restricted_action")
    await wall.draw()
    assert await refusals(wall) == [("card", "is_archived"), ("card", "restricted_action")]


async def test_a_card_that_is_refused_again_after_it_was_shown_is_another_line(wall: Wall) -> None:
    await wall.draw()
    refused = ("card", "is_archived")
    for expected in ([refused], [refused, refused]):
        for _ in range(2):
            await wall.office.fault("slack", "chat.update", "error", message="is_archived")
            await wall.board.redraw(wall.request.id)
            assert await refusals(wall) == expected
        wall.clock.at += timedelta(minutes=1)
        await wall.board.redraw(wall.request.id)
        wall.clock.at += timedelta(minutes=1)


async def test_slack_that_does_not_answer_is_no_line_in_the_audit(wall: Wall) -> None:
    await wall.office.fault("slack", "*", "server_error", times=None)
    await wall.draw()
    assert await refusals(wall) == []
