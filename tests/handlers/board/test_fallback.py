"""Who gets the card while the channel does not take it: those who may decide on it, and not too many of them."""

from dataclasses import replace

import pytest

from approvals.lookups.authority import Authority
from approvals.model.card import Card
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from handlers.board.fallback import AT_MOST, approvers_for, told_before
from tests.approvals.people import APPROVALS, MANAGERS, MARCUS, NINA, PRIYA, ZOE, PlainDirectory, PlainEmails, a_person
from tests.builders import NOW, REQUEST_ID, a_request

pytestmark = pytest.mark.anyio


def authority(directory: PlainDirectory, *approvers: str) -> Authority:
    return Authority(directory, Routes.sole(Policy(approvals_channel=APPROVALS, approvers=approvers)), PlainEmails())


async def test_it_is_people_and_members_of_groups_who_may_decide_each_once() -> None:
    named = authority(PlainDirectory(), ZOE, MANAGERS, MARCUS)
    assert await approvers_for(named, a_request()) == [ZOE, MARCUS, PRIYA]


async def test_it_is_never_the_requester() -> None:
    assert await approvers_for(authority(PlainDirectory(), NINA, MARCUS), a_request(requester=NINA)) == [MARCUS]


async def test_it_is_never_the_employee_concerned() -> None:
    directory = PlainDirectory()
    directory.people[MARCUS] = a_person(MARCUS, email="ada@brightside.example")
    emails = PlainEmails({a_request().employee.id: "ada@brightside.example"})
    named = replace(authority(directory, MARCUS, PRIYA), emails=emails)
    assert await approvers_for(named, a_request()) == [PRIYA]


async def test_whoever_slack_does_not_say_anything_of_is_left_out() -> None:
    directory = PlainDirectory()
    del directory.people[PRIYA], directory.groups[MANAGERS]
    assert await approvers_for(authority(directory, PRIYA, MANAGERS, MARCUS), a_request()) == [MARCUS]


async def test_of_many_it_is_the_first_fifty_and_no_more_are_asked_for() -> None:
    directory = PlainDirectory()
    crowd = [f"U{number:04}" for number in range(200)]
    directory.people |= {user_id: a_person(user_id) for user_id in crowd}
    directory.groups[MANAGERS] = set(crowd)
    assert await approvers_for(authority(directory, MANAGERS), a_request()) == crowd[:AT_MOST]
    assert "U0051" not in directory.asked_for


def test_told_before_are_those_whose_copy_is_or_may_be_there() -> None:
    def copy(kind: str, ts: str | None, unconfirmed: int = 0) -> Card:
        return Card(request_id=REQUEST_ID, kind=kind, channel="D0", touched_at=NOW, ts=ts, unconfirmed=unconfirmed)

    copies = [copy("approver:U1", "1.1"), copy("approver:U2", None, 1), copy("approver:U3", None), copy("card", "1.2")]
    assert told_before(copies) == ["U1", "U2"]
