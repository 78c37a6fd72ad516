"""Vitable Connect: is the key good, whom does it reach, and what time is it there?"""

import asyncio
from urllib.parse import urlsplit

import httpx

from approvals.ports import Clock
from benefits.client import VitableConnect
from benefits.errors import BenefitsError, NotFound, RateLimited, Refused, UnreadableAnswer
from bot.doctor.clocks import compare
from bot.doctor.finding import Check, Finding, failed, not_checked, ok
from bot.doctor.secrets import misread
from bot.settings import SERVERS, Settings

WITHIN = 5.0
"""Seconds for all pages of employers."""

ABOUT = "Vitable"

NEW_KEY = "Copy the key of this environment into VITABLE_CONNECT_API_KEY; each environment has keys of its own."

ADDRESS = "Check VITABLE_CONNECT_BASE_URL: without it the bot uses the server of VITABLE_CONNECT_ENVIRONMENT."

ASK = "Ask Vitable's support; trace id: {trace_id}."

REACH = "Check that this machine reaches the server (DNS, firewall, proxy), then try again."

NOBODY = "Ask Vitable to give this key access to your company; until then no employee can be found."


async def examine_vitable(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """Ask for the employers, and for the time."""
    key = settings.vitable_connect_api_key.get_secret_value()
    where = _named(settings)
    if misread(key):
        wrong = failed(Check.VITABLE_KEY, f"{where}: the key holds characters that no key has", NEW_KEY)
        return wrong, not_checked(Check.CLOCK, Check.VITABLE_KEY, about=ABOUT)
    try:
        benefits = VitableConnect(settings.benefits_url, key, WITHIN)
    except httpx.InvalidURL:
        wrong = failed(Check.VITABLE_KEY, f"{settings.benefits_url} is no address", ADDRESS)
        return wrong, not_checked(Check.CLOCK, Check.VITABLE_KEY, about=ABOUT)
    try:
        return tuple(await asyncio.gather(_key(benefits, where), _time(benefits, clock)))
    finally:
        await benefits.aclose()


async def _key(benefits: VitableConnect, where: str) -> Finding:
    try:
        employers = await benefits.employers(within=WITHIN)
    except BenefitsError as error:
        return failed(Check.VITABLE_KEY, f"{where}: {error}", _remedy(error))
    if not employers:
        return failed(Check.VITABLE_KEY, f"{where}: the key is good, but reaches no employer", NOBODY)
    count = "1 employer" if len(employers) == 1 else f"{len(employers)} employers"
    return ok(Check.VITABLE_KEY, f"{where}, {count}")


async def _time(benefits: VitableConnect, clock: Clock) -> Finding:
    try:
        theirs = await benefits.server_time(within=WITHIN)
    except BenefitsError:
        return not_checked(Check.CLOCK, Check.VITABLE_KEY, about=ABOUT)
    return compare(ABOUT, theirs, clock.now())


def _remedy(error: BenefitsError) -> str:
    if isinstance(error, Refused):
        return NEW_KEY if error.status_code in (401, 403) else ASK.format(trace_id=error.trace_id or "none")
    if isinstance(error, NotFound | UnreadableAnswer):
        return ADDRESS
    return "Wait a minute, then try again." if isinstance(error, RateLimited) else REACH


def _named(settings: Settings) -> str:
    host = urlsplit(settings.benefits_url).hostname
    if settings.benefits_url == SERVERS["production"]:
        return f"production ({host})"
    return f"{settings.server} ({host})"
