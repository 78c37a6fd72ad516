"""Doctor's check of Slack: each wrong setting is reported with its remedy. The sandbox answers as Slack does."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.doctor.finding import Check, State
from bot.doctor.report import exit_code
from handlers.slack.facts import is_about_to_be_shared
from sandbox import cast
from tests.bot.doctor.checkup import checked, only
from tests.office import Office, open_office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


async def test_an_unknown_token_is_reported(office: Office, one_database_url: str) -> None:
    findings = await checked(office, one_database_url, slack_bot_token=SecretStr("xoxb-another"))
    token = only(findings, Check.SLACK_TOKEN)
    assert "(invalid_auth)" in token.says
    assert "copy the Bot User OAuth Token into SLACK_BOT_TOKEN" in str(token.remedy)
    unseen = {finding.check for finding in findings if finding.state is State.NOT_CHECKED}
    people = {Check.APPROVER, Check.REQUESTER, Check.ENOUGH_APPROVERS, Check.TIME_ZONES}
    assert unseen == {Check.SCOPES, Check.CHANNEL, *people, Check.SCREENS}


@pytest.mark.parametrize("code", ["token_revoked", "token_expired", "account_inactive", "not_allowed_token_type"])
async def test_a_token_that_is_no_longer_good_is_reported(office: Office, one_database_url: str, code: str) -> None:
    await office.fault("slack", "*", "error", message=code, times=None)
    token = only(await checked(office, one_database_url), Check.SLACK_TOKEN)
    assert (token.state, f"({code})" in token.says) == (State.FAILED, True)
    assert "SLACK_BOT_TOKEN" in str(token.remedy)


@pytest.mark.parametrize(
    ("kind", "more", "remedy"),
    [
        ("ratelimited", {"seconds": 7}, "Wait 7 s"),
        ("server_error", {"status": 503}, "reaches SLACK_API_URL"),
        ("drop_before", {}, "reaches SLACK_API_URL"),
        ("error", {"message": "internal_error"}, "reaches SLACK_API_URL"),
    ],
)
async def test_a_slack_in_trouble_is_told_apart_from_a_wrong_token(
    office: Office, one_database_url: str, kind: str, more: dict[str, Any], remedy: str
) -> None:
    await office.fault("slack", "auth.test", kind, **more)
    token = only(await checked(office, one_database_url), Check.SLACK_TOKEN)
    assert (token.state, remedy in str(token.remedy)) == (State.FAILED, True)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/api/", "https://nowhere.invalid/api/", "https://bad:port/api/"])
async def test_a_slack_that_is_not_there_is_told(office: Office, one_database_url: str, url: str) -> None:
    token = only(await checked(office, one_database_url, slack_api_url=url), Check.SLACK_TOKEN)
    assert (token.state, token.says) == (State.FAILED, "Slack did not answer as it should")


async def test_a_page_instead_of_slack_is_told(office: Office, one_database_url: str) -> None:
    token = only(await checked(office, one_database_url, slack_api_url=f"{office.url}/"), Check.SLACK_TOKEN)
    assert (token.state, token.says) == (State.FAILED, "Slack did not answer as it should")


async def test_missing_scopes_are_named_with_what_to_click(office: Office, one_database_url: str) -> None:
    await office.change("scopes", scopes=sorted(cast.SCOPES - {"commands", "users:read"}))
    findings = await checked(office, one_database_url)
    scopes = only(findings, Check.SCOPES)
    assert (scopes.state, scopes.says) == (State.FAILED, "missing: commands, users:read")
    assert "add commands, users:read, then OAuth & Permissions → Reinstall" in str(scopes.remedy)
    assert "(missing_scope)" in only(findings, Check.APPROVER).says
    assert "add users:read, then" in str(only(findings, Check.APPROVER).remedy)


async def test_an_optional_scope_that_was_not_granted_is_named_and_is_not_a_problem(
    office: Office, one_database_url: str
) -> None:
    await office.change("scopes", scopes=sorted(cast.SCOPES - {"users:read.email"}))
    scopes = only(await checked(office, one_database_url), Check.SCOPES)
    assert (scopes.state, scopes.says) == (State.OK, "as in the manifest, without users:read.email (optional)")


async def test_scopes_that_slack_does_not_list_are_no_fault_of_the_token(office: Office, one_database_url: str) -> None:
    await office.change("scopes", scopes=sorted(cast.SCOPES), listed=False)
    findings = await checked(office, one_database_url)
    scopes = only(findings, Check.SCOPES)
    assert (scopes.state, scopes.says) == (State.NOT_CHECKED, "Slack did not list the granted scopes")
    assert "Bot Token Scopes" in str(scopes.remedy)
    assert (only(findings, Check.SLACK_TOKEN).state, exit_code(findings)) == (State.OK, 0)


async def test_a_scope_too_many_is_a_warning_only(office: Office, one_database_url: str) -> None:
    await office.change("scopes", scopes=[*cast.SCOPES, "channels:history"])
    findings = await checked(office, one_database_url)
    scopes = only(findings, Check.SCOPES)
    assert (scopes.state, scopes.says) == (State.WARNING, "not needed: channels:history")
    assert exit_code(findings) == 0


@pytest.mark.parametrize("secret", ["short", "A" * 32, "5a4db0c5a4db0c5a4db0c5a4db0c5a4d0", "xoxb-1"])
async def test_a_signing_secret_of_another_form_is_reported(office: Office, one_database_url: str, secret: str) -> None:
    finding = only(
        await checked(office, one_database_url, slack_signing_secret=SecretStr(secret)), Check.SIGNING_SECRET
    )
    assert (finding.state, "Basic Information → Signing Secret" in str(finding.remedy)) == (State.FAILED, True)


@pytest.mark.parametrize(
    ("change", "says", "remedy"),
    [
        ({"bot_member": False}, "no channel that the bot sees (channel_not_found)", "/invite @Reissue"),
        ({"bot_member": False, "is_private": False}, "the bot is not in it", "/invite @Reissue"),
        ({"is_archived": True}, "is archived", "Unarchive"),
    ],
)
async def test_a_channel_where_the_bot_cannot_post_is_reported(
    office: Office, one_database_url: str, change: dict[str, bool], says: str, remedy: str
) -> None:
    await office.change(f"channels/{cast.APPROVALS}", **change)
    channel = only(await checked(office, one_database_url), Check.CHANNEL)
    assert (channel.state, says in channel.says, remedy in str(channel.remedy)) == (State.FAILED, True, True)


@pytest.mark.parametrize(
    ("channel", "kind"), [(cast.GENERAL, "public"), (cast.PARTNERS, "shared with another company")]
)
async def test_a_channel_that_others_can_read_is_a_warning_and_without_requesters_a_failure(
    office: Office, one_database_url: str, channel: str, kind: str
) -> None:
    findings = await checked(office, one_database_url, approvals_channel=channel)
    seen = only(findings, Check.CHANNEL)
    assert (seen.state, kind in seen.says, exit_code(findings)) == (State.WARNING, True, 0)
    assert "number, deadline and status only" in str(seen.remedy)
    findings = await checked(office, one_database_url, approvals_channel=channel, requesters=())
    seen = only(findings, Check.CHANNEL)
    assert (seen.state, "REQUESTERS" in str(seen.remedy)) == (State.FAILED, True)
    assert only(findings, Check.REQUESTER).state is State.NOT_CHECKED


async def test_an_invitation_of_another_company_to_the_channel_is_a_warning(
    office: Office, one_database_url: str
) -> None:
    await office.change(f"channels/{cast.APPROVALS}", is_pending_ext_shared=True)
    findings = await checked(office, one_database_url)
    channel = only(findings, Check.CHANNEL)
    assert (channel.state, channel.says) == (State.WARNING, "another company is invited to #benefits-approvals")
    assert "take the invitation back" in str(channel.remedy)
    assert exit_code(findings) == 0
    await office.change(f"channels/{cast.APPROVALS}", is_ext_shared=True)
    assert "is shared with another company" in only(await checked(office, one_database_url), Check.CHANNEL).says


@pytest.mark.parametrize("sign", ["is_pending_ext_shared", "pending_shared", "pending_connected_team_ids"])
def test_any_sign_of_an_invitation_counts(sign: str) -> None:
    nothing = {"is_pending_ext_shared": False, "pending_shared": [], "pending_connected_team_ids": []}
    assert not is_about_to_be_shared(nothing)
    assert not is_about_to_be_shared({})
    assert is_about_to_be_shared({**nothing, sign: ["T0PARTNER"]})


async def test_a_good_app_token_is_let_in_and_none_is_fine_for_http(office: Office, one_database_url: str) -> None:
    with_one = await checked(office, one_database_url, slack_app_token=SecretStr(cast.APP_TOKEN))
    assert only(with_one, Check.APP_TOKEN).says == "Socket Mode lets it in"
    without = only(await checked(office, one_database_url), Check.APP_TOKEN)
    assert (without.state, "python -m bot socket" in without.says) == (State.OK, True)


async def test_an_unknown_app_token_is_reported_and_the_rest_is_checked(office: Office, one_database_url: str) -> None:
    findings = await checked(office, one_database_url, slack_app_token=SecretStr("xapp-another"))
    failures = [finding for finding in findings if finding.state is State.FAILED]
    assert [(finding.check, "(invalid_auth)" in finding.says) for finding in failures] == [(Check.APP_TOKEN, True)]
    assert "App-Level Tokens" in str(failures[0].remedy)


@pytest.mark.parametrize("code", ["not_allowed_token_type", "missing_scope", "forbidden_team", "account_inactive"])
async def test_an_app_token_that_slack_refuses_is_told_where_to_make_another(
    office: Office, one_database_url: str, code: str
) -> None:
    await office.fault("slack", "apps.connections.open", "error", message=code)
    token = only(await checked(office, one_database_url, slack_app_token=SecretStr(cast.APP_TOKEN)), Check.APP_TOKEN)
    assert (token.state, f"({code})" in token.says) == (State.FAILED, True)
    assert "connections:write" in str(token.remedy)
