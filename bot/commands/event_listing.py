"""`python -m bot events`: life events that are being recorded, or whose outcome is unknown, for an operator."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from approvals.model.event_record import EventRecord
from bot.commands.database import database_at, start_no_driver
from bot.commands.terminal import table
from store.unit_of_work import SqlStore

NONE = "No life event is being recorded, and none has an unknown outcome."
TITLES = ("RECORD", "STATE", "ASKED (UTC)", "SENT (UTC)", "EMPLOYEE", "REQUESTER", "OUTCOME", "HTTP", "TRACE")


async def unsettled_in(database_url: str) -> Sequence[EventRecord]:
    """The records in a database that are open or unknown, oldest first. Raises Unusable, StoreError."""
    async with database_at(database_url) as engine, SqlStore(engine, start_no_driver).reading() as work:
        return await work.event_records.unsettled()


async def events_listed(database_url: str, *, as_json: bool = False) -> str:
    """The same in lines, or as JSON: ids, states and times. It never says what happened to whom."""
    records = await unsettled_in(database_url)
    if as_json:
        return json.dumps([_facts(record) for record in records], indent=2)
    if not records:
        return NONE
    return table(TITLES, [_cells(record) for record in records])


def _facts(record: EventRecord) -> dict[str, Any]:
    return {
        "record": str(record.id),
        "state": record.state.value,
        "asked": _at(record.asked_at),
        "sent": _at(record.started_at),
        "employee_id": record.employee_id,
        "requester": record.requester,
        "outcome": record.outcome and record.outcome.value,
        "http_status": record.status_code,
        "trace": record.trace_id,
    }


def _cells(record: EventRecord) -> list[str]:
    return [str(value) if value is not None else "-" for value in _facts(record).values()]


def _at(instant: datetime | None) -> str | None:
    return None if instant is None else f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
