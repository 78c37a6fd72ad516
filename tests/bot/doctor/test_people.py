"""Doctor's check of approvers and requesters: who may not act, and whether enough are left."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from approvals.model.conditions import Condition
from bot.doctor.finding import Check, State
from bot.doctor.report import exit_code
from sandbox import cast
from tests.bot.doctor.checkup import checked, found, only
from tests.office import Office, open_office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


@pytest.mark.parametrize(
    ("check", "setting"),
    [
        (Check.APPROVER, "approvers"),
        (Check.ESCALATION, "escalation_approvers"),
        (Check.REQUESTER, "requesters"),
    ],
)
@pytest.mark.parametrize(
    ("person", "says"),
    [
        ("U0NOBODY", "no person whom Slack knows (user_not_found)"),
        (cast.DANA, "deactivated"),
        (cast.GIL, "a guest"),
        (cast.OLGA, "belongs to another company"),
        (cast.BOT_USER_ID, "a bot"),
    ],
)
async def test_a_person_who_may_not_act_is_reported(
    office: Office, one_database_url: str, check: Check, setting: str, person: str, says: str
) -> None:
    settings: dict[str, Any] = {setting: (cast.MARCUS, person, cast.PRIYA)}
    well, wrong, _ = found(await checked(office, one_database_url, **settings), check)
    assert (well.state, well.about) == (State.OK, cast.MARCUS)
    assert (wrong.state, wrong.about, wrong.says) == (State.FAILED, person, says)
    assert setting.upper() in str(wrong.remedy)


@pytest.mark.parametrize(
    ("change", "says", "remedy"),
    [
        ({"users": []}, "a group: it has no members", "add members"),
        ({"users": [cast.DANA]}, f"a group: 0 of 1 may act ({cast.DANA}: deactivated)", "add members"),
        ({"disabled": True}, "no active user group (no_such_subteam)", "Copy group ID"),
    ],
)
async def test_a_group_without_people_who_may_act_is_reported(
    office: Office, one_database_url: str, change: dict[str, Any], says: str, remedy: str
) -> None:
    await office.change(f"groups/{cast.HR_MANAGERS}", **change)
    group = only(await checked(office, one_database_url), Check.APPROVER)
    assert (group.state, group.says, remedy in str(group.remedy)) == (State.FAILED, says, True)


async def test_a_plan_without_groups_is_told_to_list_users(office: Office, one_database_url: str) -> None:
    await office.fault("slack", "usergroups.users.list", "error", message="plan_upgrade_required", times=None)
    findings = await checked(office, one_database_url)
    approver, requester = only(findings, Check.APPROVER), only(findings, Check.REQUESTER)
    assert "(plan_upgrade_required)" in approver.says
    assert (approver.remedy or "").startswith("Name users (U…) instead of groups in APPROVERS")
    assert (requester.remedy or "").startswith("Name users (U…) instead of groups in REQUESTERS")
    assert only(findings, Check.ENOUGH_APPROVERS).state is State.NOT_CHECKED


async def test_members_of_a_group_who_may_not_decide_are_named_and_do_not_count(
    office: Office, one_database_url: str
) -> None:
    findings = await checked(office, one_database_url, approvals_required=3)
    group = only(findings, Check.APPROVER)
    assert (group.state, group.says) == (State.OK, "a group: 2 of 4 may act (U0DANA: deactivated, U0GIL: a guest)")
    enough = only(findings, Check.ENOUGH_APPROVERS)
    assert (enough.state, enough.says) == (State.FAILED, "2 may approve, 3 are required")


async def test_a_second_approval_that_may_become_necessary_needs_a_second_approver(
    office: Office, one_database_url: str
) -> None:
    closed = (Condition.parse("window_closed"),)
    findings = await checked(office, one_database_url, approvers=(cast.MARCUS,), second_approval_when=closed)
    enough = only(findings, Check.ENOUGH_APPROVERS)
    assert (enough.state, enough.says) == (State.FAILED, "1 may approve, 2 are required")
    assert enough.remedy == "Add people to APPROVERS, or leave SECOND_APPROVAL_WHEN unset."


async def test_of_a_large_group_not_everybody_is_looked_at_and_the_report_says_so(
    office: Office, one_database_url: str
) -> None:
    await office.change(f"groups/{cast.HR_MANAGERS}", users=[cast.MARCUS, *(f"UZ{n}" for n in range(40))])
    says = only(await checked(office, one_database_url), Check.APPROVER).says
    assert says.startswith("a group: 12 of 41 may act (UZ0: no person whom Slack knows (user_not_found), UZ1: ")
    assert says.endswith(" and 24 more); only 30 were looked at")


async def test_a_person_named_twice_counts_once(office: Office, one_database_url: str) -> None:
    findings = await checked(
        office,
        one_database_url,
        approvers=(cast.MARCUS, cast.HR_MANAGERS),
        requesters=(cast.NINA,),
        approvals_required=3,
    )
    assert only(findings, Check.ENOUGH_APPROVERS).says == "2 may approve, 3 are required"


async def test_one_person_is_not_enough_since_people_cannot_decide_on_their_own_requests(
    office: Office, one_database_url: str
) -> None:
    findings = await checked(office, one_database_url, approvers=(cast.MARCUS,), requesters=(cast.MARCUS,))
    enough = only(findings, Check.ENOUGH_APPROVERS)
    assert (enough.state, enough.says) == (
        State.FAILED,
        "no request could be approved: people cannot decide on their own",
    )


async def test_an_approver_whose_own_requests_no_one_else_could_approve_is_named_in_a_warning(
    office: Office, one_database_url: str
) -> None:
    findings = await checked(office, one_database_url, approvers=(cast.MARCUS,), requesters=(cast.HR_TEAM,))
    enough = only(findings, Check.ENOUGH_APPROVERS)
    assert (enough.state, exit_code(findings)) == (State.WARNING, 0)
    assert enough.says == f"requests of {cast.MARCUS} could not be approved: people cannot decide on their own"


async def test_without_requesters_the_members_of_the_private_channel_are_looked_at(
    office: Office, one_database_url: str
) -> None:
    requester = only(await checked(office, one_database_url, requesters=()), Check.REQUESTER)
    assert (requester.state, requester.about) == (State.OK, cast.APPROVALS)
    assert requester.says == "the channel's members: 3 of 5 may act (U0DANA: deactivated, U0GIL: a guest)"
    await office.change(f"channels/{cast.APPROVALS}", members=[])
    requester = only(await checked(office, one_database_url, requesters=()), Check.REQUESTER)
    assert (requester.state, "Invite the people" in str(requester.remedy)) == (State.FAILED, True)


@pytest.mark.parametrize("call", ["users.info", "usergroups.users.list", "conversations.info"])
async def test_a_look_up_that_slack_does_not_answer_is_a_failure_with_a_remedy(
    office: Office, one_database_url: str, call: str
) -> None:
    await office.fault("slack", call, "server_error", status=500, times=None)
    findings = await checked(office, one_database_url)
    failures = [finding for finding in findings if finding.state is State.FAILED]
    assert failures
    assert {finding.says for finding in failures} == {"Slack did not answer as it should"}
    assert exit_code(findings) == 1


@pytest.mark.parametrize("org_wide", [False, True], ids=["in one workspace", "in the whole organization"])
async def test_in_an_organization_colleagues_are_the_members_of_our_workspace(
    office: Office, one_database_url: str, *, org_wide: bool
) -> None:
    office.sandbox.workspace.join_organization(org_wide=org_wide)
    approvers = (cast.HUGO, cast.SELMA, cast.HR_MANAGERS)
    findings = await checked(office, one_database_url, approvers=approvers, requesters=(cast.NINA,))
    hugo, selma, group = found(findings, Check.APPROVER)
    assert (hugo.state, selma.state, selma.says) == (State.OK, State.FAILED, "not in this workspace")
    assert group.says.startswith("a group: 2 of 4 may act")


async def test_two_ids_of_one_person_are_one_approver(office: Office, one_database_url: str) -> None:
    office.sandbox.workspace.join_organization()
    settings: dict[str, Any] = {"approvers": (cast.MARCUS, "W0MARCUS"), "approvals_required": 2}
    enough = only(await checked(office, one_database_url, **settings), Check.ENOUGH_APPROVERS)
    assert (enough.state, enough.says) == (State.FAILED, "1 may approve, 2 are required")
