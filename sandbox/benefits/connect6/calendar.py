"""What the calendar says of an enrollment: its window, its plan year, and the statuses that follow from them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sandbox.benefits.connect6_state import Connect6State, PlanYear
from sandbox.benefits.records import Record
from sandbox.benefits.rules import WINDOW_DAYS

ANSWERS = {"enrolled": "Enrolled", "waived": "Waived"}
HALF_A_YEAR = 182
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Calendar:
    """Reads an enrollment as of a day."""

    state: Connect6State
    today: date

    def answer(self, enrollment: Record) -> str | None:
        """What the employee answered, Enrolled or Waived; None if they didn't. Closing does not change it."""
        status = str(enrollment.get("status"))
        return ANSWERS.get(status) or ANSWERS.get(str(enrollment.get("decision")) if status == "inactive" else "")

    def answered_at(self, enrollment: Record) -> str | None:
        """When they answered; one hour after the enrollment was created if nothing else is known."""
        if self.answer(enrollment) is None:
            return None
        created = _moment(enrollment.get("created_at"))
        default = (created + HOUR).isoformat().replace("+00:00", "Z") if created else None
        return self.state.answered_at.get(enrollment["id"], default)

    def terminated_at(self, enrollment: Record) -> str | None:
        """When the enrollment was closed."""
        if enrollment.get("status") != "inactive":
            return None
        return self.state.terminated_at.get(enrollment["id"], enrollment.get("updated_at"))

    def issued(self, enrollment: Record) -> date:
        """The day on which the enrollment was created, in UTC."""
        created = _moment(enrollment.get("created_at"))
        return created.date() if created else self.today

    def window_end(self, enrollment: Record) -> date | None:
        """The last day on which the employee could answer; None for an enrollment without an answer and without end."""
        answered = self.answer(enrollment) is not None
        default = self.issued(enrollment) + timedelta(days=WINDOW_DAYS) if answered else None
        return self.state.window_ends.get(enrollment["id"], default)

    def is_within_window(self, enrollment: Record) -> bool:
        """Whether the employee can answer today."""
        end = self.window_end(enrollment)
        return end is None or self.today <= end

    def election_status(self, enrollment: Record) -> str:
        """The answer, or else whether there can still be one. A status that the API doesn't have yet stays as it is."""
        if answer := self.answer(enrollment):
            return answer
        if enrollment.get("status") not in ("pending", "inactive"):
            return str(enrollment.get("status")).title()
        return "Pending" if self.is_within_window(enrollment) else "Expired"

    def policy_status(self, enrollment: Record) -> str | None:
        """Where the coverage stands; None unless the employee enrolled."""
        if self.answer(enrollment) != "Enrolled":
            return None
        today = self.today.isoformat()
        if enrollment.get("status") == "inactive" or str(enrollment.get("coverage_end_date") or today) < today:
            return "Coverage Ended"
        return "Coverage Upcoming" if str(enrollment.get("coverage_start_date")) > today else "Coverage Effective"

    def plan_year(self, enrollment: Record) -> PlanYear:
        """The plan year of an enrollment."""
        return self.state.plan_years.get(str(enrollment.get("plan_year_id")), PlanYear())

    def plan_year_end(self, enrollment: Record) -> date:
        """The last day of the plan year. Usually it is far away, so that most enrollments can be reissued all year."""
        year = str(enrollment.get("plan_year_id"))[-4:]
        if year.isdigit() and int(year) < self.today.year:
            return date(int(year), 12, 31)
        return self.plan_year(enrollment).ends or last_day_of_month(self.today + timedelta(days=HALF_A_YEAR))

    def ends_this_month(self, enrollment: Record) -> bool:
        """Whether this is the last month of the plan year: then no enrollment can start."""
        end = self.plan_year_end(enrollment)
        return (end.year, end.month) == (self.today.year, self.today.month)


def last_day_of_month(day: date) -> date:
    """The last day of the month of that day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _moment(stamp: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(stamp))
    except ValueError:
        return None
