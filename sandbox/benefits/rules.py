"""The rules of the API: how many calls it allows, and how enrollments change (a reissue, an election, a colleague)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sandbox.benefits.replies import Refusal
from sandbox.benefits.world import Record, World

REASON_LENGTH = 500
WINDOW_DAYS = 30
"""How long the employee may choose in a new enrollment; only connect-6 tells it."""


@dataclass(frozen=True)
class Rules:
    """Makes the changes that a world allows. `today` returns the date, `now` the time in UTC."""

    world: World
    today: Callable[[], date]
    now: Callable[[], datetime]

    def take_call(self) -> None:
        """Count a call against the budget. Raises Refusal if the budget is spent."""
        if self.world.budget is not None:
            self.world.budget.spend(self.now())

    def reissue(self, enrollment_id: str, body: object) -> Record:
        """Close the enrollment, and open a pending one for the same product and plan year. The employee chooses in it.

        Raises Refusal. Like the real call, it is not idempotent: a second call, on the new enrollment, closes that too.
        """
        old = self.enrollment(enrollment_id)
        qle_id, reason = _asked(body)
        self._check_event(qle_id, old)
        if old["status"] == "inactive":
            raise Refusal(409, "Enrollment is not active")
        return self.replace(old, qle_id, reason)

    def replace(self, old: Record, qle_id: str | None, reason: str | None, **more: object) -> Record:
        """The effect of a reissue, without any check. `more` are further facts for the list of reissues."""
        new, stamp = self._successor(old), self.stamp()
        home = self.world.home_of(old["id"])
        old |= {"status": "inactive", "coverage_end_date": self._last_day(old), "updated_at": stamp}
        home[new["id"]] = new
        self.world.connect6.terminated_at[old["id"]] = stamp
        self.world.connect6.window_ends[new["id"]] = self.today() + timedelta(days=WINDOW_DAYS)
        self.world.reissues.append(
            {
                "n": len(self.world.reissues) + 1,
                "at": self.now().timestamp(),
                "enrollment_id": old["id"],
                "new_enrollment_id": new["id"],
                "qle_id": qle_id,
                "reason": reason,
                **more,
            }
        )
        return new

    def elect(self, enrollment_id: str, plan_id: str | None = None, tier: str | None = None) -> Record:
        """Choose a plan (default: the first) and a tier (default: EE) in a pending enrollment, as the employee does."""
        enrollment = self.enrollment(enrollment_id)
        if enrollment["status"] != "pending":
            raise Refusal(409, "Enrollment is not open for election")
        plans = {plan["id"]: plan for plan in self.world.plans_of(enrollment)}
        plan = plans.get(plan_id or next(iter(plans)))
        cost = plan and next((cost for cost in plan["costs"] if cost["coverage_tier"] == (tier or "EE")), None)
        if plan is None or cost is None:
            raise Refusal(422, "No such plan or tier for this enrollment")
        chosen = {key: cost[key] for key in ("employee_contribution_cents", "employer_contribution_cents")}
        chosen |= {"status": "enrolled", "decision": "enrolled", "coverage_tier": cost["coverage_tier"]}
        chosen |= {"selected_plan_id": plan["id"], "selected_plan_name": plan["name"]}
        chosen |= {"enrolled_dependents": self.world.covered(enrollment["employee_id"], tier)}
        self.world.connect6.answered_at[enrollment_id] = self.stamp()
        return self.touch(enrollment_id, chosen)

    def touch(self, enrollment_id: str, changes: Record) -> Record:
        """Change fields of the enrollment, as a colleague could at any time."""
        enrollment = self.enrollment(enrollment_id)
        enrollment |= changes | {"id": enrollment_id, "updated_at": self.stamp()}
        return enrollment

    def enrollment(self, enrollment_id: str) -> Record:
        """The enrollment with this id. Raises Refusal if there isn't one, or only in another dialect."""
        is_connect6 = self.world.shape == "connect-6"
        shown = self.world.home_of(enrollment_id) if is_connect6 else self.world.enrollments
        if enrollment_id not in shown:
            raise Refusal(404, "Enrollment not found")
        return shown[enrollment_id]

    def stamp(self) -> str:
        """The time now, in the API's format."""
        return self.now().isoformat().replace("+00:00", "Z")

    def _check_event(self, qle_id: str, enrollment: Record) -> None:
        event = self.world.events.get(qle_id)
        if event is None:
            raise Refusal(404, "Qualifying life event not found")
        if event["employee_id"] != enrollment["employee_id"]:
            raise Refusal(422, "The qualifying life event belongs to another member")
        if event["status"] == "denied":
            raise Refusal(422, "The qualifying life event was denied")

    def _successor(self, old: Record) -> Record:
        stem = re.sub(r"_r[0-9]+$", "", old["id"])
        year_end = date(self.today().year, 12, 31)
        return old | {
            "id": f"{stem}_r{len(self.world.reissues) + 1}",
            "status": "pending",
            "coverage_tier": None,
            "coverage_start_date": min(self.today() + timedelta(days=1), year_end).isoformat(),
            "coverage_end_date": year_end.isoformat(),
            "decision": None,
            "employee_contribution_cents": None,
            "employer_contribution_cents": None,
            "enrolled_dependents": [],
            "selected_plan_id": None,
            "selected_plan_name": None,
            "created_at": self.stamp(),
            "updated_at": self.stamp(),
        }

    def _last_day(self, old: Record) -> str:
        today = self.today().isoformat()
        return min(today, old["coverage_end_date"] or today)


def _asked(body: object) -> tuple[str, str | None]:
    if not isinstance(body, dict):
        raise Refusal(400, "The body is not a JSON object")
    qle_id, reason = body.get("qle_id"), body.get("reason")
    if not isinstance(qle_id, str):
        raise Refusal(422, "qle_id is required")
    if reason is not None and (not isinstance(reason, str) or len(reason) > REASON_LENGTH):
        raise Refusal(422, "reason must be a text of at most 500 characters")
    return qle_id, reason
