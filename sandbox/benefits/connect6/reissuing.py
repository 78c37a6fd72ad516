"""The reissue call of connect-6: it closes an enrollment and opens another, or refuses with a code.

Which codes a real server uses is unknown; that it refuses in these cases follows from its documentation. Whether it
refuses an event that was used before is unknown, too: here it does so for those in `used_events` only, so that one
event can change several enrollments of a person.
"""

from sandbox.benefits.connect6.asking import Asked
from sandbox.benefits.connect6.book import Book, member_id_of
from sandbox.benefits.connect6.calendar import Calendar
from sandbox.benefits.connect6.enrollment_rows import requires_event
from sandbox.benefits.records import Record
from sandbox.benefits.replies import Refusal
from sandbox.benefits.rules import Rules


def reissue(rules: Rules, book: Book, calendar: Calendar, old: Record, asked: Asked) -> Record:
    """The new enrollment. Raises Refusal. A second call on the new one closes that, too."""
    if old["status"] == "inactive":
        raise Refusal(422, "The enrollment is already closed", code="enrollment_already_closed")
    if calendar.ends_this_month(old):
        raise Refusal(422, "The plan year ends this month", code="plan_year_ends_this_month")
    if asked.event_id is not None:
        _check_event(book, old, asked.event_id)
    elif requires_event(book, calendar, old):
        raise Refusal(422, "A qualifying life event is required", code="qualifying_life_event_required")
    return rules.replace(old, asked.event_id, asked.reason, ticket_number=asked.ticket_number)


def _check_event(book: Book, enrollment: Record, event_id: str) -> None:
    event = book.event(event_id)
    if event is None:
        raise Refusal(422, "Qualifying life event not found", code="qualifying_life_event_not_found")
    if event["member_id"] != member_id_of(book.employee(enrollment["employee_id"])):
        raise Refusal(
            422, "The qualifying life event belongs to another member", code="qualifying_life_event_of_another_member"
        )
    if event["status"] != "approved":
        raise Refusal(422, "The qualifying life event is not approved", code="qualifying_life_event_not_approved")
    if event_id in book.world.connect6.used_events:
        raise Refusal(422, "The qualifying life event was used before", code="qualifying_life_event_already_used")
