"""Who may request and who may decide, as configured."""

from dataclasses import dataclass
from datetime import date

from approvals.model.conditions import Condition, ConditionKind, Quorum
from approvals.model.document import SeenBy
from approvals.model.likeness import Likeness
from approvals.model.request import ReissueRequest
from approvals.rules.deadlines import lapse_of
from benefits.models import Enrollment, QualifyingLifeEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The rules of one route, or without routes of the whole workspace.

    `route` is the route's name: "" where one policy is for everything, None where no route applies. `approvers` and
    `requesters` are user ids (`U…`, `W…`) and user-group ids (`S…`). Without `requesters` the members of the approvals
    channel may request, provided that it is private. A request is open for decisions for `request_ttl_days`, but with
    `expire_at_window_end` no longer than the life event's window. `escalation_approvers` are asked too once it has
    `escalate_days_before` days left, or fewer. If a condition of `second_approval_when` holds, at least two approvals
    are needed. `seen_by` says who has to have seen a document of the life event.
    """

    approvals_channel: str
    approvers: tuple[str, ...]
    requesters: tuple[str, ...] = ()
    approvals_required: int = 1
    request_ttl_days: int = 30
    expire_at_window_end: bool = False
    escalation_approvers: tuple[str, ...] = ()
    escalate_days_before: int = 3
    second_approval_when: tuple[Condition, ...] = ()
    seen_by: SeenBy = SeenBy.NO_ONE
    route: str | None = ""

    @property
    def route_code(self) -> dict[str, str]:
        """The route as an audit code; none without routes."""
        return {"route": self.route} if self.route else {}

    def approvers_of(self, reissue_request: ReissueRequest) -> tuple[str, ...]:
        """Who decides on a request (user and group ids): the escalation approvers too, once they were asked."""
        more = self.escalation_approvers if reissue_request.escalated_at is not None else ()
        return tuple(dict.fromkeys((*self.approvers, *more)))

    def quorum(
        self,
        enrollment: Enrollment,
        qle: QualifyingLifeEvent | None,
        asked_on: date,
        requester: Likeness = Likeness.OTHER,
    ) -> Quorum:
        """How many approvals a request needs; conditions are named only if they raise the number.

        `asked_on` is the day of the request in the requester's time zone, `requester` is how the requester is like the
        employee.
        """
        if self.approvals_required > 1:
            return Quorum(self.approvals_required, requester=requester)
        held = tuple(each for each in self.second_approval_when if each.holds(enrollment, qle, asked_on, requester))
        return Quorum(2 if held or requester is Likeness.NAMESAKE else 1, held, requester)

    def latest_day(self, reissue_request: ReissueRequest) -> date:
        """The day until which a request can be kept open.

        One that an earlier release stored has none of its own. If its deadline is the end of a window, it stays open as
        long as a new one would; otherwise its deadline is what was promised, and is counted in its requester's zone.
        """
        deadline = reissue_request.deadline
        if reissue_request.lapses_on is not None:
            return reissue_request.lapses_on
        if deadline is not None and deadline != reissue_request.window_end:
            return deadline
        latest = lapse_of(reissue_request.enrollment, reissue_request.asked_on, self.request_ttl_days)
        return latest if deadline is None else max(deadline, latest)

    def lapses_on(self, reissue_request: ReissueRequest) -> date:
        """The last day on which a request can be decided."""
        deadline = reissue_request.deadline
        return deadline if self.expire_at_window_end and deadline else self.latest_day(reissue_request)

    def needed_after(self, approver: Likeness | None) -> tuple[int, tuple[Condition, ...]]:
        """The least number of approvals once a person approves who is like the employee in this way, and the conditions
        that hold."""
        if approver is None or approver.is_checked or self.approvals_required > 1:
            return 1, ()
        held = tuple(each for each in self.second_approval_when if each.kind is ConditionKind.NOT_MATCHED)
        return (2 if held or approver is Likeness.NAMESAKE else 1), held


def is_group(subject_id: str) -> bool:
    """Whether an id names a user group rather than a person (Slack: `S…`)."""
    return subject_id.startswith("S")
