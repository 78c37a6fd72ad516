"""The command: reads the settings, runs the checks, makes the report."""

import asyncio

from bot.clock import SystemClock
from bot.doctor.examination import examine, unusable
from bot.doctor.report import as_json, exit_code, table
from bot.logs.configure import hide_in_logs
from bot.logs.masking import secrets_of
from bot.proxies import Proxies
from bot.settings import SettingsError, load_settings


def diagnosis(proxies: Proxies, *, json: bool) -> tuple[str, int]:
    """The report, as a table or as JSON, and the exit code."""
    try:
        settings = load_settings()
    except SettingsError as error:
        findings = unusable(error)
    else:
        hide_in_logs(*secrets_of(settings))
        findings = asyncio.run(examine(settings, SystemClock(), proxies))
    return as_json(findings) if json else table(findings), exit_code(findings)
