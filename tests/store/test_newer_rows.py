"""This release on the tables and rows of the next: lists show what it does not know as such, nothing touches it."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from approvals.errors import NewerRecord
from approvals.model.event import EventKind
from approvals.model.newer import NewerRequest
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from bot.doctor.example import ALL
from store.unit_of_work import SqlStore
from tests.store.values import NOW, a_decision, a_request, an_attempt, an_event

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)

READER = Viewer(user_id="U0MARCUS", decides=ALL, decides_late=ALL)


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

    @property
    def newer_alone(self) -> NewerRequest:
        """What lists have of the second request."""
        one = self.newer
        return NewerRequest(
            id=one.id,
            number=one.number,
            revision=one.revision,
            requester=one.requester,
            submitted_at=one.submitted_at,
            escalated_at=one.escalated_at,
            employer_id=one.employer_id,
        )

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
    "document": """UPDATE bot_request SET document = '{"by": "", "kind": "new", "on": "2026-11-04"}' WHERE id = :id""",
    "verdict": "UPDATE bot_decision SET verdict = 'abstain' WHERE request_id = :id",
}


@pytest.mark.parametrize("what", CHANGES)
async def test_lists_show_that_there_is_a_request_with_a_new_value_and_count_it(rows: Rows, what: str) -> None:
    await rows.change(CHANGES[what])
    section = Section.RECENT if what == "status" else Section.WAITING
    with capture_logs() as logged:
        async with rows.store.reading() as work:
            found = await work.overviews.sections(READER, NOW - HOUR, {}, 9)
            assert rows.newer_alone in found[section].requests
            assert await work.requests.numbered(rows.newer.number) == rows.newer_alone
            assert found[section].total == len(found[section].requests)
            assert sum(each.total for each in found.values()) == 2
    told = [(line["event"], line["column"]) for line in logged]
    assert told == [("written_by_a_later_release", {"warning": "warnings"}.get(what, what))] * 2


@pytest.mark.parametrize("what", CHANGES)
async def test_only_known_requests_wait_for_a_digest_and_are_counted_by_status(rows: Rows, what: str) -> None:
    await rows.change(CHANGES[what])
    async with rows.store.reading() as work:
        assert [
            each.number for each in await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))
        ] == [rows.known.number]
        assert not await work.requests.held_back()
        counts = await work.requests.count_by_status()
    assert counts == {RequestStatus.PENDING: 1 if what == "status" else 2}


@pytest.mark.parametrize(("reader", "sees"), [("U0NINA", True), ("U0ZOE", False)])
async def test_a_new_status_is_shown_to_its_requester_and_to_no_stranger(rows: Rows, reader: str, sees: bool) -> None:
    await rows.change(CHANGES["status"])
    viewer = replace(READER, user_id=reader, decides=frozenset(), decides_late=frozenset())
    async with rows.store.reading() as work:
        found = await work.overviews.sections(viewer, NOW - HOUR, {}, 9)
    assert (Section.RECENT in found) == sees
    assert not sees or found[Section.RECENT].requests == [rows.newer_alone]


@pytest.mark.parametrize("what", CHANGES)
async def test_a_click_or_an_operators_command_about_it_is_refused(rows: Rows, what: str) -> None:
    await rows.change(CHANGES[what])
    async with rows.store.writing() as work:
        with pytest.raises(NewerRecord) as refused:
            await work.requests.get(rows.newer.id)
        assert refused.value.label == rows.newer.label
        with pytest.raises(NewerRecord):
            await work.requests.of_employee(rows.newer.employee.id)
        assert (await work.requests.get(rows.known.id)).id == rows.known.id


async def test_the_sweep_and_the_retention_leave_a_new_status_alone(rows: Rows) -> None:
    await rows.change(CHANGES["status"])
    async with rows.store.writing() as work:
        assert await work.requests.claim_due(NOW + HOUR, HOUR, 9) == [rows.known.id]
        assert await work.requests.closed_before(NOW + 9999 * HOUR, 9) == []
        assert await work.requests.count_closed_before(NOW + 9999 * HOUR) == 0


async def test_a_timeline_and_a_conversation_show_lines_of_a_new_kind_as_not_known(rows: Rows) -> None:
    await rows.change(
        "INSERT INTO bot_event (request_id, at, actor, kind, codes) "
        "SELECT request_id, at, actor, 'new_kind', codes FROM bot_event WHERE request_id = :id"
    )
    await rows.change("UPDATE bot_remark SET kind = 'new_kind' WHERE request_id = :id")
    async with rows.store.reading() as work:
        lines = [event.kind for event in await work.events.of(rows.newer.id)]
        assert lines == [EventKind.SUBMITTED, EventKind.NOT_KNOWN]
        assert [each.kind for each in await work.remarks.of(rows.newer.id)] == [RemarkKind.NOT_KNOWN]
        assert [each.kind for each in await work.remarks.of(rows.known.id)] == [RemarkKind.QUESTION]


async def test_a_home_tab_at_a_page_of_a_new_section_is_drawn_at_the_others(rows: Rows) -> None:
    async with rows.store.writing() as work:
        await work.homes.opened("U0NINA", NOW, {Section.MINE: 1})
        await work.commit()
    await rows.change("""UPDATE bot_home SET pages = '{"new_section": 3, "mine": 1}' WHERE user_id <> :id""")
    async with rows.store.writing() as work:
        assert [home.pages for home in await work.homes.claim(NOW, HOUR, 9)] == [{Section.MINE: 1}]


@pytest.mark.parametrize("column", ["state", "outcome"])
async def test_an_attempt_with_a_new_value_is_never_read_as_one_that_may_be_repeated(rows: Rows, column: str) -> None:
    async with rows.store.writing() as work:
        await work.attempts.claim(an_attempt(rows.newer.id))
        await work.commit()
    await rows.change(f"UPDATE bot_attempt SET {column} = 'new_value' WHERE request_id = :id")  # noqa: S608
    async with rows.store.reading() as work:
        with pytest.raises(NewerRecord):
            await work.attempts.of(rows.newer.id)
