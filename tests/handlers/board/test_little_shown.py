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
from tests.handlers.wall import Wall, open_wall

pytestmark = pytest.mark.anyio

WHY = "The certificate of Byron is missing."
PRIVATE = ("Lovelace", "Byron", "Gold PPO", WHY)


@pytest.fixture
async def discreet_wall(one_database_url: str) -> AsyncIterator[Wall]:
    """A private channel whose cards are to say little all the same."""
    async with open_wall(one_database_url, card_detail=Detail.MINIMAL) as opened:
        yield opened


async def deny(wall: Wall) -> None:
    """An approver denies it, with a reason."""
    denial = Decision(
        approver=cast.MARCUS, verdict=Verdict.DENY, revision=1, ground=cast.MARCUS, at=wall.clock.at, reason=WHY
    )
    denied = replace(wall.request.touched(), status=RequestStatus.DENIED, decisions=(denial,), changed_at=wall.clock.at)
    await wall.change(denied, EventKind.DENIED)


async def shown(wall: Wall) -> str:
    """Everything that can be read in the channel and in the requester's direct messages."""
    return json.dumps([await wall.posted(), await to_the_requester(wall)])


async def to_the_requester(wall: Wall) -> list[dict[str, Any]]:
    """The requester's direct messages."""
    nina = wall.office.nina
    return await nina.messages(await nina.direct())


async def test_names_and_reasons_are_taken_out_of_every_copy_and_nothing_is_posted_for_it(wall: Wall) -> None:
    await wall.draw()
    await deny(wall)
    await wall.draw()
    posted = len(await wall.office.calls("slack", "chat.postMessage"))
    before = await shown(wall)
    assert [word for word in PRIVATE if word not in before] == []
    wall.clock.at += timedelta(days=31)
    assert await Retention(wall.store, wall.clock, timedelta(days=30)).blank_due() == 1
    assert await wall.draw() is None
    after = await shown(wall)
    assert [word for word in PRIVATE if word in after] == []
    assert after.count("Names and reasons were removed") >= len(await to_the_requester(wall)) == 2
    assert len(await wall.office.calls("slack", "chat.postMessage")) == posted


async def test_a_card_that_a_person_deleted_is_not_posted_anew_to_say_that_names_are_gone(wall: Wall) -> None:
    await wall.draw()
    await deny(wall)
    await wall.draw()
    [card] = await wall.cards()
    await wall.board.client.chat_delete(channel=cast.APPROVALS, ts=card["ts"])
    posted = len(await wall.office.calls("slack", "chat.postMessage"))
    wall.clock.at += timedelta(days=31)
    await Retention(wall.store, wall.clock, timedelta(days=30)).blank_due()
    await wall.draw()
    assert await wall.draw() is None
    assert len(await wall.office.calls("slack", "chat.postMessage")) == posted


async def test_a_private_channel_says_little_where_it_is_set_so_and_the_requester_reads_everything(
    discreet_wall: Wall,
) -> None:
    wall = discreet_wall
    await wall.draw()
    assert [word for word in PRIVATE if word in json.dumps(await wall.posted())] == []
    assert "Ada Lovelace" in json.dumps(await to_the_requester(wall))
