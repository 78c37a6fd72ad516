"""How connect-6 writes a life event: without dates, and with the event types of the official client."""

from sandbox.benefits.records import Record

TYPES = {
    "birth": ("had_baby", "Having a baby"),
    "marriage": ("married", "Getting married"),
    "divorce": ("divorced", "Getting divorced or legally separated"),
    "adoption": ("adopted_child", "Adopting a child"),
    "death": ("death_of_spouse_or_dependent", "Death of a covered spouse or dependent"),
    "job loss": ("lost_job_based_coverage", "Losing job-based health insurance"),
    "termination": ("lost_job_based_coverage", "Losing job-based health insurance"),
    "loss_of_coverage": ("lost_job_based_coverage", "Losing job-based health insurance"),
    "relocation": (
        "moved_to_new_coverage_area",
        "Moving to a new ZIP code, county, or state where different plans are available",
    ),
}
OTHER = ("other", "Other")


def event_row(event: Record) -> Record:
    """An event in the list of its member. A kind that the client's list of types doesn't have is `other`."""
    kind = str(event.get("event_type"))
    event_type, label = TYPES.get(kind.lower(), OTHER)
    return {
        "id": event["id"],
        "event_type": event_type,
        "event_type_label": label,
        "other_event": kind if event_type == "other" else None,
        "status": event.get("status"),
        "submitted_at": event.get("created_at"),
    }
