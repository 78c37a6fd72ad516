"""A request, its decisions and its problem: frozen values that reach nothing outside."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from approvals.errors import InvalidSubmission
from approvals.model.conditions import Quorum
from approvals.model.document import SeenDocument
from approvals.model.status import UNDECIDED, RequestStatus, Verb
from approvals.model.transitions import status_after
from benefits.contract import Contract
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId
from benefits.models import Employee, Enrollment, QualifyingLifeEvent

REASON_LIMIT = 500
"""Characters the API accepts as a reason (reissue call, `reason`)."""


class RequestWarning(StrEnum):
    """What approvers must know about a request. It may be sent despite these warnings."""

    QLE_PENDING = "qle_pending"
    """The qualifying life event is not approved yet."""
    WINDOW_CLOSED = "window_closed"
    """The enrollment window has ended."""
    WINDOW_NOT_OPEN = "window_not_open"
    """The enrollment window has not begun."""
    OPENED_BY_US = "opened_by_us"
    """This bot opened the enrollment itself, by an earlier reissue."""


class Verdict(StrEnum):
    """The answer of an approver."""

    APPROVE = "approve"
    DENY = "deny"


class ProblemCode(StrEnum):
    """Why a request failed or is unknown."""

    CHANGED_SINCE_APPROVAL = "changed_since_approval"
    """The enrollment was no longer the one that was approved; nothing was sent."""
    NOT_FOUND = "not_found"
    """The API does not have the enrollment; nothing was sent."""
    REFUSED = "refused"
    """The API refused the reissue."""
    CONFLICT = "conflict"
    """The API reported a conflict, and nothing had changed."""
    NOT_REACHED = "not_reached"
    """The API could not be reached for a long time; nothing was sent."""
    NO_ANSWER = "no_answer"
    """The reissue was sent, its answer was lost, and reading back found nothing new."""
    WRONG_KEY = "wrong_key"
    """The API does not accept the bot's key; nothing was sent, and the request is on hold."""
    NO_ACCESS = "no_access"
    """The bot's key has no access to the enrollment; nothing was sent, and the request is on hold."""
    LAST_MONTH = "last_month"
    """The plan year ends this month, so that nothing can be reissued; nothing was sent."""
    EVENT_NEEDED = "event_needed"
    """The reissue needs a life event now, and the request has none; nothing was sent."""
    EVENT_NOT_APPROVED = "event_not_approved"
    """The life event is not approved (any more); nothing was sent."""
    OTHER_CONTRACT = "other_contract"
    """The request was made when the bot spoke another contract of the API; nothing was sent."""
    RESTORED = "restored"
    """The database is a restored backup: the reissue may have been sent after the backup was taken."""


class Problem(BaseModel):
    """Why a request does not go on, with the API's own message (foreign text) and trace id.

    `window_ended` is the last day of the life event's window, if that was over when the API refused the reissue.
    `left_out` is the number of unreadable records when reading back found nothing. `at` (UTC) comes with RESTORED: a
    reissue may have been sent up to this time without being written down. `unsettled` comes with a closed request: a
    try may have taken effect after all. It is None for one that an earlier release closed.
    """

    model_config = ConfigDict(frozen=True)

    code: ProblemCode
    message: str | None = None
    trace_id: str | None = None
    status_code: int | None = None
    window_ended: date | None = None
    left_out: int = 0
    at: datetime | None = None
    unsettled: bool | None = None

    @property
    def may_have_taken_effect(self) -> bool:
        """Whether a try of a closed request may have taken effect. Without a note of that, its code has to tell: a
        conflict may have been settled by reading back, but nothing else in the problem says so."""
        return self.code in MAY_STAY_OPEN if self.unsettled is None else self.unsettled


MAY_STAY_OPEN = frozenset({ProblemCode.NO_ANSWER, ProblemCode.CONFLICT, ProblemCode.RESTORED})
"""Problems that may leave it unclear for ever whether a try took effect."""


class EmployeeFacts(BaseModel):
    """The facts about an employee that a card needs.

    `employer_name` is shown beside the name; "" where the name alone tells who is meant.
    """

    model_config = ConfigDict(frozen=True)

    id: EmployeeId
    member_id: MemberId
    name: str
    employer_id: EmployerId | None
    employer_name: str = ""

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        """As JSON. Earlier releases wrote no `employer_name`, and what was approved then must stay the same text."""
        written: dict[str, object] = write(self)
        return written if self.employer_name else {key: one for key, one in written.items() if key != "employer_name"}

    @classmethod
    def of(cls, employee: Employee, employer_name: str = "") -> Self:
        """The facts about an employee of the API."""
        return cls(
            id=employee.id,
            member_id=employee.member.id,
            name=employee.name,
            employer_id=employee.employer_id,
            employer_name=employer_name,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """One approver's verdict on one revision.

    `ground` is the user or group id that made them an approver. `reason` is why they denied, or their note if they
    approved. `void` says why it no longer counts: the name of the
    refusal that they would get today; None while it counts. `document` is the one that
    an approver saw, where that is asked.
    """

    approver: str
    verdict: Verdict
    revision: int
    ground: str
    at: datetime
    reason: str | None = None
    void: str | None = None
    document: SeenDocument | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Revised:
    """A requester's changes to what approvers judge, with the warnings, last days and quorum that follow from them.

    `asked_on` is the day on which this life event was asked for, `document` the one that the requester saw.
    """

    reason: str
    qle: QualifyingLifeEvent | None
    warnings: tuple[RequestWarning, ...]
    deadline: date | None
    lapses_on: date
    asked_on: date
    quorum: Quorum
    document: SeenDocument | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReissueRequest:
    """One request to reissue one enrollment.

    `version` counts every change, `revision` only changes to what approvers judge. `enrollment` and `qle` are as read
    at submission (no `qle` where none is needed) in the `contract` that was spoken then; `product` is the name of the
    enrollment's product. `asked_on` is the day of the request in the requester's zone of that time, `deadline` the last
    day for a decision in time, and `lapses_on` the last day for one at all (None in requests of earlier releases).
    `new_enrollment_id` is the enrollment after the reissue if the API named it, and `summary` is that one as last read.
    `category` is the kind of its benefit, as routes compare it; None if Vitable did not tell, or an earlier release
    stored the request. `on_hold` says that the request is approved but nothing is sent for now. All times are UTC:
    `next_at` is when a driver must look again, `changed_at` when the status last changed. Some things happen at most
    once: `escalated_at` is when more approvers were asked, `overdue_at` is when it was found that the deadline had
    passed without a decision, `election_reminded_at` when the requester was reminded of the employee's election,
    `blanked_at` when names and free text were removed. `requester_left` says why the requester was last found to be no
    longer entitled (the name of the refusal that they would get); None while they are. `document` is the one that its
    requester saw, where that is asked; after *Take over* it is still what the earlier requester saw.
    """

    id: UUID
    number: int
    submission_key: str
    status: RequestStatus
    version: int
    revision: int
    requester: str
    employee: EmployeeFacts
    enrollment: Enrollment
    qle: QualifyingLifeEvent | None
    reason: str
    warnings: tuple[RequestWarning, ...]
    approvals_required: int
    submitted_at: datetime
    changed_at: datetime
    asked_on: date
    deadline: date | None
    decisions: tuple[Decision, ...] = ()
    problem: Problem | None = None
    summary: Enrollment | None = None
    contract: Contract = Contract.DOCUMENTED
    new_enrollment_id: EnrollmentId | None = None
    product: str = ""
    confirmed_by: str | None = None
    on_hold: bool = False
    escalated_at: datetime | None = None
    election_reminded_at: datetime | None = None
    blanked_at: datetime | None = None
    requester_left: str | None = None
    lapses_on: date | None = None
    overdue_at: datetime | None = None
    category: str | None = None
    next_at: datetime | None = None
    group_id: UUID | None = None
    document: SeenDocument | None = None

    @property
    def label(self) -> str:
        """The number in the form that people write, such as R-12."""
        return f"R-{self.number}"

    @property
    def employer_id(self) -> EmployerId | None:
        """The id of the employee's employer, if Vitable tells it."""
        return self.employee.employer_id

    @property
    def approvals(self) -> tuple[Decision, ...]:
        """The approvals of the current revision that count."""
        return tuple(d for d in self._given if d.void is None)

    @property
    def void_approvals(self) -> tuple[Decision, ...]:
        """The approvals of the current revision by people who left, and who have not approved again."""
        return tuple(d for d in self._given if d.void is not None)

    @property
    def denial(self) -> Decision | None:
        """The decision that denied the request."""
        return next((d for d in self.decisions if d.verdict is Verdict.DENY), None)

    @property
    def qle_id(self) -> QleId | None:
        """The id of the life event, if the request has one."""
        return None if self.qle is None else self.qle.id

    @property
    def window_end(self) -> date | None:
        """The last day of the life event's enrollment window, if that is known."""
        return None if self.qle is None else self.qle.enrollment_window_end

    @property
    def is_overdue(self) -> bool:
        """Whether it still waits for a decision although its deadline has passed."""
        return self.overdue_at is not None and self.status in UNDECIDED

    @property
    def is_asked_late(self) -> bool:
        """Whether the life event's window had ended before it was asked for."""
        return self.window_end is not None and self.window_end < self.asked_on

    @property
    def decide_until(self) -> date | None:
        """The last day for a decision: the deadline, or once that has passed, the day on which the request lapses."""
        return self.lapses_on if self.is_overdue else self.deadline

    @property
    def awaits_summary(self) -> bool:
        """Whether the reissue is done, and the enrollment after it is still to be read."""
        return self.status is RequestStatus.REISSUED and self.summary is None and self.new_enrollment_id is not None

    @property
    def awaits_election(self) -> bool:
        """Whether the employee still has to choose in the new enrollment."""
        return self.status is RequestStatus.REISSUED and self.summary is not None and self.summary.status == "pending"

    @property
    def is_closed_unknown(self) -> bool:
        """Whether it was closed without knowing whether a try took effect."""
        problem = self.problem if self.status is RequestStatus.CLOSED else None
        return problem is not None and problem.may_have_taken_effect

    @property
    def election_end(self) -> date | None:
        """The last day on which the employee may choose: the end of the new enrollment's window, or of the life event's
        where the API does not tell that; None if neither is known."""
        told = None if self.summary is None else self.summary.window_end
        return told or self.window_end

    @property
    def _given(self) -> tuple[Decision, ...]:
        given = (d for d in self.decisions if d.verdict is Verdict.APPROVE and d.revision == self.revision)
        return tuple({decision.approver: decision for decision in given}.values())

    def after(self, verb: Verb, now: datetime) -> Self:
        """The request after a verb; raises NoLongerPossible if its status does not allow the verb."""
        return replace(self, status=status_after(self.status, verb), version=self.version + 1, changed_at=now)

    def with_next_version(self) -> Self:
        """The request with a new version and an unchanged status: its cards are drawn again."""
        return replace(self, version=self.version + 1)


class OpenRequestExists(InvalidSubmission):
    """An open request exists already for each of these enrollments. There is at least one in `others`."""

    def __init__(self, *others: ReissueRequest) -> None:
        super().__init__("enrollment", "open_request_exists")
        self.others = others

    @property
    def other(self) -> ReissueRequest:
        """The first of them."""
        return self.others[0]
