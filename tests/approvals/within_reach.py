"""What the core can do, under the short names that tests call it by."""

from dataclasses import dataclass

from approvals.actions.approve_several import SeveralApprovals
from approvals.actions.ask import Questions
from approvals.actions.decide import Decisions
from approvals.actions.details import Inspections
from approvals.actions.group import GroupDecisions
from approvals.actions.overview import OverviewReader
from approvals.actions.record_event import EventRecords
from approvals.actions.request_again import EarlierRequests
from approvals.actions.resolve import Resolutions
from approvals.actions.revise import Revisions
from approvals.actions.submit import Submissions
from approvals.actions.take_over import TakeOvers
from approvals.core import Core
from approvals.driver.advance import RequestDriver
from approvals.driver.event_record import EventRecordDriver
from approvals.upkeep.digests import DigestSender


@dataclass(kw_only=True)
class WithinReach:
    """The use cases and drivers of a core."""

    core: Core

    @property
    def submissions(self) -> Submissions:
        """What submitting a form does."""
        return self.core.use_cases.submissions

    @property
    def decisions(self) -> Decisions:
        """What approvers and requesters decide."""
        return self.core.use_cases.decisions

    @property
    def together(self) -> GroupDecisions:
        """What is decided on several requests at once."""
        return self.core.use_cases.group_decisions

    @property
    def several_approvals(self) -> SeveralApprovals:
        """What approvers decide at once."""
        return self.core.use_cases.several_approvals

    @property
    def take_overs(self) -> TakeOvers:
        """What a requester takes over from one who left."""
        return self.core.use_cases.take_overs

    @property
    def questions(self) -> Questions:
        """What approvers ask."""
        return self.core.use_cases.questions

    @property
    def revisions(self) -> Revisions:
        """What requesters answer and change."""
        return self.core.use_cases.revisions

    @property
    def resolutions(self) -> Resolutions:
        """What approvers do about an outcome."""
        return self.core.use_cases.resolutions

    @property
    def inspections(self) -> Inspections:
        """What is shown of a request."""
        return self.core.use_cases.inspections

    @property
    def earlier_requests(self) -> EarlierRequests:
        """What can be requested again."""
        return self.core.use_cases.earlier_requests

    @property
    def event_records(self) -> EventRecords:
        """What has a life event recorded."""
        assert self.core.use_cases.event_records is not None
        return self.core.use_cases.event_records

    @property
    def event_driver(self) -> EventRecordDriver:
        """What the bot does next with a life event."""
        assert self.core.event_driver is not None
        return self.core.event_driver

    @property
    def overview(self) -> OverviewReader:
        """What concerns a person."""
        return self.core.use_cases.overview

    @property
    def driver(self) -> RequestDriver:
        """What the bot does next by itself."""
        return self.core.driver

    @property
    def digest_sender(self) -> DigestSender:
        """What the clock sends."""
        return self.core.digest_sender
