"""This release on the tables and rows of the next: lists go on without what it does not know, nothing touches it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from approvals.errors import NewerRecord
from approvals.model.event import EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from store.unit_of_work import SqlStore
from tests.store.values import NOW, a_decision, a_request, an_attempt, an_event

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)

READER = Viewer(user_id="U0MARCUS", may_request=False, may_read_own=False, may_decide=True, may_decide_late=True)


@dataclass(frozen=True)
class Rows:
    """Two requests in tables that have a column more: one that this release knows, and one from the next."""

    engine: AsyncEngine
    store: SqlStore
    known: ReissueRequest
    newer: ReissueRequest

    async def change(self, change: str) -> None:
        """What the next release writes into the second request."""
        async with self.engine.begin() as connection:
            await connection.execute(sa.text(change), {"id": self._id(connection.dialect.name)})

    def _id(self, dialect: str) -> str:
        return self.newer.id.hex if dialect == "sqlite" else str(self.newer.id)


@pytest.fixture
async def rows(engine: AsyncEngine, store: SqlStore) -> Rows:
    async with engine.begin() as connection:
        for table in ("bot_request", "bot_event", "bot_decision", "bot_attempt", "bot_remark"):
            await connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN added_later VARCHAR"))
    problem = Problem(code=ProblemCode.NO_ANSWER)
    async with store.writing() as work:
        known = await work.requests.add(a_request())
        other = a_request(decisions=(a_decision("U0PRIYA"),), problem=problem)
        newer = await work.requests.add(other)
        for each in (known, newer):
            await work.events.append(an_event(each.id))
            await work.remarks.add(each.id, Remark(kind=RemarkKind.QUESTION, author="U0MARCUS", text="When?", at=NOW))
            await work.requests.wake_at(each.id, each.version, NOW)
        await work.commit()
    return Rows(engine, store, known, newer)


CHANGES = {
    "status": "UPDATE bot_request SET status = 'escalated' WHERE id = :id",
    "warning": """UPDATE bot_request SET warnings = '["new_warning"]' WHERE id = :id""",
    "problem": """UPDATE bot_request SET problem = '{"code": "new_code"}' WHERE id = :id""",
    "verdict": "UPDATE bot_decision SET verdict = 'abstain' WHERE request_id = :id",
}


@pytest.mark.parametrize("what", CHANGES)
async def test_lists_leave_out_a_request_that_has_a_new_value_and_say_so(rows: Rows, what: str) -> None:
    await rows.change(CHANGES[what])
    with capture_logs() as logged:
        async with rows.store.reading() as work:
            page = await work.overviews.page(READER, Section.WAITING, NOW - HOUR, limit=9, offset=0)
            pending = await work.requests.pending()
            counts = await work.requests.count_by_status()
            assert not await work.requests.held_back()
    assert [each.number for each in page] == [each.number for each in pending] == [rows.known.number]
    assert counts == {RequestStatus.PENDING: 1 if what == "status" else 2}
    told = [(line["event"], line["left_out"]) for line in logged]
    assert told == ([] if what == "status" else [("written_by_a_later_release", 1)] * 2)


@pytest.mark.parametrize("what", CHANGES)
async def test_a_click_or_an_operators_command_about_it_is_refused(rows: Rows, what: str) -> None:
    await rows.change(CHANGES[what])
    async with rows.store.writing() as work:
        with pytest.raises(NewerRecord):
            await work.requests.get(rows.newer.id)
        with pytest.raises(NewerRecord):
            await work.requests.numbered(rows.newer.number)
        with pytest.raises(NewerRecord):
            await work.requests.of_employee(rows.newer.employee.id)
        assert (await work.requests.get(rows.known.id)).id == rows.known.id


async def test_the_sweep_and_the_retention_leave_a_new_status_alone(rows: Rows) -> None:
    await rows.change(CHANGES["status"])
    async with rows.store.writing() as work:
        assert await work.requests.claim_due(NOW + HOUR, HOUR, 9) == [rows.known.id]
        assert await work.requests.closed_before(NOW + 9999 * HOUR, 9) == []


async def test_a_timeline_and_a_conversation_go_on_without_lines_of_a_new_kind(rows: Rows) -> None:
    await rows.change(
        "INSERT INTO bot_event (request_id, at, actor, kind, codes) "
        "SELECT request_id, at, actor, 'new_kind', codes FROM bot_event WHERE request_id = :id"
    )
    await rows.change("UPDATE bot_remark SET kind = 'new_kind' WHERE request_id = :id")
    async with rows.store.reading() as work:
        assert [event.kind for event in await work.events.of(rows.newer.id)] == [EventKind.SUBMITTED]
        assert await work.remarks.of(rows.newer.id) == []
        assert len(await work.remarks.of(rows.known.id)) == 1


@pytest.mark.parametrize("column", ["state", "outcome"])
async def test_an_attempt_with_a_new_value_is_never_read_as_one_that_may_be_repeated(rows: Rows, column: str) -> None:
    async with rows.store.writing() as work:
        await work.attempts.claim(an_attempt(rows.newer.id))
        await work.commit()
    await rows.change(f"UPDATE bot_attempt SET {column} = 'new_value' WHERE request_id = :id")  # noqa: S608
    async with rows.store.reading() as work:
        with pytest.raises(NewerRecord):
            await work.attempts.of(rows.newer.id)
