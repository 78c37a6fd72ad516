"""The modal behind *Record an event…*: what happened, when, and notes. It stands on top of the request modal."""

from datetime import date
from typing import Any

from approvals.actions.record_event import NearDuplicates
from approvals.model.event_record import EventRecord
from approvals.model.request import EmployeeFacts
from benefits.life_event import EVENT_TYPES
from handlers.blocks.drawn import Block
from handlers.blocks.elements import (
    checkboxes,
    context,
    date_picker,
    entry,
    hint,
    option,
    section,
    static_select,
    text_area,
)
from handlers.blocks.facts import server_note
from handlers.blocks.modals.modal import form
from handlers.blocks.modals.notices import notice_modal
from handlers.carried import RecordFor
from handlers.ids import ActionId, BlockId, CallbackId, depending_on
from handlers.words.benefits import event_type_words
from handlers.words.controls.dialogs import record_form_words
from handlers.words.controls.forms import warned
from handlers.words.recorded_events import (
    CHOOSE_TYPE,
    EVENT_DATE,
    EVENT_TYPE,
    IS_ANOTHER,
    IS_IT_ANOTHER,
    NOTES,
    NOTES_HINT,
    PAUSED,
    STILL_RECORDING,
    UNCLEAR,
    result_words,
    similar_words,
    still_recording_words,
    what_recording_does,
)

TICKED = "another"
LONGEST_ID = 255


def record_modal(
    employee: EmployeeFacts,
    about: RecordFor,
    *,
    today: date,
    similar: NearDuplicates | None = None,
    is_paused: bool = False,
    server: str | None = None,
) -> dict[str, Any]:
    """Asks for a life event of an employee; `similar` are events that may be the same one."""
    options = [option(event_type_words(each), each) for each in EVENT_TYPES]
    kind = static_select(ActionId.EVENT_TYPE.value, CHOOSE_TYPE, options)
    blocks = [
        *server_note(server).blocks,
        section(what_recording_does(employee)),
        *([context(warned(PAUSED))] if is_paused else []),
        *_similar(employee, similar, today),
        entry(BlockId.EVENT_TYPE.value, EVENT_TYPE, kind),
        entry(BlockId.EVENT_DATE.value, EVENT_DATE, date_picker(ActionId.EVENT_DATE.value)),
        entry(BlockId.NOTES.value, NOTES, text_area(ActionId.NOTES.value), optional=True, hint=hint(NOTES_HINT)),
    ]
    return form(CallbackId.RECORD_EVENT, record_form_words(), blocks, str(about))


def still_recording_modal(record: EventRecord, *, is_own: bool) -> dict[str, Any]:
    """Says that the result is not known yet, and how the person gets to know it."""
    return notice_modal(STILL_RECORDING, still_recording_words(record, is_own=is_own))


def unclear_modal(record: EventRecord) -> dict[str, Any]:
    """Says that the outcome is unknown."""
    return notice_modal(UNCLEAR, result_words(record))


def _similar(employee: EmployeeFacts, similar: NearDuplicates | None, today: date) -> list[Block]:
    if similar is None:
        return []
    block_id = depending_on(BlockId.SIMILAR, ",".join(similar.ids))[:LONGEST_ID]
    tick = checkboxes(ActionId.SIMILAR.value, [option(IS_ANOTHER, TICKED)], ())
    return [
        section(similar_words(employee, similar.events, similar.records, today)),
        entry(block_id, IS_IT_ANOTHER, tick, optional=True),
    ]
