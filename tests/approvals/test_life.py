"""A request's whole life: these things stay true in any order of what people, the clock and the API do."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from approvals.errors import Refusal
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.status import RequestStatus, Verb
from approvals.model.transitions import TRANSITIONS
from approvals.rules import lifecycle
from benefits.models import Enrollment
from tests.approvals.model.test_status import BY_VERB
from tests.builders import NOW, a_decision, a_new_enrollment, a_request, an_enrollment

APPROVERS = ("U0MARCUS", "U0PRIYA", "U0ZOE")
OVER = {"reissued", "withdrawn", "denied", "expired", "closed"}
SUMMARIES = st.sampled_from([an_enrollment(), a_new_enrollment(), a_new_enrollment(status="enrolled")])
DECISIONS = {Verb.APPROVE, Verb.DENY}
OTHER_VERBS = sorted(set(Verb) - DECISIONS)

Try = Callable[[ReissueRequest], ReissueRequest]


def other_verbs_of(status: RequestStatus) -> list[Verb]:
    """The verbs, besides decisions, that lead somewhere from a status."""
    return sorted({verb for origin, verb in TRANSITIONS if origin is status} - DECISIONS)


class Life(RuleBasedStateMachine):
    """One request, and everything observed about it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.request: ReissueRequest = a_request()
        self.path: list[ReissueRequest] = []
        self.verb = ""

    @initialize(required=st.integers(1, 3))
    def submitted(self, required: int) -> None:
        """It begins by being asked for."""
        self.request = a_request(approvals_required=required)
        self.path = [self.request]

    @rule(who=st.sampled_from(APPROVERS), verdict=st.sampled_from(Verdict), behind=st.sampled_from([0, 0, 0, 1, -1]))
    def decide(self, who: str, verdict: Verdict, behind: int) -> None:
        """Authority let an approver through, who looked at a card that may be outdated."""
        revision = self.request.revision - behind
        decision = a_decision(approver=who, verdict=verdict, revision=revision, at=self.now)
        self.attempted(verdict.value, lambda before: lifecycle.decide(before, decision))
        if self.path[-1] is not self.path[-2]:
            assert behind == 0

    @rule(verb=st.sampled_from(OTHER_VERBS))
    def anything(self, verb: Verb) -> None:
        """A person, the clock or the bot tries something, whether it is possible or not."""
        self.attempted(verb.value, BY_VERB[verb])

    @precondition(lambda self: bool(other_verbs_of(self.request.status)))
    @rule(choice=st.integers(0, 11))
    def something_that_fits(self, choice: int) -> None:
        """The request moves on."""
        fitting = other_verbs_of(self.request.status)
        verb = fitting[choice % len(fitting)]
        self.attempted(verb.value, BY_VERB[verb])

    @precondition(lambda self: self.request.status is not RequestStatus.PENDING)
    @rule(summary=SUMMARIES)
    def refresh(self, summary: Enrollment) -> None:
        """The enrollment is read again."""
        self.attempted("refresh", lambda before: lifecycle.refresh(before, summary))

    def attempted(self, verb: str, step: Try) -> None:
        """Do it, or be refused, and remember how the request looked."""
        self.now += timedelta(seconds=1)
        before, shown = self.request, repr(self.request)
        self.verb = verb
        try:
            self.request = step(before)
        except Refusal:
            self.verb = "refused"
        assert repr(before) == shown
        self.path.append(self.request)

    @property
    def step(self) -> tuple[ReissueRequest, ReissueRequest]:
        """The request before and after the last thing that was tried."""
        return (self.path[-2], self.path[-1]) if len(self.path) > 1 else (self.request, self.request)

    @invariant()
    def the_version_grows_by_one_with_every_change_and_by_nothing_otherwise(self) -> None:
        before, after = self.step
        assert after.version == before.version + (after is not before)
        assert (after == before) is (after is before)

    @invariant()
    def no_decision_is_ever_lost(self) -> None:
        before, after = self.step
        assert after.decisions[: len(before.decisions)] == before.decisions
        assert len(after.decisions) - len(before.decisions) == (after is not before and self.verb in set(Verdict))

    @invariant()
    def only_an_answer_a_change_or_a_new_requester_makes_a_new_revision(self) -> None:
        before, after = self.step
        revised = after is not before and self.verb in ("answer", "edit", "take_over")
        assert after.revision == before.revision + revised
        assert revised or (after.reason, after.qle) == (before.reason, before.qle)

    @invariant()
    def it_is_reissued_only_by_a_success_or_by_an_approvers_word(self) -> None:
        before, after = self.step
        if after.status is RequestStatus.REISSUED and before.status is not RequestStatus.REISSUED:
            assert self.verb in ("succeed", "mark_done")
            assert (after.confirmed_by is not None) is (self.verb == "mark_done")

    @invariant()
    def it_is_applied_only_with_enough_different_approvers_of_what_it_says_now(self) -> None:
        was_undecided = self.request.status is RequestStatus.CLOSED and self.request.requester_left is not None
        decided = ("applying", "checking", "failed", "unknown", "reissued", "closed")
        if self.request.status.value in decided and not was_undecided:
            who = {one.approver for one in self.request.approvals}
            assert len(who) == len(self.request.approvals) == self.request.approvals_required
            assert self.request.requester not in who
            assert {one.revision for one in self.request.approvals} == {self.request.revision}

    @invariant()
    def no_one_counts_twice(self) -> None:
        who = [one.approver for one in self.request.approvals]
        assert len(who) == len(set(who))

    @invariant()
    def at_most_one_denial_and_then_it_is_over(self) -> None:
        denials = [one for one in self.request.decisions if one.verdict is Verdict.DENY]
        assert len(denials) <= 1
        assert bool(denials) is (self.request.status is RequestStatus.DENIED)

    @invariant()
    def what_is_over_stays_over(self) -> None:
        before, after = self.step
        if before.status.value in OVER:
            assert after.status is before.status
            assert after is before or self.verb == "refresh"

    @invariant()
    def what_stands_still_says_why_and_nothing_else_does(self) -> None:
        if self.request.status.value in ("failed", "checking", "unknown"):
            assert self.request.problem is not None
        if self.request.status.value in ("pending", "applying", "reissued"):
            assert self.request.problem is None


def test_these_things_stay_true_through_all_that_happens_to_a_request() -> None:
    few_but_long = settings(
        max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(Life, settings=few_but_long)
