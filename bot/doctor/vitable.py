"""Vitable Connect: which contract is spoken, does the key work, can records be read, what time is it there?"""

import asyncio
from urllib.parse import urlsplit

from approvals.ports.outside import Clock
from benefits.client import VitableConnect
from benefits.connect6.client import Connect6
from benefits.errors import BenefitsError, UnusableAddress, WrongOrganization
from bot.doctor.clocks import compare
from bot.doctor.contract import examine_contract
from bot.doctor.finding import Check, Finding, State, failed, not_checked, ok
from bot.doctor.organizations import organization_trouble, organizations_to_choose_from
from bot.doctor.reads import ENDS_IT
from bot.doctor.records import examine_records
from bot.doctor.routes import examine_employers, unlooked_at
from bot.doctor.troubles import ADDRESS, remedy
from bot.proxies import DIRECT, Proxies, UnusableProxy
from bot.settings import SERVERS, Settings
from bot.vitable import vitable_connect

WITHIN = 5.0
"""Seconds for one call, and for all pages of employers."""

ABOUT = "Vitable"

NO_EMPLOYER = "Ask Vitable to give this key access to your company; until then no employee can be found."


async def examine_vitable(settings: Settings, clock: Clock, proxies: Proxies = DIRECT) -> tuple[Finding, ...]:
    """Ask what the server speaks, for the employers, a few of their records, and the time."""
    where = _named(settings)
    try:
        benefits = vitable_connect(settings, WITHIN, proxies)
    except UnusableAddress:
        return failed(Check.VITABLE_KEY, "VITABLE_CONNECT_BASE_URL is not an address", ADDRESS), *_nothing_else(
            settings
        )
    except UnusableProxy as error:
        return failed(Check.VITABLE_KEY, error.says, error.remedy), *_nothing_else(settings)
    try:
        findings, time = await asyncio.gather(_contract_and_rest(benefits, settings, where), _time(benefits, clock))
    finally:
        await benefits.aclose()
    is_told = any(finding.check is Check.ROUTES for finding in findings)
    return *findings, *(() if is_told else (unlooked_at(settings),)), time


async def _contract_and_rest(
    benefits: VitableConnect | Connect6, settings: Settings, where: str
) -> tuple[Finding, ...]:
    """Another contract is said first: nothing else can be read then. A key that is refused is no question of it."""
    unsaid = not_checked(Check.VITABLE_CONTRACT, Check.VITABLE_KEY)
    try:
        contract = await examine_contract(benefits, settings)
    except ENDS_IT as error:
        return unsaid, *_refused(error, settings, where)
    if contract.state is State.FAILED:
        unread = (Check.VITABLE_KEY, Check.VITABLE_RECORDS)
        return contract, *(not_checked(check, Check.VITABLE_CONTRACT) for check in unread)
    key, *rest = await _key_and_records(benefits, settings, where)
    is_the_keys = contract.state is State.WARNING and key.state is State.FAILED
    return unsaid if is_the_keys else contract, key, *rest


async def _key_and_records(benefits: VitableConnect | Connect6, settings: Settings, where: str) -> tuple[Finding, ...]:
    unseen = not_checked(Check.VITABLE_RECORDS, Check.VITABLE_KEY)
    try:
        employers = await benefits.employers(within=WITHIN)
    except WrongOrganization as error:
        return await _elsewhere(error, benefits, settings, where), unseen
    except BenefitsError as error:
        return _refused(error, settings, where)
    count = len(employers.records) + len(employers.unreadable)
    if not count:
        return failed(Check.VITABLE_KEY, f"{where}: the key is good, but reaches no employer", NO_EMPLOYER), unseen
    key = ok(Check.VITABLE_KEY, f"{where}, {'1 employer' if count == 1 else f'{count} employers'}")
    routes = examine_employers(settings, employers.records)
    return key, await examine_records(benefits, employers, settings), *routes


def _refused(error: BenefitsError, settings: Settings, where: str) -> tuple[Finding, Finding]:
    key = failed(Check.VITABLE_KEY, f"{where}: {error}", remedy(error, settings))
    return key, not_checked(Check.VITABLE_RECORDS, Check.VITABLE_KEY)


async def _elsewhere(
    error: WrongOrganization, benefits: VitableConnect | Connect6, settings: Settings, where: str
) -> Finding:
    says = f"{where}: {organization_trouble(error, settings)}"
    if isinstance(benefits, Connect6):
        return failed(Check.VITABLE_KEY, says, await organizations_to_choose_from(benefits, WITHIN))
    return failed(Check.VITABLE_KEY, says, remedy(error, settings))


async def _time(benefits: VitableConnect | Connect6, clock: Clock) -> Finding:
    try:
        theirs = await benefits.connection.server_time(within=WITHIN)
    except BenefitsError:
        return not_checked(Check.CLOCK, Check.VITABLE_KEY, about=ABOUT)
    return compare(ABOUT, theirs, clock.now())


def _nothing_else(settings: Settings) -> tuple[Finding, ...]:
    first = Check.VITABLE_KEY
    unseen = (not_checked(check, first) for check in (Check.VITABLE_CONTRACT, Check.VITABLE_RECORDS))
    return *unseen, unlooked_at(settings), not_checked(Check.CLOCK, first, about=ABOUT)


def _named(settings: Settings) -> str:
    host = urlsplit(settings.benefits_url).hostname
    if settings.benefits_url == SERVERS["production"]:
        return f"production ({host})"
    return f"{settings.server} ({host})"
