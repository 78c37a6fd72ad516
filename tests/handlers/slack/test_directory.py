"""The directory: who people are, asked of Slack within a second and remembered for two minutes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from approvals.errors import AuthorityUnreadable
from approvals.ports.outside import HomeTeam
from handlers.slack.client import slack_client
from handlers.slack.directory import SlackDirectory
from handlers.slack.facts import person_of
from sandbox import cast
from tests.office import Office, open_office
from tests.patient import AT_WORK, PATIENT

pytestmark = pytest.mark.anyio


@dataclass
class Hands:
    """The hands of a clock that tests turn."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def directory(office: Office, hands: Hands) -> AsyncIterator[SlackDirectory]:
    async with aiohttp.ClientSession() as session:
        client = slack_client(cast.BOT_TOKEN, f"{office.url}/api/", session)
        yield SlackDirectory(client, PATIENT, cast.APPROVALS, seconds=hands)


async def test_the_home_team_is_the_workspace_of_the_token(directory: SlackDirectory) -> None:
    assert await directory.home_team() == HomeTeam(team_id=cast.TEAM_ID)


@pytest.mark.parametrize(
    ("user_id", "active", "guest", "outsider"),
    [
        (cast.NINA, True, False, False),
        (cast.GIL, True, True, False),
        (cast.OLGA, True, False, True),
        (cast.DANA, False, False, False),
        (cast.BOT_USER_ID, False, False, False),
        ("U0NOBODY", False, False, True),
    ],
)
async def test_slack_says_what_a_person_is(
    directory: SlackDirectory, user_id: str, *, active: bool, guest: bool, outsider: bool
) -> None:
    person = await directory.person(user_id)
    assert (person.is_active, person.is_guest, person.is_outsider) == (active, guest, outsider)


async def test_a_group_lists_its_people(directory: SlackDirectory) -> None:
    assert cast.MARCUS in await directory.group(cast.HR_MANAGERS)


async def test_channels_are_private_or_shared_as_slack_says(directory: SlackDirectory) -> None:
    approvals, partners = await directory.channel(cast.APPROVALS), await directory.channel(cast.PARTNERS)
    assert (approvals.is_private, approvals.is_shared) == (True, False)
    assert (partners.is_private, partners.is_shared) == (False, True)
    assert cast.NINA in await directory.channel_members(cast.APPROVALS)


@pytest.mark.parametrize("flag", ["is_ext_shared", "is_org_shared"])
async def test_a_channel_shared_with_another_company_or_workspace_is_shared(
    directory: SlackDirectory, office: Office, flag: str
) -> None:
    await office.change(f"channels/{cast.APPROVALS}", **{flag: True})
    assert (await directory.channel(cast.APPROVALS)).is_shared


async def test_what_a_channel_is_now_is_at_most_five_seconds_old_and_asked_once_for_all_who_want_to_know(
    directory: SlackDirectory, office: Office, hands: Hands
) -> None:
    assert (await directory.channel(cast.APPROVALS)).is_private
    await office.change(f"channels/{cast.APPROVALS}", is_private=False)
    assert (await directory.channel(cast.APPROVALS)).is_private
    answers = await asyncio.gather(*(directory.channel_now(cast.APPROVALS) for _ in range(20)))
    assert {answer.is_private for answer in answers} == {False}
    assert len(await office.calls("slack", "conversations.info")) == 2
    assert not (await directory.channel(cast.APPROVALS)).is_private  # all profit from the newer answer
    await office.change(f"channels/{cast.APPROVALS}", is_private=True)
    hands.seconds = 4.9
    assert not (await directory.channel_now(cast.APPROVALS)).is_private
    hands.seconds = 5.1
    assert (await directory.channel_now(cast.APPROVALS)).is_private


async def test_a_channel_that_slack_does_not_describe_now_is_unreadable_even_if_an_older_answer_is_known(
    directory: SlackDirectory, office: Office, hands: Hands
) -> None:
    await directory.channel_now(cast.APPROVALS)
    hands.seconds = 5.1
    await office.fault("slack", "conversations.info", "server_error")
    with pytest.raises(AuthorityUnreadable):
        await directory.channel_now(cast.APPROVALS)


async def test_a_private_channel_that_got_another_id_when_it_was_shared_is_found(
    directory: SlackDirectory, office: Office
) -> None:
    await office.change(f"channels/{cast.APPROVALS}", id="C0HR", is_ext_shared=True)
    channel = await directory.channel_now("G0HR")
    assert (channel.id, channel.is_private, channel.is_shared) == ("C0HR", True, True)
    with pytest.raises(AuthorityUnreadable):
        await directory.channel_now("G0NOWHERE")


async def test_an_answer_is_good_for_two_minutes_and_no_longer(
    directory: SlackDirectory, office: Office, hands: Hands
) -> None:
    assert (await directory.person(cast.PRIYA)).is_active
    await office.change(f"people/{cast.PRIYA}", deleted=True)
    hands.seconds = 119
    assert (await directory.person(cast.PRIYA)).is_active
    hands.seconds = 121
    assert not (await directory.person(cast.PRIYA)).is_active


async def test_a_group_is_asked_for_once_in_two_minutes_and_an_older_answer_never_counts(
    directory: SlackDirectory, office: Office, hands: Hands
) -> None:
    for hands.seconds in (0, 60, 119):
        assert cast.MARCUS in await directory.group(cast.HR_MANAGERS)
    assert len(await office.calls("slack", "usergroups.users.list")) == 1
    await office.change(f"groups/{cast.HR_MANAGERS}", users=[cast.PRIYA])
    hands.seconds = 121
    await office.fault("slack", "usergroups.users.list", "server_error")
    with pytest.raises(AuthorityUnreadable):
        await directory.group(cast.HR_MANAGERS)
    assert await directory.group(cast.HR_MANAGERS) == {cast.PRIYA}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "message": "plan_upgrade_required"},
        {"kind": "server_error"},
        {"kind": "drop_before"},
        {"kind": "ratelimited", "seconds": 1},
        {"kind": "slow", "seconds": 1.5},
    ],
)
async def test_what_slack_does_not_say_in_time_is_unreadable_and_not_remembered(
    directory: SlackDirectory, office: Office, fault: dict[str, object]
) -> None:
    await office.fault("slack", "usergroups.users.list", times=None, **fault)  # type: ignore[arg-type]
    directory.budgets = AT_WORK
    with pytest.raises(AuthorityUnreadable):
        await directory.group(cast.HR_MANAGERS)
    directory.budgets = PATIENT
    await office.mend()
    assert await directory.group(cast.HR_MANAGERS)


async def test_slack_says_in_which_zone_a_person_is(directory: SlackDirectory, office: Office) -> None:
    await office.change(f"people/{cast.PRIYA}", tz="Asia/Kolkata")
    assert (await directory.person(cast.PRIYA)).tz == "Asia/Kolkata"
    assert (await directory.person(cast.DANA)).tz is None


async def test_an_address_is_told_where_the_scope_for_it_was_granted(office: Office, directory: SlackDirectory) -> None:
    assert (await directory.person(cast.NINA)).email == "nina@brightside.example"
    await office.change("scopes", scopes=sorted(cast.SCOPES - {"users:read.email"}))
    assert (await directory.person(cast.MARCUS)).email is None


@pytest.mark.parametrize("user_id", [cast.MARCUS, "W0MARCUS"])
async def test_in_an_organization_a_person_has_one_id_to_keep_whichever_is_asked_for(
    directory: SlackDirectory, office: Office, user_id: str
) -> None:
    office.sandbox.workspace.join_organization()
    person = await directory.person(user_id)
    assert (person.id, set(person.ids)) == ("W0MARCUS", {cast.MARCUS, "W0MARCUS"})
    assert person.belongs_to(await directory.home_team(), cast.SISTER_TEAM_ID)


async def test_in_an_organization_the_home_is_our_workspace_of_it(directory: SlackDirectory, office: Office) -> None:
    office.sandbox.workspace.join_organization()
    assert await directory.home_team() == HomeTeam(team_id=cast.TEAM_ID, enterprise_id=cast.ENTERPRISE_ID)
    await directory.group(cast.HR_MANAGERS)
    [asked] = await office.calls("slack", "usergroups.users.list")
    assert "team_id" not in asked["detail"]


async def test_an_app_of_the_whole_organization_is_at_home_in_the_workspace_of_the_channel(
    directory: SlackDirectory, office: Office
) -> None:
    office.sandbox.workspace.join_organization(org_wide=True)
    assert cast.MARCUS in await directory.group(cast.HR_MANAGERS)
    [asked] = await office.calls("slack", "usergroups.users.list")
    assert asked["detail"]["team_id"] == cast.TEAM_ID
    assert await directory.home_team() == HomeTeam(team_id=cast.TEAM_ID, enterprise_id=cast.ENTERPRISE_ID)


async def test_without_the_channel_an_app_of_the_whole_organization_knows_no_home(
    directory: SlackDirectory, office: Office
) -> None:
    office.sandbox.workspace.join_organization(org_wide=True)
    await office.change(f"channels/{cast.APPROVALS}", bot_member=False)
    with pytest.raises(AuthorityUnreadable):
        await directory.home_team()
    await office.change(f"channels/{cast.APPROVALS}", bot_member=True)
    assert (await directory.home_team()).team_id == cast.TEAM_ID


def test_what_slack_may_leave_out_about_a_person_is_nothing() -> None:
    memberships: list[Any] = [None, {}, {"teams": None}]
    for membership in memberships:
        person = person_of({"team_id": None, "enterprise_user": membership}, "U0X")
        assert (person.id, set(person.ids), set(person.teams), person.enterprise_id) == ("U0X", {"U0X"}, set(), None)
