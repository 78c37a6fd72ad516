"""`python -m bot list`: the requests for an operator, also while Slack is away."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from approvals.model.status import OPEN, UNDECIDED, RequestStatus
from bot.commands.database import database_at
from bot.commands.operator_reading import note_names_seen
from bot.commands.terminal import table
from bot.unusable import Unusable
from handlers.words.mrkdwn import one_line
from store.audit.chain import Chain
from store.listing import RequestLine, names_of, request_lines

MOST_NAMES = 500
"""Requests that `--names` names at once: each gets an audit line, and other writers wait for them."""

NOTHING = "No request is open."
NOTHING_FITS = "No request fits."


async def listed(
    database_url: str,
    statuses: Collection[RequestStatus],
    chain: Chain | None,
    *,
    ended: bool = False,
    named: bool = False,
    as_json: bool = False,
) -> str:
    """The requests in these statuses: without any the open ones, and with `ended` all. Raises Unusable, StoreError."""
    wanted = statuses or (None if ended else OPEN)
    async with database_at(database_url) as engine:
        lines = await request_lines(engine, wanted)
        names: Mapping[UUID, str] | None = None
        if named:
            if len(lines) > MOST_NAMES:
                raise Unusable(
                    f"These are {len(lines)} requests, and --names names at most {MOST_NAMES}: choose fewer with "
                    "--status, or look at one with `show`."
                )
            await note_names_seen(engine, database_url, chain, lines)
            names = await names_of(engine, [line.id for line in lines])
    today = datetime.now(UTC).date()
    if as_json:
        return json.dumps([record(line, today, names) for line in lines], indent=2)
    if not lines:
        return NOTHING if wanted == OPEN else NOTHING_FITS
    return table(_titles(names), [_cells(line, today, names) for line in lines])


def record(line: RequestLine, today: date, names: Mapping[UUID, str] | None = None) -> dict[str, Any]:
    """A request for programs. Days are counted in UTC, because only Slack knows the requester's time zone."""
    facts: dict[str, Any] = {
        "request": f"R-{line.number}",
        "status": line.status,
        "on_hold": line.on_hold,
        "since": f"{line.changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "deadline": line.deadline and line.deadline.isoformat(),
        "lapses_on": line.lapses_on and line.lapses_on.isoformat(),
        "days_left": _days_left(line, today),
        "requester": line.requester,
        "employee_id": line.employee_id,
        "enrollment_id": line.enrollment_id,
        "attempts": line.attempts,
        "problem": line.problem,
    }
    return facts if names is None else {**facts, "employee": names.get(line.id, "")}


def _titles(names: Mapping[UUID, str] | None) -> list[str]:
    employee = [] if names is None else ["EMPLOYEE"]
    return ["REQUEST", "STATUS", "SINCE (UTC)", "DAYS", "TRIES", "ENROLLMENT", "PROBLEM", *employee]


def _cells(line: RequestLine, today: date, names: Mapping[UUID, str] | None) -> list[str]:
    left = _days_left(line, today)
    return [
        f"R-{line.number}",
        f"{line.status} (on hold)" if line.on_hold else line.status,
        f"{line.changed_at.astimezone(UTC):%Y-%m-%d %H:%M}",
        "-" if left is None else f"{left} (overdue)" if left < 0 else str(left),
        str(line.attempts),
        line.enrollment_id,
        line.problem or "-",
        *([] if names is None else [one_line(names.get(line.id) or "(removed)")]),
    ]


def _days_left(line: RequestLine, today: date) -> int | None:
    """The days until the deadline, negative after it; None if the request does not wait for a person or has none."""
    if line.deadline is None or line.status not in UNDECIDED:
        return None
    return (line.deadline - today).days
