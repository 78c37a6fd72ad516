"""Doctor as a whole: a good set-up passes, nothing is changed, and no secret is told."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import SystemClock
from bot.doctor.clocks import compare
from bot.doctor.examination import examine
from bot.doctor.finding import Check, Finding, State
from bot.doctor.report import WIDTH, as_json, exit_code, table
from sandbox import cast
from tests.bot.audits import KEY, OLD_KEY, process
from tests.bot.doctor.checkup import checked, found, only
from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot
from tests.office import Office, open_office, settings_for
from tests.processes import environment

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


async def test_a_good_set_up_passes_every_check(office: Office, database_url: str) -> None:
    findings = await checked(office, database_url, escalation_approvers=(cast.PRIYA,))
    assert [(finding.check, finding.says) for finding in findings if finding.state is not State.OK] == []
    assert {finding.check for finding in findings} == set(Check)
    assert exit_code(findings) == 0
    assert "All well." in table(findings)


async def test_a_brake_that_was_left_on_is_a_warning_that_says_how_to_release_it(
    office: Office, one_database_url: str
) -> None:
    brake = only(await checked(office, one_database_url, reissue_paused=True), Check.SETTINGS)
    assert brake.state is State.WARNING
    assert "REISSUE_PAUSED" in brake.says
    assert "unset REISSUE_PAUSED and restart" in str(brake.remedy)


async def test_only_reading_calls_are_made_and_no_file_appears(office: Office, tmp_path: Path) -> None:
    await checked(office, f"sqlite:///{tmp_path / 'reissue.db'}")
    reading = {"auth.test", "blocks.validate", "conversations.info", "users.info", "usergroups.users.list"}
    assert {made["call"] for made in await office.calls("slack")} == reading
    calls = {(made["method"], made["call"]) for made in await office.calls("benefits")}
    assert {call for _, call in calls} == {"employers", "employees", "employee", "enrollments", "enrollment", "events"}
    assert {method for method, _ in calls} == {"GET"}
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - nothing waits here


async def test_no_secret_is_told_even_if_a_server_quotes_it(office: Office, one_database_url: str) -> None:
    await office.fault("benefits", "employers", "refuse", status=401, message=f"no such key: {cast.API_KEY}")
    said = as_json(await checked(office, one_database_url))
    assert "no such key: …" in said
    assert not any(secret in said for secret in (cast.BOT_TOKEN, cast.SIGNING_SECRET, cast.API_KEY))


async def test_a_key_in_a_file_is_not_told_either_before_or_after_it_is_replaced(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_text("old-vitable-key", encoding="utf-8")
    settings = settings_for(office.url, one_database_url, vitable_connect_api_key_file=file)
    file.write_text("new-vitable-key", encoding="utf-8")
    message = "neither old-vitable-key nor new-vitable-key"
    await office.fault("benefits", "employers", "refuse", status=401, message=message, times=None)
    said = as_json(await examine(settings, SystemClock()))
    assert "neither … nor …" in said
    assert "vitable-key" not in said


async def test_a_server_that_hangs_is_not_waited_for_and_the_rest_is_looked_at(
    office: Office, one_database_url: str
) -> None:
    await office.fault("slack", "auth.test", "slow", seconds=60)
    await office.fault("benefits", "employers", "hang_before", seconds=60, times=None)
    began = datetime.now(UTC)
    findings = await checked(office, one_database_url)
    assert datetime.now(UTC) - began < timedelta(seconds=30)
    assert only(findings, Check.SLACK_TOKEN).says == "Slack did not answer as it should"
    assert only(findings, Check.VITABLE_KEY).says.endswith("The benefits API did not answer in time.")
    assert only(findings, Check.SCOPES).state is State.NOT_CHECKED
    assert only(findings, Check.DATABASE).state is State.OK
    assert exit_code(findings) == 1


async def test_the_command_prints_the_table_and_ends_with_0(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    done = await asyncio.to_thread(reissue_bot, "doctor", folder=tmp_path, **environment(office, one_database_url))
    assert (done.returncode, done.stderr) == (0, "")
    assert "All well." in done.stdout


def test_unusable_settings_end_with_2_and_are_named_all_at_once(tmp_path: Path) -> None:
    done = reissue_bot("doctor", "--json", folder=tmp_path, SLACK_BOT_TOKEN="xoxp-1")
    findings = json.loads(done.stdout)
    wrong = {finding["about"]: finding for finding in findings if finding["state"] == "failed"}
    assert (done.returncode, done.stderr, set(wrong)) == (2, "", set(GOOD))
    assert wrong["SLACK_BOT_TOKEN"]["says"].startswith("cannot be used: must begin with xoxb-")
    assert all(finding["name"] == "settings" and finding["remedy"] for finding in wrong.values())
    assert {finding["state"] for finding in findings} == {"failed", "not_checked"}


def test_the_table_fits_80_columns_and_puts_the_remedy_under_its_failure() -> None:
    long = "word " * 60
    lines = table([Finding(Check.ENOUGH_APPROVERS, State.FAILED, long, long, "S0HRMANAGERS")]).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].startswith("FAILED       enough_approvers  S0HRMANAGERS: word")
    assert any(line.startswith("             → word") for line in lines)


@pytest.mark.parametrize(
    ("failures", "warnings", "says"),
    [(0, 0, "All well."), (0, 1, "All well, 1 warning."), (1, 0, "1 problem."), (2, 3, "2 problems, 3 warnings.")],
)
def test_the_table_ends_with_the_number_of_problems_and_warnings(failures: int, warnings: int, says: str) -> None:
    states = [State.FAILED] * failures + [State.WARNING] * warnings + [State.OK]
    assert table([Finding(Check.CHANNEL, state, "…") for state in states]).splitlines()[-1] == says


@pytest.mark.parametrize(("seconds", "says"), [(90, "90 s behind"), (-90, "90 s ahead of")])
async def test_a_clock_that_is_off_by_more_than_a_minute_is_noticed(
    office: Office, one_database_url: str, seconds: int, says: str
) -> None:
    class OffClock(SystemClock):
        """A clock that was set wrongly."""

        def now(self) -> datetime:
            return super().now() + timedelta(seconds=seconds)

    findings = found(await checked(office, one_database_url, clock=OffClock()), Check.CLOCK)
    assert [finding.about for finding in findings] == ["Slack", "Vitable"]
    for finding in findings:
        off = int(finding.says.split()[0])
        assert (finding.state, finding.says.partition(" s ")[2]) == (
            State.FAILED,
            says.partition(" s ")[2] + " this machine's clock",
        )
        assert abs(off - 90) <= 15
        assert "set-ntp" in str(finding.remedy)


async def test_an_audit_without_a_key_is_a_warning_that_says_how_to_make_one(
    office: Office, one_database_url: str
) -> None:
    without = only(await checked(office, one_database_url, audit_key=None), Check.AUDIT_KEY)
    assert (without.state, "openssl rand -hex 32" in str(without.remedy)) == (State.WARNING, True)


async def test_the_audits_key_is_compared_with_what_is_in_the_audit(office: Office, database_url: str) -> None:
    async def says(key: str | None, *others: str) -> tuple[State, str]:
        secret, old = None if key is None else SecretStr(key), tuple(map(SecretStr, others))
        findings = await checked(office, database_url, audit_key=secret, audit_keys_old=old)
        finding = only(findings, Check.AUDIT_KEY)
        return finding.state, finding.says

    begins = "set: the audit's lines are chained; the chain begins when the bot starts"
    assert await says(KEY) == (State.OK, begins)
    async with process(database_url, OLD_KEY):
        pass
    assert await says(OLD_KEY) == (State.OK, "set: the audit's lines are chained")
    changes = "set: the audit's lines are chained; the key changes when the bot starts; old keys: 1"
    assert await says(KEY, OLD_KEY) == (State.OK, changes)
    assert (await says(KEY))[0] is State.FAILED
    assert (await says(KEY, "lost"))[0] is State.WARNING
    assert (await says(None))[0] is State.FAILED


def test_a_server_that_does_not_say_what_time_it_is_is_a_warning() -> None:
    assert compare("Slack", None, datetime.now(UTC)).state is State.WARNING


async def test_a_refused_token_still_tells_the_time(office: Office, one_database_url: str) -> None:
    findings = await checked(office, one_database_url, slack_bot_token=SecretStr("xoxb-another"))
    assert [finding.state for finding in found(findings, Check.CLOCK)] == [State.OK, State.OK]
