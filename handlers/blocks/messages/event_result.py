"""The direct message about a life event that was recorded, or was not."""

from approvals.model.event_record import EventRecord
from handlers.blocks.drawn import Drawn
from handlers.blocks.facts import server_note
from handlers.blocks.parts import message, paragraph
from handlers.words.recorded_events import result_words


def event_result_message(record: EventRecord, server: str | None) -> Drawn:
    """The result, and how to go on."""
    return message([paragraph(result_words(record)), server_note(server)])
