"""Overviews: for any table of routes and any reader, the sections are those that a sorting in plain Python gives."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.routing import RouteMap
from approvals.model.status import ENDED, OPEN, RequestStatus
from approvals.model.viewer import Section, Viewer
from store.engine import create_engine
from store.repositories.sections import shown
from store.unit_of_work import SqlStore
from tests.approvals.routed import CATEGORIES, EMPLOYERS, a_map
from tests.store.conftest import drive_nothing
from tests.store.values import NOW, a_decision, a_request

S = RequestStatus
DAY = timedelta(days=1)
SINCE = NOW - 30 * DAY
Pages = dict[Section, tuple[list[int], int, int]]
"""The numbers on a page of each section, how many the section has, and the page's number."""

PEOPLE = ("U0NINA", "U0MARCUS", "U0PRIYA")


def a_random_request(chance: Random) -> ReissueRequest:
    """One in any status, of any age, perhaps with decisions and others that were submitted together with it."""
    facts = a_request()
    decisions = {
        (approver, revision): a_decision(approver, chance.choice(list(Verdict)), revision)
        for approver, revision in [(chance.choice(PEOPLE), chance.choice((1, 2))) for _ in range(chance.randrange(3))]
    }
    return replace(
        facts,
        status=chance.choice([*S, S.PENDING, S.PENDING, S.PENDING]),
        revision=chance.choice((1, 2)),
        requester=chance.choice(PEOPLE),
        employee=facts.employee.model_copy(update={"employer_id": chance.choice(EMPLOYERS)}),
        category=chance.choice(CATEGORIES),
        decisions=tuple(decisions.values()),
        changed_at=NOW - chance.choice((0, 0, 1, 2, 29, 30, 31)) * DAY,
        deadline=chance.choice((None, date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 1))),
        escalated_at=chance.choice((None, None, NOW)),
        overdue_at=chance.choice((None, None, NOW)),
        group_id=chance.choice((None, None, *(UUID(int=n) for n in range(1, 12)))),
    )


@st.composite
def a_reader(draw: st.DrawFn) -> Viewer:
    """One of the people, who decides in some of the routes that there are."""
    routes = draw(st.just(RouteMap()) | a_map())
    some = st.frozensets(st.sampled_from(sorted({claim.route for claim in routes.claims}) or ["a"]))
    return Viewer(user_id=draw(st.sampled_from(PEOPLE)), decides=draw(some), decides_late=draw(some), routes=routes)


async def filled(store: SqlStore) -> tuple[list[ReissueRequest], set[UUID]]:
    """Many such requests, and those about which Slack refused a message."""
    chance, stored = Random(4), list[ReissueRequest]()  # noqa: S311 not for secrets
    async with store.writing() as work:
        stored.extend([await work.requests.add(a_random_request(chance)) for _ in range(120)])
        refused = {each.id for each in chance.sample(stored, 12)}
        for request_id in refused:
            codes = {"message": "card", "code": "is_archived"}
            line = Event(request_id=request_id, at=NOW, actor="bot", kind=EventKind.UNDELIVERABLE, codes=codes)
            await work.events.append(line)
        await work.commit()
        ids = [each.id for each in stored]
        return [await work.requests.get(request_id) for request_id in ids], refused


def section_of(request: ReissueRequest, reader: Viewer, refused: Collection[UUID]) -> Section | None:
    """The first section that fits, as `Section` tells."""
    route = reader.routes.route_of(request.employer_id, request.category)
    is_late = request.escalated_at is not None and route in reader.decides_late
    is_own, is_decider = request.requester == reader.user_id, route in reader.decides or is_late
    has_approved = any(
        (each.approver, each.revision, each.verdict) == (reader.user_id, request.revision, Verdict.APPROVE)
        for each in request.decisions
    )
    if request.status in ENDED and request.changed_at < SINCE:
        return None
    if request.status is S.PENDING and is_decider and not is_own and not has_approved:
        return Section.WAITING
    if request.status is S.NEEDS_INFO and is_own:
        return Section.WAITING
    if (is_own or is_decider) and (request.status in {S.FAILED, S.UNKNOWN} or request.id in refused):
        return Section.ATTENTION
    if request.status in OPEN:
        return Section.MINE if is_own else Section.RECENT if is_decider else None
    has_decided = any(each.approver == reader.user_id for each in request.decisions)
    return Section.RECENT if is_own or has_decided else None


def ordered(section: Section, found: Sequence[ReissueRequest]) -> list[int]:
    """The numbers in a section: those of one submission where the most urgent of them stands."""

    def place(request: ReissueRequest) -> tuple[object, ...]:
        group = [each for each in found if (each.group_id or each.id) == (request.group_id or request.id)]
        lead = min(each.number for each in group)
        deadlines = [each.deadline for each in group if each.deadline is not None]
        match section:
            case Section.WAITING:
                return not deadlines, min(deadlines, default=date.max), lead, request.number
            case Section.MINE:
                return all(each.overdue_at is None for each in group), lead, request.number
            case Section.RECENT:
                return -max(each.changed_at for each in group).timestamp(), -lead, request.number
            case _:
                return lead, request.number

    return [each.number for each in sorted(found, key=place)]


def told(sections: Mapping[Section, Sequence[ReissueRequest]], pages: Mapping[Section, int], limit: int) -> Pages:
    """The pages of these sections."""
    found: Pages = {}
    for section, requests in sections.items():
        if numbers := ordered(section, requests):
            page = min(pages.get(section, 0), (len(numbers) - 1) // limit)
            found[section] = numbers[page * limit : (page + 1) * limit], len(numbers), page
    return found


async def listed(store: SqlStore, reader: Viewer, pages: Mapping[Section, int], limit: int) -> Pages:
    """The pages out of the database."""
    async with store.reading() as work:
        found = await work.overviews.sections(reader, SINCE, pages, limit)
    return {
        section: ([each.number for each in rows.requests], rows.total, rows.number) for section, rows in found.items()
    }


@pytest.mark.usefixtures("anyio_backend")
def test_every_page_of_every_section_is_the_one_that_sorting_all_requests_gives(database_url: str) -> None:
    engine = create_engine(database_url)
    store = SqlStore(engine, drive_nothing)
    with asyncio.Runner() as runner:
        requests, refused = runner.run(filled(store))

        @settings(max_examples=40, deadline=None)
        @given(
            a_reader(),
            st.dictionaries(st.sampled_from(Section), st.integers(0, 9)),
            st.integers(1, 30),
        )
        def found(reader: Viewer, pages: dict[Section, int], limit: int) -> None:
            sections = {
                section: [each for each in requests if section_of(each, reader, refused) is section]
                for section in Section
            }
            assert runner.run(listed(store, reader, pages, limit)) == told(sections, pages, limit)

        found()
        runner.run(engine.dispose())


@pytest.mark.anyio
async def test_an_overview_reads_two_indexes_and_of_the_audit_a_third(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    reader = Viewer(user_id="U0MARCUS", decides=frozenset({""}))
    plan = await planned(engine, shown(reader, SINCE, {}, 20))
    assert "SEARCH bot_request USING COVERING INDEX ix_bot_request_open (status=?)" in plan
    assert "SEARCH bot_request USING COVERING INDEX ix_bot_request_changed (changed_at>?)" in plan
    assert any("bot_event USING INDEX ix_bot_event_undeliverable" in step for step in plan)
    assert not [step for step in plan if step.startswith("SCAN bot_")]
    await engine.dispose()


async def planned(engine: AsyncEngine, statement: sa.Select[tuple[object, ...]]) -> list[str]:
    """What SQLite is going to do."""
    compiled = statement.compile(engine.sync_engine, compile_kwargs={"literal_binds": True})
    async with engine.connect() as connection:
        return [str(row[-1]) for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
