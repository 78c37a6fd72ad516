"""An example of a request with everything that screens may show. The values are made up, its place is not."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from approvals.model.attempt import Attempt, AttemptState, Baseline
from approvals.model.conversation import Conversation
from approvals.model.digest import Digest, WaitingRequest
from approvals.model.overview import Entry, Overview, SectionPage
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Decision, EmployeeFacts, ReissueRequest, RequestWarning, Verdict
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from benefits.models import Enrollment, QualifyingLifeEvent
from benefits.outcome import OutcomeKind
from bot.settings import Settings
from handlers.blocks.context import CardContext, Detail

REQUEST_ID = UUID(int=0)

REQUESTER, APPROVER = "U00000000R", "U00000000A"

ALL = frozenset({SOLE})
"""Every route, where there is one for everything."""


class Example:
    """The example as it is at `now`."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        self.now, self.today = now, now.date()
        self.server = settings.server
        self.context = CardContext(
            detail=Detail.FULL,
            server=settings.server,
            approvers=settings.approvers,
            today=self.today,
            approvals_channel=settings.approvals_channel,
            escalation_approvers=settings.escalation_approvers,
            conversation=Conversation((self.question,)),
            namesakes=(APPROVER,),
        )

    @property
    def question(self) -> Remark:
        """What an approver asked."""
        return Remark(kind=RemarkKind.QUESTION, author=APPROVER, text="Is the certificate there?", at=self.now)

    @property
    def employee(self) -> EmployeeFacts:
        """Whose enrollment it is."""
        return EmployeeFacts.model_validate(
            {"id": "empl_example", "member_id": "mbr_example", "name": "Example Person", "employer_id": "empr_example"}
        )

    @property
    def enrollment(self) -> Enrollment:
        """The enrollment, with a dependent."""
        person = {
            "dependent_id": "dpnd_example",
            "first_name": "Example",
            "last_name": "Child",
            "relationship": "Child",
        }
        return Enrollment.model_validate(
            {
                "id": "enrl_example",
                "benefit_product_id": "bprd_example",
                "employee_id": "empl_example",
                "plan_year_id": "plyr_example",
                "created_at": self.now,
                "updated_at": self.now,
                "status": "enrolled",
                "coverage_tier": "EC",
                "coverage_start_date": self.today,
                "coverage_end_date": self.today,
                "employee_contribution_cents": 12_050,
                "employer_contribution_cents": 123_450,
                "enrolled_dependents": [person],
                "selected_plan_id": "plan_example",
                "selected_plan_name": "Example plan",
            }
        )

    @property
    def new_enrollment(self) -> Enrollment:
        """The enrollment after a reissue, in which nothing is chosen yet."""
        nothing = dict.fromkeys(
            (
                "coverage_tier",
                "employee_contribution_cents",
                "employer_contribution_cents",
                "selected_plan_id",
                "selected_plan_name",
            )
        )
        opened = {"id": "enrl_example_2", "status": "pending", "enrolled_dependents": ()}
        return Enrollment.model_validate({**self.enrollment.model_dump(), **nothing, **opened})

    @property
    def qle(self) -> QualifyingLifeEvent:
        """The life event."""
        return QualifyingLifeEvent.model_validate(
            {
                "id": "qle_example",
                "member_id": "mbr_example",
                "employee_id": "empl_example",
                "event_type": "Birth",
                "status": "pending",
                "event_date": self.today,
                "enrollment_window_start": self.today,
                "enrollment_window_end": self.today + timedelta(days=10),
            }
        )

    def request(self, status: RequestStatus = RequestStatus.PENDING) -> ReissueRequest:
        """The request in a status, with one of two approvals."""
        approval = Decision(approver=APPROVER, verdict=Verdict.APPROVE, revision=1, ground=APPROVER, at=self.now)
        made = ReissueRequest(
            id=REQUEST_ID,
            number=1,
            submission_key="",
            status=status,
            version=1,
            revision=1,
            requester=REQUESTER,
            employee=self.employee,
            enrollment=self.enrollment,
            qle=self.qle,
            reason="An example",
            warnings=tuple(RequestWarning),
            approvals_required=2,
            submitted_at=self.now,
            changed_at=self.now,
            asked_on=self.today,
            deadline=self.today,
            decisions=(approval,),
            product="Medical",
        )
        return replace(made, summary=self.new_enrollment) if status is RequestStatus.REISSUED else made

    @property
    def attempt(self) -> Attempt:
        """An attempt whose answer was lost."""
        return Attempt(
            request_id=REQUEST_ID,
            n=1,
            token="",
            state=AttemptState.FINISHED,
            started_at=self.now,
            baseline=Baseline(enrollment=self.enrollment, enrollment_ids=("enrl_example",)),
            outcome=OutcomeKind.UNKNOWN,
            settled_at=self.now,
            read_back_at=self.now,
        )

    @property
    def digest(self) -> Digest:
        """Two requests that wait for an approver."""
        return Digest(
            approver=APPROVER, waiting=(WaitingRequest(reissue_request=self.request(), today=self.today),) * 2
        )

    @property
    def overview(self) -> Overview:
        """One request in each section, and more pages."""
        reader = Viewer(user_id=APPROVER, requests=ALL, reads_own=ALL, decides=ALL)
        page = SectionPage(entries=[self.entry], total=41, number=1)
        return Overview(reader, dict.fromkeys(Section, page))

    @property
    def entry(self) -> Entry:
        """The request in a list."""
        return Entry(reissue_request=self.request(), today=self.today)
