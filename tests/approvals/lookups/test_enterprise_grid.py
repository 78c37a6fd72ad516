"""Enterprise Grid: who is a colleague, and two ids of one person that count as one."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from approvals.errors import (
    AuthorityUnreadable,
    NotAnApprover,
    NotARequester,
    NotYourRequest,
    OtherCompany,
    OtherWorkspace,
    OwnRequest,
)
from approvals.lookups.authority import Actor, Authority
from approvals.ports.outside import HomeTeam, Person
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from tests.approvals.people import (
    APPROVALS,
    HOME,
    HR,
    MANAGERS,
    MARCUS,
    NINA,
    PARTNER,
    PRIYA,
    PlainDirectory,
    PlainEmails,
    a_person,
)
from tests.builders import a_request

pytestmark = pytest.mark.anyio

ORGANIZATION, SISTER = "E0BRIGHTSIDE", "T0SISTER"
HERE = HomeTeam(team_id=HOME, enterprise_id=ORGANIZATION)
GLOBAL_MARCUS, GLOBAL_NINA = "W0MARCUS", "W0NINA"
BOTH = [pytest.param(MARCUS, id="the old id"), pytest.param(GLOBAL_MARCUS, id="the organization's id")]
POLICY = Policy(approvals_channel=APPROVALS, approvers=(MANAGERS,), requesters=(HR,))


def a_member(user_id: str, **facts: object) -> Person:
    """A person of the organization who is in the bot's workspace, with the given exceptions."""
    member = {"enterprise_id": ORGANIZATION, "teams": frozenset({SISTER, HOME}), "team_id": SISTER}
    return a_person(user_id, **{"ids": frozenset({user_id}), **member, **facts})


def grid(*, names_both: bool = True) -> PlainDirectory:
    """A workspace of an organization. Marcus and Nina have two ids each, which Slack names together or not."""
    directory = PlainDirectory(enterprise=ORGANIZATION)
    for local, kept in ((MARCUS, GLOBAL_MARCUS), (NINA, GLOBAL_NINA)):
        directory.people[local] = a_member(kept, ids=frozenset({local, kept}))
        directory.people[kept] = a_member(kept, ids=frozenset({local, kept} if names_both else {kept}))
    directory.people[PRIYA] = a_member(PRIYA)
    return directory


def authority(policy: Policy = POLICY, directory: PlainDirectory | None = None) -> Authority:
    return Authority(directory or grid(), Routes.sole(policy), PlainEmails())


@pytest.mark.parametrize("acting_in", [HOME, SISTER, PARTNER, None])
@pytest.mark.parametrize("team_id", [HOME, SISTER, None, ORGANIZATION])
async def test_a_colleague_is_in_our_workspace_whatever_team_is_named(acting_in: str | None, team_id: str) -> None:
    assert a_member(MARCUS, team_id=team_id).belongs_to(HERE, acting_in)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"teams": frozenset({SISTER})}, OtherWorkspace),
        ({"teams": frozenset()}, OtherWorkspace),
        ({"is_outsider": True}, OtherWorkspace),
        ({"enterprise_id": "E0OTHER"}, OtherCompany),
        ({"enterprise_id": "E0OTHER", "team_id": HOME}, OtherCompany),
        ({"enterprise_id": None, "teams": frozenset(), "team_id": PARTNER}, OtherCompany),
    ],
)
async def test_who_is_not_in_our_workspace_may_nothing(facts: dict[str, object], why: type[Exception]) -> None:
    directory = grid()
    directory.people[PRIYA] = a_member(PRIYA, **facts)
    for acting_in in (HOME, SISTER, None):
        with pytest.raises(OtherCompany) as refused:
            await authority(directory=directory).of_approver(
                Actor(PRIYA, acting_in if "team_id" not in facts else None)
            )
        assert type(refused.value) is why


async def test_a_member_of_an_organization_is_a_stranger_to_a_workspace_without_one() -> None:
    assert not a_member(PRIYA, team_id=HOME).belongs_to(HomeTeam(team_id=HOME), HOME)


@pytest.mark.parametrize(
    ("team_id", "acting_in", "ours"),
    [(HOME, HOME, True), (None, None, True), (HOME, None, True), (HOME, PARTNER, False), (PARTNER, HOME, False)],
)
async def test_without_an_organization_both_teams_must_be_ours(
    team_id: str | None, acting_in: str | None, ours: bool
) -> None:
    for home in (HomeTeam(team_id=HOME), HERE):
        assert a_person(PRIYA, team_id=team_id).belongs_to(home, acting_in) is ours


@pytest.mark.parametrize("clicked_as", BOTH)
@pytest.mark.parametrize("listed_as", BOTH)
@pytest.mark.parametrize("names_both", [True, False])
async def test_an_approver_is_one_under_either_id(clicked_as: str, listed_as: str, names_both: bool) -> None:
    rules = authority(replace(POLICY, approvers=(PRIYA, listed_as)), grid(names_both=names_both))
    assert (await rules.of_approver(await rules.known(Actor(clicked_as, SISTER)))).ground == listed_as


@pytest.mark.parametrize("clicked_as", BOTH)
@pytest.mark.parametrize("listed_as", BOTH)
async def test_members_of_groups_and_of_the_channel_are_members_under_either_id(
    clicked_as: str, listed_as: str
) -> None:
    directory = grid()
    directory.groups[MANAGERS], directory.members[APPROVALS] = {PRIYA, listed_as}, {listed_as}
    rules = authority(replace(POLICY, requesters=()), directory)
    actor = await rules.known(Actor(clicked_as, None))
    assert (await rules.of_approver(actor)).ground == MANAGERS
    assert (await rules.of_requester(actor)).ground == APPROVALS
    assert await rules.is_one_of(actor, [MANAGERS])
    stranger = await rules.known(Actor(NINA, None))
    with pytest.raises(NotAnApprover):
        await rules.of_approver(stranger)
    with pytest.raises(NotARequester):
        await rules.of_requester(stranger)
    assert not await rules.is_one_of(stranger, [MANAGERS])


@pytest.mark.parametrize("asked_as", BOTH)
@pytest.mark.parametrize("clicked_as", BOTH)
@pytest.mark.parametrize("names_both", [True, False])
async def test_no_one_approves_their_own_request_under_another_id(
    asked_as: str, clicked_as: str, names_both: bool
) -> None:
    directory = grid(names_both=names_both)
    directory.groups[MANAGERS] = directory.groups[HR] = {MARCUS, GLOBAL_MARCUS}
    rules, asked = authority(directory=directory), a_request(requester=asked_as)
    actor = await rules.known(Actor(clicked_as, None))
    with pytest.raises(OwnRequest):
        await rules.of_approver_for(actor, asked)
    await rules.of_owner(actor, asked)
    assert (await rules.of_reader(actor, asked)).ground is None


async def test_another_person_is_not_taken_for_the_requester() -> None:
    rules = authority()
    with pytest.raises(NotYourRequest):
        await rules.of_owner(await rules.known(Actor(MARCUS, None)), a_request(requester=NINA))


async def test_the_id_that_the_bot_keeps_is_the_same_for_both() -> None:
    rules = authority()
    kept = [await rules.known(Actor(user_id, SISTER, "click")) for user_id in (MARCUS, GLOBAL_MARCUS)]
    assert [(actor.user_id, actor.team_id, actor.click) for actor in kept] == [(GLOBAL_MARCUS, SISTER, "click")] * 2


async def test_an_actor_whose_kept_id_could_not_be_asked_for_may_nothing_for_now() -> None:
    directory = grid()
    of_marcus = directory.people.pop(MARCUS)
    actor = await authority(directory=directory).known(Actor(MARCUS, None))
    assert actor == Actor(MARCUS, None)
    directory.people[MARCUS] = of_marcus
    checks: list[Callable[[Authority], Awaitable[object]]] = [
        lambda rules: rules.of_approver(actor),
        lambda rules: rules.of_requester(actor),
        lambda rules: rules.of_owner(actor, a_request(requester=MARCUS)),
    ]
    for check in checks:
        with pytest.raises(AuthorityUnreadable):
            await check(authority(directory=directory))


async def test_without_an_organization_no_one_is_looked_up_to_learn_their_id() -> None:
    directory = PlainDirectory()
    assert await authority(directory=directory).known(Actor(MARCUS, HOME)) == Actor(MARCUS, HOME)
    assert directory.asked_for == []
