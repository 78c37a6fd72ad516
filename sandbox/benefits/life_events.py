"""Recording a life event, as the documented contract has it: each call makes another one, and it waits for a review."""

from datetime import date, timedelta

from sandbox.benefits.replies import Refusal
from sandbox.benefits.rules import WINDOW_DAYS, Rules
from sandbox.benefits.world import Record

EVENT_TYPES = frozenset(
    {"Marriage", "Birth", "Adoption", "Divorce", "Death", "Job Loss", "Reduction In Hours", "Employer Bankruptcy"}
    | {"Medicare Entitlement", "Termination", "Other"}
)
FIELDS = frozenset({"event_type", "event_date", "notes"})


def record_event(rules: Rules, member_id: str, body: object) -> Record:
    """Make a life event for a member. Its window opens on its day and lasts WINDOW_DAYS. Raises Refusal."""
    employees = [one for one in rules.world.employees.values() if (one.get("member") or {}).get("id") == member_id]
    if not employees:
        raise Refusal(404, "Member not found")
    event_type, event_date, notes = _asked(body)
    event: Record = {
        "id": f"{member_id.replace('mbr_', 'qle_', 1)}_new_{len(rules.world.recorded_events) + 1}",
        "member_id": member_id,
        "employee_id": employees[0]["id"],
        "event_type": event_type,
        "event_date": event_date.isoformat(),
        "enrollment_window_start": event_date.isoformat(),
        "enrollment_window_end": (event_date + timedelta(days=WINDOW_DAYS)).isoformat(),
        "status": "pending",
        "notes": notes,
        "reviewed_at": None,
        "reviewed_by": None,
        "created_at": rules.stamp(),
        "updated_at": rules.stamp(),
    }
    rules.world.events[event["id"]] = event
    rules.world.recorded_events.append(event)
    return event


def _asked(body: object) -> tuple[str, date, str | None]:
    if not isinstance(body, dict) or not body.keys() <= FIELDS:
        raise Refusal(400, "The body is not a JSON object of event_type, event_date and notes")
    event_type, event_date, notes = body.get("event_type"), body.get("event_date"), body.get("notes")
    if event_type not in EVENT_TYPES:
        raise Refusal(422, "event_type is not one of the known types")
    if notes is not None and not isinstance(notes, str):
        raise Refusal(422, "notes must be a text")
    try:
        return str(event_type), date.fromisoformat(str(event_date)), notes
    except ValueError as error:
        raise Refusal(422, "event_date must be a date") from error
