"""Beside a request that only a later release understands, the board goes on with the others."""

from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from approvals.errors import NewerRecord
from approvals.model.request import ReissueRequest, RequestWarning
from handlers.board.opened import PACE, OpenedChannels
from sandbox import cast
from store.engine import create_engine
from tests.handlers.bench import Bench

pytestmark = pytest.mark.anyio


@pytest.fixture
async def newer(bench: Bench, database_url: str) -> ReissueRequest:
    """A second request, drawn before a later release wrote a warning of its own into it."""
    one = replace(bench.request, id=uuid4(), submission_key="V0NEWER", warnings=(RequestWarning.WINDOW_CLOSED,))
    enrollment = one.enrollment.model_copy(update={"id": "enrl_another"})
    async with bench.store.writing() as work:
        stored = await work.requests.add(replace(one, enrollment=enrollment))
        await work.commit()
    for request_id in (bench.request.id, stored.id):
        await bench.board.draw(request_id)
    engine = create_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text("""UPDATE bot_request SET warnings = '["new_warning"]' WHERE number = :number"""),
            {"number": stored.number},
        )
    await engine.dispose()
    return stored


async def test_names_leave_a_channel_that_opened_except_where_only_a_later_release_can_draw(
    bench: Bench, newer: ReissueRequest
) -> None:
    await bench.office.change(f"channels/{cast.APPROVALS}", is_private=False)
    bench.board.channels.directory.forget()
    watch = OpenedChannels(board=bench.board, store=bench.store, clock=bench.clock, holder="one")
    assert await watch.take_names_out() == PACE
    await watch.take_names_out()
    async with bench.store.reading() as work:
        assert [left.number for left in await work.cards.with_names(cast.APPROVALS)] == [newer.number]


async def test_it_is_not_drawn(bench: Bench, newer: ReissueRequest) -> None:
    before = await bench.posted()
    with pytest.raises(NewerRecord):
        await bench.board.redraw(newer.id)
    assert await bench.posted() == before
