"""Scenes of recording a life event: the form, what it says instead, and what the requester gets in the end."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from approvals.actions.record_event import NearDuplicates, Recordable
from approvals.model.event_record import EventRecord, RecordOutcome, RecordState
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.event_result import event_result_message
from handlers.blocks.modals.record_event import record_modal, still_recording_modal, unclear_modal
from handlers.carried import RecordFor
from tests.builders import NOW, REQUEST_ID, REQUESTER, TODAY, a_qle, an_employee

Payload = dict[str, Any]


def a_record(**changes: Any) -> EventRecord:  # noqa: ANN401 - fields of an EventRecord
    """Nina has a birth of Ada's recorded, and Vitable took it."""
    ada = an_employee("Ada <Love> & lace")
    record = EventRecord(
        id=REQUEST_ID,
        submission_key="V0VIEW:0",
        requester=REQUESTER,
        employee_id=ada.id,
        employee_name=ada.name,
        member_id=ada.member_id,
        event_type="Birth",
        event_date=TODAY,
        notes="",
        seen=(),
        had_nameless=False,
        state=RecordState.RECORDED,
        version=3,
        asked_at=NOW,
        settled_at=NOW,
        outcome=RecordOutcome.DONE,
        event_id=a_qle().id,
    )
    return replace(record, **changes)


def record_results() -> Iterator[tuple[str, EventRecord]]:
    """A record in each state that a person is told of."""
    refused = {"message": "Too <long> ago", "trace_id": "tr_1", "status_code": 422, "event_id": None}
    not_recorded: dict[str, Any] = {"state": RecordState.NOT_RECORDED, "event_id": None}
    unknown: dict[str, Any] = {"state": RecordState.UNKNOWN, "event_id": None}
    yield "recorded", a_record()
    yield "refused", a_record(**{**not_recorded, **refused, "outcome": RecordOutcome.REFUSED})
    yield "refused_without_words", a_record(**not_recorded, outcome=RecordOutcome.CONFLICT)
    yield "not_reached", a_record(**not_recorded, outcome=RecordOutcome.NOT_REACHED)
    yield "unknown", a_record(**unknown, outcome=RecordOutcome.NO_ANSWER)
    yield "several", a_record(**unknown, outcome=RecordOutcome.SEVERAL)


def record_messages() -> Iterator[tuple[str, Drawn]]:
    """The direct messages."""
    for name, record in record_results():
        yield f"event_result/{name}", event_result_message(record, "Test server" if name == "recorded" else None)


def record_modals() -> Iterator[tuple[str, Payload]]:
    """The form, and what stands in its place."""
    ada, about = an_employee("Ada <Love> & lace"), RecordFor("empl_ada", ("enrl_ada_medical",))
    yield "record_modal/empty", record_modal(ada, about, today=TODAY, server="Test server")
    yield "record_modal/paused", record_modal(ada, about, today=TODAY, is_paused=True)
    facts = Recordable(employee=ada, today=TODAY)
    similar = NearDuplicates((a_qle(), a_qle(id="qle_2", status="denied")), facts)
    asked = about._replace(similar=similar.ids)
    yield "record_modal/similar", record_modal(ada, asked, today=TODAY, similar=similar)
    states = (RecordState.SENDING, RecordState.RECORDED, RecordState.UNKNOWN)
    ours = NearDuplicates((), facts, tuple(a_record(state=state) for state in states))
    yield "record_modal/similar_records", record_modal(ada, about, today=TODAY, similar=ours)
    waiting = a_record(state=RecordState.CHECKING, outcome=RecordOutcome.NO_ANSWER, event_id=None)
    yield "record_modal/still_recording", still_recording_modal(waiting, is_own=True)
    yield "record_modal/still_recording_for_another", still_recording_modal(waiting, is_own=False)
    yield "record_modal/unclear", unclear_modal(dict(record_results())["unknown"])
