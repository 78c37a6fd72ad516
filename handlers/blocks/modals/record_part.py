"""The part of the request modal about recording a life event: the button, and what was recorded in this form."""

from dataclasses import dataclass

from approvals.model.choices import Choices, Obstacle
from approvals.model.event_record import EventRecord
from handlers.blocks.drawn import Block
from handlers.blocks.elements import actions, button, context
from handlers.ids import ActionId
from handlers.words.controls.buttons import label_of
from handlers.words.recorded_events import recorded_here

WITHOUT_EVENT = frozenset({Obstacle.NO_EVENTS, Obstacle.EVENTS_DENIED, Obstacle.EVENTS_IN_REVIEW})
"""What stands in the way of a request and is gone once an event was recorded."""


@dataclass(frozen=True, slots=True)
class RecordPart:
    """The blocks below the life events; `event_id` is the event that was recorded and is chosen now."""

    blocks: tuple[Block, ...] = ()
    event_id: str = ""


NOTHING_RECORDED = RecordPart()


def record_part(choices: Choices, recorded: EventRecord | None) -> RecordPart:
    """The button, where an event would help; and the line about the event that was recorded."""
    if choices.obstacle is not None and choices.obstacle not in WITHOUT_EVENT:
        return NOTHING_RECORDED
    is_listed = choices.chosen_event is not None
    said = [context(recorded_here(recorded, is_listed=is_listed))] if recorded else []
    press = actions([button(label_of(ActionId.RECORD_EVENT), ActionId.RECORD_EVENT.value, choices.employee.id)])
    return RecordPart((*said, press), choices.chosen_qle or "" if recorded else "")
