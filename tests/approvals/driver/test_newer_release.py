"""What a later release wrote and this one does not know: only processes of that release go on with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.driver.left_alone import TRY_AGAIN, LeftAlone
from approvals.errors import NewerRecord, UnknownRequest
from approvals.model.attempt import AttemptState
from approvals.model.event import EventKind
from approvals.model.newer import NewerRequest
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.recording import LEASE
from approvals.upkeep.retention import Retention
from benefits.outcome import OutcomeKind
from store.engine import reading
from store.tables import RequestRow
from tests.approvals.bench import Bench
from tests.approvals.people import GIL, NINA, PRIYA, ZOE, at_home
from tests.builders import NOW, an_attempt

pytestmark = pytest.mark.anyio

CHANGES = {
    "state of an attempt": "UPDATE bot_attempt SET state = 'new_state'",
    "outcome of an attempt": "UPDATE bot_attempt SET outcome = 'new_outcome'",
    "verdict": "UPDATE bot_decision SET verdict = 'abstain'",
    "warning": """UPDATE bot_request SET warnings = '["new_warning"]'""",
    "problem": """UPDATE bot_request SET problem = '{"code": "new_code"}'""",
    "status": "UPDATE bot_request SET status = 'escalated'",
}

KEPT = timedelta(days=90)


async def change(engine: AsyncEngine, statement: str) -> None:
    """What the later release writes."""
    async with engine.begin() as connection:
        await connection.execute(sa.text(statement))


async def approved(bench: Bench) -> ReissueRequest:
    """A request that is to be sent again after a first try that was not processed; a driver has it for a minute."""
    tried = an_attempt(state=AttemptState.FINISHED, outcome=OutcomeKind.NOT_PROCESSED)
    return await bench.stored(
        tried, status=RequestStatus.APPLYING, problem=Problem(code=ProblemCode.NO_ANSWER), next_at=NOW + LEASE
    )


def another_process(bench: Bench) -> Bench:
    """The same desk in a process that has not seen the request yet."""
    return replace(bench, core=replace(bench.core, driver=replace(bench.driver, left_alone=LeftAlone(bench.clock))))


@pytest.mark.parametrize("what", CHANGES)
async def test_a_driver_that_meets_it_sends_nothing_draws_nothing_and_hands_it_over(
    either_bench: Bench, either_engine: AsyncEngine, what: str
) -> None:
    bench = either_bench
    request_id = (await approved(bench)).id
    await change(either_engine, CHANGES[what])
    before = await row_of_the_request(either_engine)
    assert await bench.driver.advance(request_id) is None
    assert (bench.wire.posts, bench.board.drawn) == ([], [])
    assert await row_of_the_request(either_engine) == before | {"next_at": NOW}


async def row_of_the_request(engine: AsyncEngine) -> dict[str, Any]:
    """What is stored in the only row."""
    columns = [
        column
        for column in RequestRow.metadata.tables["bot_request"].columns
        if column.name not in ("status", "problem")
    ]
    async with reading(engine).connect() as connection:
        [row] = (await connection.execute(sa.select(*columns))).mappings()
    return dict(row)


async def test_the_sweep_starts_it_once_and_then_leaves_it_to_others_for_a_while(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    bench, other = either_bench, another_process(either_bench)
    await approved(bench)
    await change(either_engine, CHANGES["outcome of an attempt"])
    bench.clock.pass_(LEASE.total_seconds())
    assert await bench.driver.sweep() == 1
    [request_id] = bench.drivers.started
    await bench.drive(request_id)
    assert [await bench.driver.sweep() for _ in range(3)] == [0, 0, 0]
    assert await other.driver.sweep() == 1
    bench.clock.pass_(TRY_AGAIN.total_seconds() + LEASE.total_seconds())
    assert await bench.driver.sweep() == 1


async def test_lines_and_copies_of_a_new_kind_hold_nothing_up(either_bench: Bench, either_engine: AsyncEngine) -> None:
    bench = either_bench
    submitted = await bench.submit_and_approve()
    for statement in (
        "INSERT INTO bot_event (request_id, at, actor, kind, codes) SELECT request_id, at, actor, 'new_kind', "
        """'{"likeness": "twin", "second_approval": "new_condition"}' FROM bot_event""",
        "INSERT INTO bot_card (request_id, kind, channel, touched_at, ts, drawn_version, unconfirmed, named) "
        "SELECT id, 'new_kind', 'C0APPROVALS', changed_at, '1.1', 1, 0, false FROM bot_request",
    ):
        await change(either_engine, statement)
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).status is RequestStatus.REISSUED
    assert (await bench.inspections.inspect(at_home(NINA), submitted.id)).events[-1].kind is EventKind.VIEWED
    assert EventKind.NOT_KNOWN in await bench.kinds(submitted.id)


async def test_names_are_removed_from_the_other_requests(either_bench: Bench, either_engine: AsyncEngine) -> None:
    bench = either_bench
    newer = await bench.stored(status=RequestStatus.DENIED)
    await change(either_engine, CHANGES["warning"])
    known = replace(await bench.submit(key="V0SECOND"), version=2, status=RequestStatus.WITHDRAWN)
    async with bench.store.writing() as work:
        await work.requests.save(known)
        await work.commit()
    bench.clock.at = newer.changed_at + 2 * KEPT
    retention = Retention(bench.store, bench.clock, KEPT)
    assert [await retention.blank_due(), await retention.blank_due()] == [1, 0]
    assert (await bench.request(known.id)).blanked_at is not None


@pytest.mark.parametrize("stranger", [ZOE, GIL])
async def test_its_number_reveals_nothing_to_a_stranger(bench: Bench, one_engine: AsyncEngine, stranger: str) -> None:
    number = (await bench.stored()).number
    await change(one_engine, CHANGES["warning"])
    assert isinstance(await bench.overview.numbered(at_home(NINA), number), NewerRequest)
    with pytest.raises(UnknownRequest):
        await bench.overview.numbered(at_home(stranger), number)


@pytest.mark.parametrize("what", CHANGES)
async def test_a_click_on_it_is_refused_by_its_number_and_changes_nothing(
    bench: Bench, one_engine: AsyncEngine, what: str
) -> None:
    tried = an_attempt(state=AttemptState.FINISHED, outcome=OutcomeKind.REFUSED)
    failed = await bench.stored(tried, status=RequestStatus.FAILED, problem=Problem(code=ProblemCode.REFUSED))
    await change(one_engine, CHANGES[what])
    before = await row_of_the_request(one_engine)
    for click in (bench.resolutions.retry, bench.resolutions.close, bench.inspections.inspect):
        with pytest.raises(NewerRecord) as refused:
            await click(at_home(PRIYA), failed.id)
        assert refused.value.label == failed.label
    assert await row_of_the_request(one_engine) == before
