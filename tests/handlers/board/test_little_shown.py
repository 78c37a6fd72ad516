"""What the board shows less of: everywhere once names are removed, in the channel where it is set so."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from approvals.model.event import EventKind
from approvals.model.request import Decision, Verdict
from approvals.model.status import RequestStatus
from approvals.upkeep.retention import Retention
from handlers.blocks.context import Detail
from sandbox import cast
from tests.handlers.bench import Bench, open_bench

pytestmark = pytest.mark.anyio

WHY = "The certificate of Byron is missing."
PRIVATE = ("Lovelace", "Byron", "Gold PPO", WHY)


@pytest.fixture
async def discreet_wall(one_database_url: str) -> AsyncIterator[Bench]:
    """A private channel whose cards are to say little all the same."""
    async with open_bench(one_database_url, card_detail=Detail.MINIMAL) as opened:
        yield opened


async def deny(bench: Bench) -> None:
    """An approver denies it, with a reason."""
    denial = Decision(
        approver=cast.MARCUS, verdict=Verdict.DENY, revision=1, ground=cast.MARCUS, at=bench.clock.at, reason=WHY
    )
    denied = replace(
        bench.request.with_next_version(), status=RequestStatus.DENIED, decisions=(denial,), changed_at=bench.clock.at
    )
    await bench.change(denied, EventKind.DENIED)


async def shown(bench: Bench) -> str:
    """Everything that can be read in the channel and in the requester's direct messages."""
    return json.dumps([await bench.posted(), await to_the_requester(bench)])


async def to_the_requester(bench: Bench) -> list[dict[str, Any]]:
    """The requester's direct messages."""
    nina = bench.office.nina
    return await nina.messages(await nina.direct())


async def test_names_and_reasons_are_taken_out_of_every_copy_and_nothing_is_posted_for_it(bench: Bench) -> None:
    await bench.draw()
    await deny(bench)
    await bench.draw()
    posted = len(await bench.office.calls("slack", "chat.postMessage"))
    before = await shown(bench)
    assert [word for word in PRIVATE if word not in before] == []
    bench.clock.at += timedelta(days=31)
    assert await Retention(bench.store, bench.clock, timedelta(days=30)).blank_due() == 1
    assert await bench.draw() is None
    after = await shown(bench)
    assert [word for word in PRIVATE if word in after] == []
    assert after.count("Names and reasons were removed") >= len(await to_the_requester(bench)) == 2
    assert len(await bench.office.calls("slack", "chat.postMessage")) == posted


async def test_a_card_that_a_person_deleted_is_not_posted_anew_to_say_that_names_are_gone(bench: Bench) -> None:
    await bench.draw()
    await deny(bench)
    await bench.draw()
    [card] = await bench.cards()
    await bench.board.client.chat_delete(channel=cast.APPROVALS, ts=card["ts"])
    posted = len(await bench.office.calls("slack", "chat.postMessage"))
    bench.clock.at += timedelta(days=31)
    await Retention(bench.store, bench.clock, timedelta(days=30)).blank_due()
    await bench.draw()
    assert await bench.draw() is None
    assert len(await bench.office.calls("slack", "chat.postMessage")) == posted


async def blanked(bench: Bench) -> None:
    """A denied request whose copies are all there, and whose names were removed just now."""
    await bench.draw()
    await deny(bench)
    await bench.draw()
    bench.clock.at += timedelta(days=31)
    await Retention(bench.store, bench.clock, timedelta(days=30)).blank_due()


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed"])
async def test_a_message_that_can_no_longer_be_edited_is_deleted_to_take_the_names_out(bench: Bench, code: str) -> None:
    await blanked(bench)
    posted = len(await bench.office.calls("slack", "chat.postMessage"))
    await bench.office.fault("slack", "chat.update", "error", message=code)
    assert await bench.draw() is None
    assert len(await bench.office.calls("slack", "chat.delete")) == 1
    assert len(await bench.office.calls("slack", "chat.postMessage")) == posted
    after = await shown(bench)
    assert [word for word in PRIVATE if word in after] == []
    assert sum(card.unconfirmed for card in await bench.records()) == 0


async def test_one_that_can_be_neither_edited_nor_deleted_is_written_down_as_still_there(bench: Bench) -> None:
    await blanked(bench)
    await bench.office.fault("slack", "chat.update", "error", message="edit_window_closed")
    await bench.office.fault("slack", "chat.delete", "error", message="cant_delete_message")
    assert await bench.draw() is None
    assert sum(card.unconfirmed for card in await bench.records()) == 1


async def test_while_slack_does_not_answer_the_deleting_it_is_tried_again(bench: Bench) -> None:
    await blanked(bench)
    await bench.office.fault("slack", "chat.update", "error", message="edit_window_closed", times=2)
    await bench.office.fault("slack", "chat.delete", "server_error")
    assert await bench.draw() is not None
    assert await bench.draw() is None
    assert [word for word in PRIVATE if word in await shown(bench)] == []
    assert sum(card.unconfirmed for card in await bench.records()) == 0


async def test_a_private_channel_says_little_where_it_is_set_so_and_the_requester_reads_everything(
    discreet_wall: Bench,
) -> None:
    bench = discreet_wall
    await bench.draw()
    assert [word for word in PRIVATE if word in json.dumps(await bench.posted())] == []
    assert "Ada Lovelace" in json.dumps(await to_the_requester(bench))
