"""`python -m bot show R-12`: one request for an operator, also while Slack is away. It decides nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from approvals.model.attempt import Attempt
from approvals.model.document import SeenDocument
from approvals.model.event import Event
from approvals.model.newer import NewerRequest
from approvals.model.remark import Remark
from approvals.model.request import Decision, Problem, ReissueRequest
from bot.commands.database import database_at, start_no_driver
from bot.commands.operator_reading import note_names_seen
from bot.commands.terminal import aligned, is_terminal, table
from handlers.words.mrkdwn import one_line
from store.audit.chain import Chain
from store.unit_of_work import SqlStore

LATER_RELEASE = "A later release has changed it: use that release to see more."

LONGEST = 600
"""Characters of a text in one line: more than a reason may have."""

Facts = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A request with everything about it."""

    request: ReissueRequest | NewerRequest
    attempts: Sequence[Attempt]
    events: Sequence[Event]
    remarks: Sequence[Remark]


async def shown(
    database_url: str, number: int, chain: Chain | None, *, named: bool = False, as_json: bool = False
) -> str:
    """One request. Names and texts only if `named`, which the audit notes first. Raises UnknownRequest, Unusable,
    StoreError."""
    async with database_at(database_url) as engine:
        store = SqlStore(engine, start_no_driver)
        if named:
            async with store.reading() as work:
                seen = await work.requests.numbered(number)
            await note_names_seen(engine, database_url, chain, [seen])
        async with store.reading() as work:
            request = await work.requests.numbered(number)
            found = Shown(
                request=request,
                attempts=await work.attempts.of(request.id),
                events=await work.events.of(request.id),
                remarks=await work.remarks.of(request.id) if named else (),
            )
    facts = record(found, named=named)
    return json.dumps(facts, indent=2) if as_json else "\n".join(_lines(facts))


def record(found: Shown, *, named: bool) -> Facts:
    """The request for programs: ids, codes and times; with `named` also names and texts."""
    request = found.request
    about = {"request": request.label, "note": LATER_RELEASE, "id": str(request.id), "requester": request.requester}
    known = _facts(request, named=named) if isinstance(request, ReissueRequest) else about
    decisions = request.decisions if isinstance(request, ReissueRequest) else ()
    lists: Facts = {
        "decisions": [_decision(each, named=named) for each in decisions],
        "attempts": [_attempt(each, named=named) for each in found.attempts],
        "timeline": [_event(each) for each in found.events],
    }
    remarks = {"remarks": [_remark(each) for each in found.remarks]} if named else {}
    return {**known, **remarks, **lists}


def _facts(request: ReissueRequest, *, named: bool) -> Facts:
    facts: Facts = {
        "request": request.label,
        "id": str(request.id),
        "status": request.status.value,
        "on_hold": request.on_hold,
        "since": _at(request.changed_at),
        "revision": request.revision,
        "requester": request.requester,
        "requester_left": request.requester_left,
        "employee_id": request.employee.id,
        "enrollment_id": request.enrollment.id,
        "qle_id": request.qle_id,
        "new_enrollment_id": request.new_enrollment_id,
        "contract": request.contract.value,
        "approvals": f"{len(request.approvals)} of {request.approvals_required}",
        "submitted": _at(request.submitted_at),
        "asked_on": _day(request.asked_on),
        "deadline": _day(request.deadline),
        "lapses_on": _day(request.lapses_on),
        "confirmed_by": request.confirmed_by,
        "names_removed": _at(request.blanked_at),
        "problem": _problem(request.problem, named=named) if request.problem else None,
    }
    if named:
        qle = request.qle
        facts |= {
            "employee": request.employee.name,
            "plan": request.enrollment.selected_plan_name,
            "product": request.product,
            "life_event": None if qle is None else qle.event_type,
            "reason": request.reason,
            "document": _document(request.document),
        }
    return facts


def _problem(problem: Problem, *, named: bool) -> Facts:
    said = {"message": problem.message} if named else {}
    return {"code": problem.code.value, "http_status": problem.status_code, "trace": problem.trace_id, **said}


def _decision(decision: Decision, *, named: bool) -> Facts:
    said = {"reason": decision.reason, "document": _document(decision.document)} if named else {}
    facts = {"approver": decision.approver, "ground": decision.ground, "revision": decision.revision}
    return {"at": _at(decision.at), "verdict": decision.verdict.value, **facts, "void": decision.void, **said}


def _document(seen: SeenDocument | None) -> Facts | None:
    return None if seen is None else seen.model_dump(mode="json")


def _attempt(attempt: Attempt, *, named: bool) -> Facts:
    said = {"message": attempt.message} if named else {}
    return {
        "attempt": attempt.n,
        "at": _at(attempt.started_at),
        "state": attempt.state.value,
        "outcome": attempt.outcome.value if attempt.outcome else None,
        "http_status": attempt.status_code,
        "trace": attempt.trace_id,
        "settled": _at(attempt.settled_at),
        "read_back": _at(attempt.read_back_at),
        **said,
    }


def _event(event: Event) -> Facts:
    """A line of the audit: docs/audit.md explains kinds and codes. It has no names and no texts in any case."""
    return {
        "seq": event.seq,
        "at": _at(event.at),
        "kind": event.kind.value,
        "by": event.actor,
        "codes": dict(event.codes),
    }


def _remark(remark: Remark) -> Facts:
    return {"at": _at(remark.at), "kind": remark.kind.value, "by": remark.author, "text": remark.text}


def _lines(facts: Facts) -> Iterator[str]:
    """The facts for people: one in each line, then the lists."""
    single = {name: value for name, value in facts.items() if not isinstance(value, list) and value not in (None, "")}
    yield from aligned([(name, _text(value)) for name, value in single.items()])
    for name, entries in facts.items():
        if isinstance(entries, list) and entries:
            yield f"\n{name}"
            yield from _framed(entries) if is_terminal() else (f"  {_text(entry)}" for entry in entries)


def _framed(entries: Sequence[Facts]) -> Iterator[str]:
    """The entries of a list as a table, without columns in which nothing stands."""
    told = [name for name in entries[0] if any(entry[name] not in (None, "", {}) for entry in entries)]
    yield table(told, [["" if entry[name] is None else _text(entry[name]) for name in told] for entry in entries])


def _text(value: object) -> str:
    """A value on one line, without characters that would act on a terminal."""
    if isinstance(value, Mapping):
        return "  ".join(
            _text(part) if name in ("at", "kind", "seq", "verdict") else f"{name}={_text(part)}"
            for name, part in value.items()
            if part not in (None, "", {})
        )
    return one_line(str(value), LONGEST)


def _at(instant: datetime | None) -> str | None:
    return None if instant is None else f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
