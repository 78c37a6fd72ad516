"""The lives of three requests that were submitted together: what is done to one, or to all, never reaches another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from approvals.errors import Refusal
from approvals.model.group import MOVING, Group
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.status import UNDECIDED, RequestStatus, Verb
from approvals.rules import lifecycle
from tests.approvals.model.test_status import BY_VERB
from tests.approvals.test_life import APPROVERS, DECISIONS, OTHER_VERBS
from tests.builders import NOW, a_decision, a_request, an_enrollment

THREE = st.integers(0, 2)
SENT = ("applying", "checking", "failed", "unknown", "reissued")


class Lives(RuleBasedStateMachine):
    """Three requests of one group, and which of them the last step was about."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.members: list[ReissueRequest] = []
        self.before: list[ReissueRequest] = []
        self.meant: set[int] = set()
        self.refused: set[int] = set()

    @initialize(required=st.lists(st.integers(1, 2), min_size=3, max_size=3))
    def submitted(self, required: list[int]) -> None:
        """Each with a quorum of its own."""
        self.members = [
            replace(
                a_request(
                    id=UUID(int=n + 1),
                    number=n + 1,
                    approvals_required=needed,
                    enrollment=an_enrollment(id=f"enrl_{n}"),
                ),
                group_id=UUID(int=9),
            )
            for n, needed in enumerate(required)
        ]
        self.before = list(self.members)

    @rule(which=THREE, verb=st.sampled_from(OTHER_VERBS))
    def anything_to_one(self, which: int, verb: Verb) -> None:
        """A person, the clock or the bot tries something with one of them."""
        self.attempted({which: BY_VERB[verb]})

    @rule(which=THREE, who=st.sampled_from(APPROVERS), verdict=st.sampled_from(Verdict))
    def decide_one(self, which: int, who: str, verdict: Verdict) -> None:
        """An approver decides on one alone."""
        self.attempted({which: self.decision(who, verdict, self.members[which].revision)})

    @rule(who=st.sampled_from(APPROVERS), verdict=st.sampled_from(Verdict), behind=st.lists(st.booleans(), max_size=3))
    def decide_all(self, who: str, verdict: Verdict, behind: list[bool]) -> None:
        """An approver decides on all in one list, some of which has changed since it was shown."""
        seen = [each.revision - (n < len(behind) and behind[n]) for n, each in enumerate(self.members)]
        self.attempted({n: self.decision(who, verdict, revision) for n, revision in enumerate(seen)})

    @rule()
    def withdraw_all(self) -> None:
        """Their requester takes all of them back."""
        self.attempted(dict.fromkeys(range(3), lambda one: lifecycle.withdraw(one, self.now)))

    def decision(self, who: str, verdict: Verdict, revision: int) -> Callable[[ReissueRequest], ReissueRequest]:
        """A decision about a revision."""
        decision = a_decision(approver=who, verdict=verdict, revision=revision, at=self.now)
        return lambda before: lifecycle.decide(before, decision)

    def attempted(self, steps: dict[int, Callable[[ReissueRequest], ReissueRequest]]) -> None:
        """Do it to each in turn: a refusal of one leaves the others."""
        self.now += timedelta(seconds=1)
        self.before, self.meant, self.refused = list(self.members), set(steps), set()
        for which, step in steps.items():
            try:
                self.members[which] = step(self.members[which])
            except Refusal:
                self.refused.add(which)

    @invariant()
    def what_was_not_meant_or_was_refused_is_untouched(self) -> None:
        for which, (before, after) in enumerate(zip(self.before, self.members, strict=True)):
            if which not in self.meant or which in self.refused:
                assert after is before

    @invariant()
    def a_refusal_of_one_keeps_no_other_from_changing(self) -> None:
        for which in self.meant - self.refused:
            assert self.members[which].version == self.before[which].version + 1

    @invariant()
    def the_quorum_of_each_holds(self) -> None:
        for each in self.members:
            if each.status.value in SENT:
                who = {one.approver for one in each.approvals}
                assert len(who) == len(each.approvals) == each.approvals_required

    @invariant()
    def they_stay_one_group_in_the_order_of_their_numbers(self) -> None:
        group = Group.of(self.members)
        assert group is not None
        assert {each.group_id for each in group.members} == {UUID(int=9)}
        assert group.lead.number == min(each.number for each in group.members)

    @invariant()
    def what_the_cards_offer_for_all_is_what_waits(self) -> None:
        group = Group(tuple(self.members))
        assert [each.status in UNDECIDED for each in self.members] == [each in group.waiting for each in self.members]
        assert group.is_settled is not any(each.status in MOVING for each in self.members)
        assert not (group.is_settled and group.waiting)

    @invariant()
    def a_short_card_hides_nothing_that_is_its_own(self) -> None:
        group = Group(tuple(self.members))
        for each in group.others(group.lead):
            same = (each.reason, each.qle, each.requester) == (
                group.lead.reason,
                group.lead.qle,
                group.lead.requester,
            )
            assert same or not group.is_told_by_lead(each)


def test_these_things_stay_true_through_all_that_happens_to_three_requests_of_one_submission() -> None:
    few_but_long = settings(
        max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(Lives, settings=few_but_long)


def test_the_verbs_tried_are_all_there_are() -> None:
    assert {*OTHER_VERBS, *DECISIONS} == set(Verb)
    assert RequestStatus("pending") in UNDECIDED
