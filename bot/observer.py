"""Told by the core of what was committed: makes the line in the log and the counts of each fact, so that they agree.

A line has ids, codes and words of our own. Names, reasons and Vitable's messages stay outside, as everywhere in logs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from cachetools import LRUCache

from approvals.model.event import THE_BOT, THE_OPERATOR
from approvals.model.fact import AttemptFinished, EventRecordChanged, Fact, RequestChanged
from bot.metrics.counting import Counts
from handlers.reference import Cause, cause

TOLD = ("attempt", "outcome", "status", "trace", "code", "found", "route")
"""The codes of an audit line that stand in the log too; `trace` as `trace_id`, which it is called elsewhere there."""

REMEMBERED = 1_000
"""Clicks whose cards are waited for."""

log = structlog.get_logger()


class CoreObserver:
    """`approvals.ports.outside.Observer` that logs and counts. It also times how soon a card shows what a click
    changed: `shown` is to be called with what each card shows (`handlers.board.drawing.Shown`)."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._clicks: LRUCache[UUID, list[tuple[int, Cause]]] = LRUCache(REMEMBERED)

    def committed(self, fact: Fact) -> None:
        """Log and count it."""
        match fact:
            case RequestChanged():
                self._request_changed(fact)
            case AttemptFinished():
                self._attempt_finished(fact)
            case EventRecordChanged():
                _event_record_changed(fact)

    def shown(self, request_id: UUID, version: int) -> None:
        """The card of a request shows this version."""
        waiting = self._clicks.pop(request_id, None)
        if waiting is None:
            return
        for changed, why in waiting:
            if changed <= version:
                self._counts.shown(why.seconds)
        if later := [each for each in waiting if each[0] > version]:
            self._clicks[request_id] = later

    def _request_changed(self, fact: RequestChanged) -> None:
        after, why = fact.after, cause()
        if fact.before is not after.status:
            self._counts.changed(after.status)
        if why is not None and why.is_delivery and fact.actor not in (THE_BOT, THE_OPERATOR):
            self._clicks[after.id] = [*self._clicks.get(after.id, ()), (after.version, why)]
        log.info(
            "request_changed",
            number=after.label,
            request_id=str(after.id),
            enrollment=after.enrollment.id,
            employee=after.employee.id,
            **({"qle": after.qle_id} if after.qle_id else {}),
            what=fact.kind.value,
            **({"from": fact.before.value} if fact.before else {}),
            to=after.status.value,
            actor=fact.actor,
            **_told(fact.codes),
            **_milliseconds(why),
        )

    def _attempt_finished(self, fact: AttemptFinished) -> None:
        request, attempt = fact.request, fact.attempt
        if attempt.outcome is not None:
            self._counts.finished(attempt.outcome)
        log.info(
            "attempt_finished",
            number=request.label,
            request_id=str(request.id),
            enrollment=request.enrollment.id,
            **_told(attempt.codes),
            ms=_between(attempt.started_at, attempt.settled_at),
        )


def _event_record_changed(fact: EventRecordChanged) -> None:
    after = fact.after
    log.info(
        "life_event_changed",
        record=str(after.id),
        employee=after.employee_id,
        **({"qle": after.event_id} if after.event_id else {}),
        **({"from": fact.before.value} if fact.before else {}),
        to=after.state.value,
        actor=fact.actor,
        **_told(after.codes),
        **_milliseconds(cause()),
    )


def _told(codes: Mapping[str, str | int]) -> dict[str, Any]:
    told = {name: codes[name] for name in TOLD if name in codes}
    if "trace" in told:
        told["trace_id"] = told.pop("trace")
    return told


def _milliseconds(why: Cause | None) -> dict[str, int]:
    """Since the delivery arrived or the driver's step began; nothing where it was neither."""
    return {} if why is None else {"ms": round(why.seconds * 1000)}


def _between(started: datetime, ended: datetime | None) -> int:
    return 0 if ended is None else round((ended - started).total_seconds() * 1000)
