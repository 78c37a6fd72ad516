"""Retention: names and free text of requests closed long ago go, everywhere; who decided what, and when, stays."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.upkeep.retention import Retention
from store.engine import reading
from tests.approvals.desk import ADAS_MEDICAL, Desk
from tests.approvals.people import MARCUS, NINA, at_home

pytestmark = pytest.mark.anyio

KEPT = timedelta(days=90)
TYPED = ("born in June", "Which certificate", "The blue one", "Not this year", "not eligible")


def blanking(desk: Desk) -> Retention:
    """What the running bot does again and again."""
    return Retention(desk.store, desk.clock, KEPT)


async def denied(desk: Desk) -> ReissueRequest:
    """A request that was asked about, answered and denied, each with words of somebody's own."""
    submitted = await desk.submit(reason="Her twins, born in June.")
    marcus = at_home(MARCUS)
    asked = await desk.questions.ask(marcus, submitted.id, submitted.revision, "Which certificate is it?")
    answer = Edit(reason=asked.reason, qle_id=asked.qle.id, answer="The blue one.")
    answered = await desk.revisions.revise(at_home(NINA), asked.id, asked.revision, answer)
    return await desk.decisions.deny(marcus, answered.id, answered.revision, "Not this year.")


async def everything_stored(engine: AsyncEngine) -> str:
    """All that the bot's tables hold, but for the index of today's employees."""
    async with reading(engine).connect() as connection:
        names = await connection.run_sync(lambda synchronous: sa.inspect(synchronous).get_table_names())
        ours = [name for name in names if name.startswith("bot_") and name != "bot_employee"]
        rows = [row for name in ours for row in await connection.execute(sa.text(f"SELECT * FROM {name}"))]  # noqa: S608
    return "\n".join(str(row) for row in rows)


async def test_nothing_that_was_typed_and_no_name_is_left_of_a_request_closed_long_ago(
    either_desk: Desk, either_engine: AsyncEngine
) -> None:
    desk = either_desk
    done = await denied(desk)
    assert "Lovelace" in await everything_stored(either_engine)
    desk.clock.at += KEPT + timedelta(seconds=1)
    desk.drivers.started.clear()
    assert await blanking(desk).blank_due() == 1
    stored = await everything_stored(either_engine)
    assert [word for word in (*TYPED, "Lovelace") if word in stored] == []
    blanked = await desk.request(done.id)
    assert (blanked.status, blanked.blanked_at, blanked.version) == (done.status, desk.clock.at, done.version + 1)
    assert [decision.approver for decision in blanked.decisions] == [MARCUS]
    assert desk.drivers.started == [done.id]
    last = (await desk.events(done.id))[-1]
    assert (last.kind, last.actor) == (EventKind.BLANKED, THE_BOT)


async def test_names_of_dependents_and_what_the_api_said_go_too(either_desk: Desk, either_engine: AsyncEngine) -> None:
    desk = either_desk
    spouse = {"dependent_id": "dpnd_1", "first_name": "William", "last_name": "King", "relationship": "Spouse"}
    desk.world.enrollments[ADAS_MEDICAL]["enrolled_dependents"] = [spouse]
    done = await desk.driven()
    assert done.status is RequestStatus.REISSUED
    assert "William" in await everything_stored(either_engine)
    desk.clock.at += KEPT + timedelta(seconds=1)
    assert await blanking(desk).blank_due() == 1
    stored = await everything_stored(either_engine)
    assert [word for word in ("Lovelace", "William") if word in stored] == []
    assert done.summary is not None
    assert done.summary.id in stored


async def test_once_and_not_again_however_many_look(either_desk: Desk) -> None:
    desk = either_desk
    done = await denied(desk)
    desk.clock.at += KEPT + timedelta(seconds=1)
    assert sum(await asyncio.gather(*(blanking(desk).blank_due() for _ in range(4)))) == 1
    assert await blanking(desk).blank_due() == 0
    assert (await desk.kinds(done.id)).count(EventKind.BLANKED) == 1


async def test_what_is_open_or_was_closed_lately_keeps_its_names(desk: Desk) -> None:
    waiting = await desk.submit()
    desk.clock.at += 2 * KEPT
    assert await blanking(desk).blank_due() == 0
    await desk.decisions.deny(at_home(MARCUS), waiting.id, waiting.revision, "Not this year.")
    desk.clock.at += KEPT
    assert await blanking(desk).blank_due() == 0
    assert (await desk.request(waiting.id)).employee.name == "Ada Lovelace"


async def test_a_name_that_is_gone_does_not_come_back_with_a_refresh(desk: Desk) -> None:
    done = await desk.driven()
    desk.clock.at += KEPT + timedelta(seconds=1)
    await blanking(desk).blank_due()
    await desk.drive(done.id)
    before = await desk.request(done.id)
    await desk.resolutions.refresh(at_home(NINA), done.id)
    assert await desk.request(done.id) == before
