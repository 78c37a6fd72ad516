"""The examination of a bot in an office, and looking for one of its findings."""

from collections.abc import Iterable
from typing import Any

from approvals.ports.outside import Clock
from bot.clock import SystemClock
from bot.doctor.examination import examine
from bot.doctor.finding import Check, Finding
from tests.office import Office, settings_for


async def checked(
    office: Office,
    database_url: str,
    clock: Clock | None = None,
    **changes: Any,  # noqa: ANN401 - any setting
) -> list[Finding]:
    """Examine the settings of a bot in the office, with changes."""
    return await examine(settings_for(office.url, database_url, **changes), clock or SystemClock())


def found(findings: Iterable[Finding], check: Check) -> list[Finding]:
    """What one check found."""
    return [finding for finding in findings if finding.check is check]


def only(findings: Iterable[Finding], check: Check) -> Finding:
    """The one finding of a check."""
    (finding,) = found(findings, check)
    return finding
