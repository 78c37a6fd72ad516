"""Doctor's comparison of Slack's time zones with the bot's."""

from collections.abc import AsyncIterator

import pytest

from bot.doctor.finding import Check, State
from bot.doctor.report import exit_code
from sandbox import cast
from tests.bot.doctor.checkup import checked, only
from tests.office import Office, open_office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


async def test_zones_that_agree_are_named(office: Office, one_database_url: str) -> None:
    await office.change(f"people/{cast.PRIYA}", tz="Asia/Kolkata")
    zones = only(await checked(office, one_database_url), Check.TIME_ZONES)
    assert zones.state is State.OK
    assert "America/New_York" in zones.says
    assert "Asia/Kolkata" in zones.says


@pytest.mark.parametrize(
    ("zone", "offset", "says"),
    [
        ("Asia/Kolkata", 6 * 3600, "Asia/Kolkata: UTC+06:00 for Slack, UTC+05:30 for the bot"),
        ("Etc/GMT+8", -7 * 3600, "Etc/GMT+8: UTC-07:00 for Slack, UTC-08:00 for the bot"),
    ],
)
async def test_a_zone_in_which_the_bot_is_off_is_a_warning(
    office: Office, one_database_url: str, zone: str, offset: int, says: str
) -> None:
    await office.change(f"people/{cast.PRIYA}", tz=zone, tz_offset=offset)
    findings = await checked(office, one_database_url)
    zones = only(findings, Check.TIME_ZONES)
    assert (zones.state, zones.says) == (State.WARNING, says)
    assert "--upgrade tzdata" in str(zones.remedy)
    assert exit_code(findings) == 0


async def test_people_without_a_zone_are_left_out(office: Office, one_database_url: str) -> None:
    for person in office.sandbox.workspace.directory.people.values():
        person.tz = None
    zones = only(await checked(office, one_database_url), Check.TIME_ZONES)
    assert (zones.state, zones.says) == (State.OK, "as Slack has them: it knows none")
