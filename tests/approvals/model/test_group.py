"""A group: what follows from its members."""

from dataclasses import replace
from uuid import UUID, uuid4

from approvals.model.group import Group, following, group_id_of
from approvals.model.status import RequestStatus
from tests.builders import a_qle, a_request

A, B = UUID(int=1), UUID(int=2)


def of(*statuses: RequestStatus) -> Group:
    """A group whose members have these statuses."""
    found = Group.of([a_request(id=uuid4(), number=n, status=status) for n, status in enumerate(statuses, 1)])
    assert found is not None
    return found


def test_every_delivery_of_a_submission_makes_the_same_group_and_another_submission_another() -> None:
    assert group_id_of("V1") == group_id_of("V1") != group_id_of("V2")


def test_one_request_alone_is_no_group() -> None:
    assert Group.of([a_request()]) is None


def test_it_is_settled_once_none_waits_or_is_under_way() -> None:
    assert of(RequestStatus.REISSUED, RequestStatus.FAILED, RequestStatus.DENIED).is_settled
    for moving in ("pending", "needs_info", "applying", "checking"):
        assert not of(RequestStatus.REISSUED, RequestStatus(moving)).is_settled


def test_those_that_wait_are_counted() -> None:
    group = of(RequestStatus.PENDING, RequestStatus.APPLYING, RequestStatus.NEEDS_INFO)
    assert [each.number for each in group.waiting] == [1, 3]


def test_the_first_card_tells_of_another_only_while_both_say_the_same() -> None:
    group = of(RequestStatus.PENDING, RequestStatus.PENDING)
    lead, other = group.members
    assert group.is_told_by_lead(other)
    assert not group.is_told_by_lead(lead)
    for changes in ({"reason": "Another"}, {"qle": a_qle(id="qle_another")}, {"requester": "U0ZOE"}):
        changed = replace(other, **changes)
        assert not Group((lead, changed)).is_told_by_lead(changed)


def test_only_the_next_of_the_same_group_follows() -> None:
    assert following([A, A, B, None, None, B, A]) == [False, True, False, False, False, False, False]
