"""Who may do what: every kind of no, and the ground of every yes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from approvals.errors import (
    AuthorityUnreadable,
    GuestAccount,
    InactiveAccount,
    NoRoute,
    NotAllowed,
    NotAnApprover,
    NotARequester,
    NotYourRequest,
    OtherCompany,
    OwnEnrollment,
    OwnRequest,
)
from approvals.lookups.authority import Actor, Authority
from approvals.model.routing import Claim
from approvals.ports.outside import Channel
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from tests.approvals.people import (
    APPROVALS,
    DANA,
    GIL,
    HR,
    MANAGERS,
    MARCUS,
    NINA,
    OLGA,
    PARTNER,
    PRIYA,
    ROBOT,
    ZOE,
    PlainDirectory,
    PlainEmails,
    a_person,
    at_home,
)
from tests.builders import a_request

pytestmark = pytest.mark.anyio

POLICY = Policy(approvals_channel=APPROVALS, approvers=(MANAGERS,), requesters=(HR,))

Check = Callable[[Authority, Actor], Awaitable[object]]

CHECKS: dict[str, Check] = {
    "request": lambda authority, actor: authority.of_requester(actor),
    "approve anything": lambda authority, actor: authority.of_approver(actor),
    "approve this": lambda authority, actor: authority.of_approver_for(actor, a_request(requester="U0SOMEBODY")),
    "own": lambda authority, actor: authority.of_owner(actor, a_request(requester=actor.user_id)),
    "read as an approver": lambda authority, actor: authority.of_reader(actor, a_request(requester="U0SOMEBODY")),
    "read one's own": lambda authority, actor: authority.of_reader(actor, a_request(requester=actor.user_id)),
}

STRANGERS = [
    pytest.param(at_home(GIL), GuestAccount, id="a guest"),
    pytest.param(at_home(DANA), InactiveAccount, id="a deactivated account"),
    pytest.param(at_home(ROBOT), InactiveAccount, id="a bot"),
    pytest.param(at_home(OLGA), OtherCompany, id="a person that Slack calls a stranger"),
    pytest.param(Actor(MARCUS, PARTNER), OtherCompany, id="a person who clicks from another team"),
    pytest.param(at_home("U0UNKNOWN"), AuthorityUnreadable, id="a person Slack does not know"),
]


def authority(policy: Policy = POLICY, directory: PlainDirectory | None = None) -> Authority:
    """The policy, held against the plain directory."""
    return Authority(directory or PlainDirectory(), Routes.sole(policy), PlainEmails())


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
@pytest.mark.parametrize(("actor", "why"), STRANGERS)
async def test_who_does_not_belong_may_nothing_even_where_a_list_names_them(
    check: Check, actor: Actor, why: type[NotAllowed]
) -> None:
    everybody = tuple(PlainDirectory().people)
    with pytest.raises(why):
        await check(authority(replace(POLICY, approvers=everybody, requesters=everybody)), actor)


async def test_a_person_of_another_team_is_an_outsider_even_if_slack_does_not_say_so() -> None:
    directory = PlainDirectory()
    directory.people[MARCUS] = a_person(MARCUS, team_id=PARTNER)
    with pytest.raises(OtherCompany):
        await authority(directory=directory).of_approver(at_home(MARCUS))


async def test_where_slack_names_no_team_the_person_still_counts() -> None:
    directory = PlainDirectory()
    directory.people[MARCUS] = a_person(MARCUS, team_id=None)
    assert (await authority(directory=directory).of_approver(Actor(MARCUS, None))).ground == MANAGERS


async def test_a_stranger_is_an_outsider_even_where_slack_names_no_team() -> None:
    directory = PlainDirectory()
    directory.people[OLGA] = a_person(OLGA, team_id=None, is_outsider=True)
    with pytest.raises(OtherCompany):
        await authority(directory=directory).of_approver(Actor(OLGA, None))


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
async def test_no_one_may_do_anything_while_the_bot_does_not_know_its_own_team(check: Check) -> None:
    with pytest.raises(AuthorityUnreadable):
        await check(authority(directory=PlainDirectory(team=None)), Actor(MARCUS, None))


async def test_an_approver_is_named_as_a_person_or_by_a_group_and_the_ground_says_which() -> None:
    by_name = authority(replace(POLICY, approvers=(MANAGERS, ZOE)))
    assert (await by_name.of_approver(at_home(ZOE))).ground == ZOE
    assert (await by_name.of_approver(at_home(MARCUS))).ground == MANAGERS
    assert (await by_name.of_approver_for(at_home(PRIYA), a_request(requester=NINA))).ground == MANAGERS


async def test_who_is_named_in_person_needs_no_look_into_a_group() -> None:
    directory = PlainDirectory()
    policy = replace(POLICY, approvers=(MANAGERS, HR, MARCUS))
    assert (await authority(policy, directory).of_approver(at_home(MARCUS))).ground == MARCUS
    assert directory.asked_for == [MARCUS]


async def test_a_colleague_who_is_on_no_list_is_not_an_approver() -> None:
    with pytest.raises(NotAnApprover):
        await authority().of_approver(at_home(NINA))


async def test_a_group_that_cannot_be_read_means_no() -> None:
    with pytest.raises(AuthorityUnreadable):
        await authority(replace(POLICY, approvers=("S0GONE", MANAGERS))).of_approver(at_home(MARCUS))


async def test_the_id_of_a_group_is_not_taken_for_a_user_id() -> None:
    directory = PlainDirectory()
    directory.people[HR] = a_person(HR)
    directory.groups[HR] = set()
    with pytest.raises(NotARequester):
        await authority(replace(POLICY, requesters=(NINA,)), directory).of_requester(at_home(HR))


async def test_an_approver_does_not_decide_on_a_request_of_their_own() -> None:
    with pytest.raises(OwnRequest):
        await authority().of_approver_for(at_home(MARCUS), a_request(requester=MARCUS))


async def test_an_approver_does_not_decide_on_a_request_about_themselves() -> None:
    directory, asked = PlainDirectory(), a_request(requester=NINA)
    directory.people[MARCUS] = a_person(MARCUS, email="ada@juniper.example")
    known = replace(authority(directory=directory), emails=PlainEmails({asked.employee.id: "Ada@juniper.example"}))
    with pytest.raises(OwnEnrollment):
        await known.of_approver_for(at_home(MARCUS), asked)


async def test_a_person_who_is_not_an_approver_is_told_that_first_even_about_their_own_request() -> None:
    with pytest.raises(NotAnApprover):
        await authority().of_approver_for(at_home(NINA), a_request(requester=NINA))


async def test_only_the_requester_owns_a_request() -> None:
    await authority().of_owner(at_home(NINA), a_request(requester=NINA))
    with pytest.raises(NotYourRequest):
        await authority().of_owner(at_home(MARCUS), a_request(requester=NINA))


async def test_a_request_is_read_by_its_requester_and_by_approvers() -> None:
    await authority().of_reader(at_home(NINA), a_request(requester=NINA))
    await authority().of_reader(at_home(MARCUS), a_request(requester=NINA))
    with pytest.raises(NotAnApprover):
        await authority().of_reader(at_home(ZOE), a_request(requester=NINA))


async def test_requesters_are_the_people_that_the_setting_names() -> None:
    assert (await authority().of_requester(at_home(NINA))).ground == HR
    with pytest.raises(NotARequester):
        await authority().of_requester(at_home(PRIYA))


async def test_without_a_setting_requesters_are_the_members_of_the_private_approvals_channel() -> None:
    by_channel = authority(replace(POLICY, requesters=()))
    assert (await by_channel.of_requester(at_home(NINA))).ground == APPROVALS
    with pytest.raises(NotARequester):
        await by_channel.of_requester(at_home(ZOE))


@pytest.mark.parametrize(("is_private", "is_shared"), [(False, False), (True, True), (False, True)])
async def test_a_channel_that_is_public_or_shared_makes_no_one_a_requester(is_private: bool, is_shared: bool) -> None:
    directory = PlainDirectory(channels={APPROVALS: Channel(id=APPROVALS, is_private=is_private, is_shared=is_shared)})
    with pytest.raises(NotARequester):
        await authority(replace(POLICY, requesters=()), directory).of_requester(at_home(NINA))


@pytest.mark.parametrize("missing", ["channels", "members"])
async def test_a_channel_that_cannot_be_read_means_no(missing: str) -> None:
    directory = PlainDirectory()
    getattr(directory, missing).clear()
    with pytest.raises(AuthorityUnreadable):
        await authority(replace(POLICY, requesters=()), directory).of_requester(at_home(NINA))


async def test_where_no_route_names_the_employer_nobody_decides_and_its_requester_reads_and_withdraws() -> None:
    routes = Routes.several([(Claim("other", frozenset({"empr_other"})), POLICY)], POLICY)
    alone = Authority(PlainDirectory(), routes, PlainEmails())
    own = a_request(requester=NINA)
    with pytest.raises(NoRoute):
        await alone.of_approver_for(at_home(MARCUS), own)
    with pytest.raises(NoRoute):
        await alone.of_reader(at_home(MARCUS), own)
    assert await alone.of_owner(at_home(NINA), own) == await alone.of_reader(at_home(NINA), own)


async def test_every_kind_of_no_has_been_seen_here() -> None:
    seen = {GuestAccount, InactiveAccount, OtherCompany, AuthorityUnreadable}
    seen |= {NotARequester, NotAnApprover, OwnRequest, OwnEnrollment, NotYourRequest, NoRoute}
    assert set(NotAllowed.__subclasses__()) == seen
