"""Upgrades: a database that any earlier revision made, with rows in it, becomes the newest one and loses nothing."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.event_record import EventRecord, RecordState
from approvals.model.remark import Remark, RemarkKind
from store import mapping, migrate
from store.audit.chain import Chain
from store.audit.reading import audit_of
from store.columns import Row
from store.engine import create_engine, create_sync_engine
from store.migrations import running
from store.tables import (
    AttemptRow,
    AwayRow,
    CardRow,
    DecisionRow,
    DigestRow,
    EmployeeRow,
    EventRecordRow,
    EventRow,
    HomeRow,
    LeaseRow,
    RemarkRow,
    RequestRow,
)
from store.unit_of_work import SqlStore
from tests.store.conftest import drive_nothing
from tests.store.values import (
    NOW,
    a_card,
    a_decision,
    a_request,
    an_attempt,
    an_employee,
    an_enrollment,
    an_event,
)

pytestmark = pytest.mark.anyio

REVISIONS = [one.revision for one in ScriptDirectory.from_config(running.alembic_config()).walk_revisions()][::-1]

TOLD = replace(a_request(decisions=(a_decision(),), summary=an_enrollment("enrl_2")), number=1)
ATTEMPT, CARD, EVENT = an_attempt(TOLD.id, message="?"), a_card(TOLD.id, ts="1.1", drawn_version=3), an_event(TOLD.id)
EMPLOYEE = an_employee("Zoë O'Brien")
REMARK = Remark(kind=RemarkKind.QUESTION, author="U0MARCUS", text="Which day?", at=NOW)

EVENT_RECORD = EventRecord(
    id=TOLD.id,
    submission_key="V1:0",
    requester="U0NINA",
    employee_id=EMPLOYEE.id,
    employee_name="Zoë O'Brien",
    member_id=EMPLOYEE.member_id,
    event_type="Birth",
    event_date=NOW.date(),
    notes="A daughter",
    seen=("qle_1",),
    had_nameless=False,
    state=RecordState.WAITING,
    version=1,
    asked_at=NOW,
)

ROWS: dict[type[Row], dict[str, Any]] = {
    RequestRow: mapping.request_columns(TOLD),
    DecisionRow: mapping.columns_of(TOLD.decisions[0], request_id=TOLD.id),
    AttemptRow: mapping.columns_of(ATTEMPT),
    CardRow: mapping.columns_of(CARD),
    EventRow: mapping.event_columns(EVENT),
    RemarkRow: mapping.columns_of(REMARK, request_id=TOLD.id, n=1),
    DigestRow: {"approver": "U0MARCUS", "day": NOW.date(), "sent_at": NOW},
    AwayRow: {"user_id": "U0MARCUS", "until": NOW.date(), "changed_at": NOW, "missed_on": None},
    EventRecordRow: mapping.columns_of(EVENT_RECORD, next_at=NOW),
    HomeRow: {
        "user_id": "U0NINA",
        "opened_at": NOW,
        "pages": {"waiting": 2},
        "seq": 1,
        "shown": "hash",
        "look_at": NOW,
        "quiet_until": NOW,
        "rest_until": NOW,
        "claims": 3,
    },
    EmployeeRow: mapping.employee_columns(EMPLOYEE),
    LeaseRow: {"name": "employees", "holder": "one", "until": NOW, "due": NOW, "report": {"count": 7}},
}
"""A row of each table, as the newest revision would hold it."""


@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_database_of_each_revision_keeps_its_rows_and_its_audit_through_the_upgrade(
    empty_database_url: str, revision: str
) -> None:
    _make(empty_database_url, revision)
    migrate.upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with SqlStore(engine, drive_nothing).reading() as work:
        assert await work.requests.get(TOLD.id) == TOLD
        assert list(await work.attempts.of(TOLD.id)) == [ATTEMPT]
        assert list(await work.cards.of(TOLD.id)) == [CARD]
        assert list(await work.events.of(TOLD.id)) == [replace(EVENT, seq=1)]
        assert list(await work.employees.search("zoe", 9)) == [EMPLOYEE]
        assert await work.event_records.get(TOLD.id) in (None, EVENT_RECORD)
    await SqlStore(engine, drive_nothing, Chain("k" * 32)).open_audit(NOW)
    with audit_of(empty_database_url) as audit:
        assert [(line.seq, line.kind, line.number) for line in audit.lines()] == [
            (1, EVENT.kind.value, TOLD.number),
            (2, "chain_begun", None),
        ]
    for forbidden in ("UPDATE bot_event SET actor = 'nobody'", "DELETE FROM bot_event"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            await _run(engine, forbidden)
    await engine.dispose()


def test_every_table_has_a_row_in_this_test() -> None:
    assert {model.__tablename__ for model in ROWS} == set(RequestRow.metadata.tables)


def _make(database_url: str, revision: str) -> None:
    """Tables as of a revision, each with its row, as far as it had those columns."""
    with create_sync_engine(database_url).begin() as connection:
        command.upgrade(running.alembic_config(connection), revision)
        existing = set(sa.inspect(connection).get_table_names())
        for model, columns in ROWS.items():
            table = RequestRow.metadata.tables[str(model.__tablename__)]
            if table.name not in existing:
                continue
            then = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
            connection.execute(sa.insert(table).values({name: columns[name] for name in then & columns.keys()}))


async def _run(engine: AsyncEngine, statement: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(sa.text(statement))
