"""Recording a life event, in words: the form, and what became of it."""

from collections.abc import Sequence
from datetime import date

from approvals.model.event_record import EventRecord, RecordOutcome, RecordState
from approvals.model.request import EmployeeFacts
from benefits.models import QualifyingLifeEvent
from handlers.words.benefits import event_type_words, qle_words
from handlers.words.controls.forms import warned
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn, code, escape, mention, one_line, sentence

EVENT_TYPE, EVENT_DATE, NOTES, IS_IT_ANOTHER = "What happened", "Date", "Notes", "Is it another one?"
CHOOSE_TYPE = "Choose what happened"
NOTES_HINT = (
    "Sent to Vitable with the event; the bot does not keep them. You may leave this empty. At most 500 characters."
)
IS_ANOTHER = "It is another event: record it too"
PAUSED = "Sending to Vitable is switched off at the moment. The event is recorded once it is switched on again."
STILL_RECORDING, UNCLEAR = "Still recording", "Not clear yet"


def what_recording_does(employee: EmployeeFacts) -> Mrkdwn:
    """Above the fields."""
    name = escape(one_line(employee.name))
    return Mrkdwn(
        f"*{name}*\nThe event is recorded in Vitable at once; no one has to approve that. A reissue because of it "
        "still needs approval."
    )


def similar_words(
    employee: EmployeeFacts, similar: Sequence[QualifyingLifeEvent], records: Sequence[EventRecord], today: date
) -> Mrkdwn:
    """Names the events that may be the same one, and those of the bot's records that Vitable does not list."""
    name = escape(one_line(employee.name))
    events = [escape(qle_words(event, today)) for event in similar]
    named = "\n".join(f"• {line}" for line in [*map(_recorded_before, records), *events][:5])
    return warned(f"Nothing was recorded: {name} has a life event that may be the same one.\n{named}")


def recorded_here(record: EventRecord, *, is_listed: bool) -> Mrkdwn:
    """Below the life events of the form: what was recorded. `is_listed`: it can be chosen."""
    not_yet = "Vitable does not list it yet: choose the employee again in a moment."
    return Mrkdwn(f"✅ {_event(record)} is recorded in Vitable. {'It is chosen above.' if is_listed else not_yet}")


def still_recording_words(record: EventRecord, *, is_own: bool) -> Mrkdwn:
    """Said when the result takes longer; `is_own`: this person had it recorded, and no one before them."""
    if not is_own:
        return Mrkdwn(
            f"⏳ {mention(record.requester)} is having the same life event recorded: {_event(record)}. Close this, and "
            "choose the employee again in a minute: then you can choose it."
        )
    return Mrkdwn(
        f"⏳ Vitable has not answered yet about {_event(record)}. You get a direct message with the result. Then go on "
        f"with {_go_on(record)}."
    )


def refused_words(record: EventRecord) -> Mrkdwn:
    """Above the form: why the event was not recorded."""
    return Mrkdwn(f"{_event(record)} was not recorded. {_why(record)}")


def result_words(record: EventRecord) -> Mrkdwn:
    """What became of it: in a direct message."""
    match record.state:
        case RecordState.RECORDED:
            return Mrkdwn(f"✅ {_event(record)} is recorded in Vitable. Go on with {_go_on(record)}.")
        case RecordState.NOT_RECORDED:
            return warned(f"{_event(record)} was not recorded. {_why(record)} To try again: {_go_on(record)}.")
        case _ if record.outcome is RecordOutcome.SEVERAL:
            return warned(
                f"Vitable's answer about {_event(record)} was lost, and it lists several like it now. Look at them in "
                f"{_go_on(record)}."
            )
        case _:
            return warned(
                f"Vitable's answer about {_event(record)} was lost, and its list does not show the event. It may still "
                f"appear: look in {_go_on(record)} before you record it again."
            )


def _why(record: EventRecord) -> str:
    trace = f" (trace id {code(record.trace_id)})" if record.trace_id else ""
    if record.outcome is RecordOutcome.NOT_REACHED:
        return "Vitable could not be reached for half an hour."
    said = sentence(escape(one_line(record.message, 300))) if record.message else "It did not say why."
    return f"Vitable refused it{trace}: {said}"


def _event(record: EventRecord) -> str:
    """Which event of whom, such as "*Birth · 3 Nov 2026* of Tom Becker"."""
    whose = f" of {escape(one_line(record.employee_name))}" if record.employee_name else ""
    return f"*{escape(event_type_words(record.event_type))} · {day(record.event_date)}*{whose}"


def _recorded_before(record: EventRecord) -> Mrkdwn:
    """Which event someone had recorded, and how that stands."""
    event = f"{escape(event_type_words(record.event_type))} · {day(record.event_date)}"
    if record.is_open:
        return Mrkdwn(f"{event}: {mention(record.requester)} is having it recorded now.")
    if record.state is RecordState.RECORDED:
        return Mrkdwn(f"{event}: {mention(record.requester)} had it recorded a moment ago.")
    return Mrkdwn(f"{event}: {mention(record.requester)} had it recorded, and Vitable's answer was lost.")


def _go_on(record: EventRecord) -> Mrkdwn:
    return code(f"/reissue {record.employee_id}")
