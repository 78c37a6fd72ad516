"""Runs all checks; those that do not depend on each other run at the same time."""

import asyncio
import os
from collections.abc import Iterable

from approvals.ports.outside import Clock
from bot.doctor.audit import examine_audit
from bot.doctor.database import examine_database
from bot.doctor.files import examine_files
from bot.doctor.finding import Check, Finding, failed, not_checked
from bot.doctor.life_events import examine_life_events
from bot.doctor.python import examine_python
from bot.doctor.retention import examine_retention
from bot.doctor.routes import examine_open_requests
from bot.doctor.secrets import examine_signing_secret, without_secrets
from bot.doctor.settings import examine_settings
from bot.doctor.slack import examine_slack
from bot.doctor.vitable import examine_vitable
from bot.proxies import DIRECT, Proxies
from bot.settings import Settings, SettingsError

SET_IT = "Set it where the bot is started; docs/connect.md says where to find it."


async def examine(settings: Settings, clock: Clock, proxies: Proxies = DIRECT) -> list[Finding]:
    """Every finding about usable settings, in the order of `Check`."""
    database, audit, slack, vitable, unrouted = await asyncio.gather(
        examine_database(settings.database_url),
        examine_audit(settings),
        examine_slack(settings, clock, proxies),
        examine_vitable(settings, clock, proxies),
        examine_open_requests(settings),
    )
    events = await examine_life_events(settings)
    secret = examine_signing_secret(settings.slack_signing_secret.get_secret_value())
    first = *examine_settings(settings, os.environ), examine_python(settings.database_url)
    kept = [*examine_files(settings), examine_retention(settings), audit]
    findings = [*first, *database, *kept, secret, *slack, *vitable, *unrouted, events]
    return without_secrets(_in_order(findings), settings)


def unusable(error: SettingsError) -> list[Finding]:
    """The findings about unusable settings, one for each problem; all other checks are not run."""
    complaints = [line.strip().partition(" ") for line in str(error).splitlines()]
    wrong = [failed(Check.SETTINGS, says, SET_IT, about=name) for name, _, says in complaints]
    return [*wrong, *(not_checked(check, Check.SETTINGS) for check in Check if check is not Check.SETTINGS)]


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    order = list(Check)
    return sorted(findings, key=lambda finding: order.index(finding.check))
