"""Vitable Connect: does the key work, which employers does it reach, can records be read, what time is it there?"""

import asyncio
from urllib.parse import urlsplit

from approvals.ports.outside import Clock
from benefits.client import VitableConnect
from benefits.connect6.client import Connect6
from benefits.errors import BenefitsError, UnusableAddress
from bot.doctor.clocks import compare
from bot.doctor.finding import Check, Finding, failed, not_checked, ok
from bot.doctor.records import examine_records
from bot.doctor.troubles import ADDRESS, remedy
from bot.proxies import DIRECT, Proxies, UnusableProxy
from bot.settings import SERVERS, Settings
from bot.vitable import vitable_connect

WITHIN = 5.0
"""Seconds for one call, and for all pages of employers."""

ABOUT = "Vitable"

NO_EMPLOYER = "Ask Vitable to give this key access to your company; until then no employee can be found."


async def examine_vitable(settings: Settings, clock: Clock, proxies: Proxies = DIRECT) -> tuple[Finding, ...]:
    """Ask for the employers, a few of their records, and the time."""
    where = _named(settings)
    try:
        benefits = vitable_connect(settings, WITHIN, proxies)
    except UnusableAddress:
        return failed(Check.VITABLE_KEY, "VITABLE_CONNECT_BASE_URL is not an address", ADDRESS), *_nothing_else()
    except UnusableProxy as error:
        return failed(Check.VITABLE_KEY, error.says, error.remedy), *_nothing_else()
    try:
        findings, time = await asyncio.gather(_key_and_records(benefits, settings, where), _time(benefits, clock))
    finally:
        await benefits.aclose()
    return *findings, time


async def _key_and_records(benefits: VitableConnect | Connect6, settings: Settings, where: str) -> tuple[Finding, ...]:
    unseen = not_checked(Check.VITABLE_RECORDS, Check.VITABLE_KEY)
    try:
        if isinstance(benefits, Connect6):
            await benefits.product_names(within=WITHIN)
            return ok(Check.VITABLE_KEY, where), unseen
        employers = await benefits.employers(within=WITHIN)
    except BenefitsError as error:
        return failed(Check.VITABLE_KEY, f"{where}: {error}", remedy(error, settings)), unseen
    count = len(employers.records) + len(employers.unreadable)
    if not count:
        return failed(Check.VITABLE_KEY, f"{where}: the key is good, but reaches no employer", NO_EMPLOYER), unseen
    key = ok(Check.VITABLE_KEY, f"{where}, {'1 employer' if count == 1 else f'{count} employers'}")
    return key, await examine_records(benefits, employers, settings)


async def _time(benefits: VitableConnect | Connect6, clock: Clock) -> Finding:
    try:
        theirs = await benefits.connection.server_time(within=WITHIN)
    except BenefitsError:
        return not_checked(Check.CLOCK, Check.VITABLE_KEY, about=ABOUT)
    return compare(ABOUT, theirs, clock.now())


def _nothing_else() -> tuple[Finding, ...]:
    first = Check.VITABLE_KEY
    return not_checked(Check.VITABLE_RECORDS, first), not_checked(Check.CLOCK, first, about=ABOUT)


def _named(settings: Settings) -> str:
    host = urlsplit(settings.benefits_url).hostname
    if settings.benefits_url == SERVERS["production"]:
        return f"production ({host})"
    return f"{settings.server} ({host})"
