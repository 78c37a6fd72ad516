"""Slack: tokens, scopes, and everything that can be checked with a working token."""

import asyncio
import json
from contextlib import suppress

from approvals.ports.outside import Clock, HomeTeam
from approvals.rules.budgets import TimeBudgets
from bot.commands.manifest import template
from bot.doctor.channel import examine_channel
from bot.doctor.clocks import compare, compare_zones
from bot.doctor.finding import Check, Finding, failed, not_checked, ok, skipped, warning
from bot.doctor.people import People, examine_people
from bot.doctor.refusals import NEW_TOKEN, REINSTALL, meaning, remedy
from bot.doctor.routes import routes_of, settings_of, told_of
from bot.doctor.screens import examine_screens
from bot.proxies import DIRECT, Proxies, UnusableProxy
from bot.settings import Settings
from handlers.slack.client import slack_client, slack_session
from handlers.slack.probe import Identity, ProbeRefused, SlackProbe

ABOUT = "Slack"

COMPARE_SCOPES = (
    "On api.slack.com/apps open the app, OAuth & Permissions → Bot Token Scopes, and compare them with the table in "
    "docs/connect.md. A proxy between the bot and Slack may have removed the header x-oauth-scopes."
)

FOR_SOCKET_MODE = (
    "On api.slack.com/apps open the app, Settings → Socket Mode, switch it on; then Basic Information → "
    "App-Level Tokens, generate one with connections:write and copy it into SLACK_APP_TOKEN."
)


async def examine_slack(settings: Settings, clock: Clock, proxies: Proxies = DIRECT) -> tuple[Finding, ...]:
    """Make every check that asks Slack."""
    try:
        proxy = proxies.leading_to(settings.slack_api_url)
    except UnusableProxy as error:
        asked = not_checked(Check.CLOCK, Check.SLACK_TOKEN, about=ABOUT)
        token = failed(Check.SLACK_TOKEN, error.says, error.remedy)
        return token, asked, *_nothing_else(), not_checked(Check.APP_TOKEN, Check.SLACK_TOKEN)
    async with slack_session(TimeBudgets()) as session:
        bot_token = settings.slack_bot_token.get_secret_value()
        survey = SlackProbe(slack_client(bot_token, settings.slack_api_url, session, proxy))
        findings, app_token = await asyncio.gather(
            _with_bot_token(survey, settings, clock), _app_token(survey, settings)
        )
    return *findings, app_token


async def _with_bot_token(survey: SlackProbe, settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    try:
        identity = await survey.identity()
    except ProbeRefused as refusal:
        asked = not_checked(Check.CLOCK, Check.SLACK_TOKEN, about=ABOUT)
        time = compare(ABOUT, refusal.date, clock.now()) if refusal.date else asked
        return failed(Check.SLACK_TOKEN, meaning(refusal), remedy(refusal, NEW_TOKEN)), time, *_nothing_else()
    time = compare(ABOUT, identity.date, clock.now())
    people = People(survey, identity, await _home(survey, identity, settings))
    found = await _who_and_where(survey, people, settings)
    screens = await examine_screens(survey, settings, clock.now())
    zones = compare_zones(people.seen.values(), clock.now())
    works = ok(Check.SLACK_TOKEN, f"{identity.team}, as {identity.user}")
    return works, time, _scopes(identity), *found, zones, screens


async def _who_and_where(survey: SlackProbe, people: People, settings: Settings) -> list[Finding]:
    """The channel and the people, of each route if there are several."""
    routes = routes_of(settings)
    if not routes:
        return [*await _of_policy(survey, people, settings)]
    found: list[Finding] = []
    for route in routes:
        own = await _of_policy(survey, people, settings_of(settings, route))
        found += [told_of(route, finding) for finding in own]
    return found


async def _of_policy(survey: SlackProbe, people: People, settings: Settings) -> tuple[Finding, ...]:
    channel = await examine_channel(survey, settings.approvals_channel, has_requesters=bool(settings.requesters))
    return channel, *await examine_people(people, settings, channel)


async def _home(survey: SlackProbe, identity: Identity, settings: Settings) -> HomeTeam:
    """The bot's workspace; installed for a whole organization, it is that of the channel."""
    team_id = identity.team_id
    if identity.is_org_wide:
        with suppress(ProbeRefused):  # the finding about the channel says why
            team_id = (await survey.room(settings.approvals_channel)).team_id or team_id
    return HomeTeam(team_id=team_id, enterprise_id=identity.enterprise_id)


def manifest_scopes(kind: str = "bot") -> frozenset[str]:
    """The scopes in the manifest; with the kind `bot_optional`, those that need not be granted."""
    manifest = json.loads(template())
    return frozenset(manifest["oauth_config"]["scopes"][kind])


def _nothing_else() -> tuple[Finding, ...]:
    people = (Check.APPROVER, Check.REQUESTER, Check.ENOUGH_APPROVERS, Check.TIME_ZONES)
    unseen = (Check.SCOPES, Check.CHANNEL, *people, Check.SCREENS)
    return tuple(not_checked(check, Check.SLACK_TOKEN) for check in unseen)


def _scopes(identity: Identity) -> Finding:
    """Compare the granted scopes with the manifest. A scope too many costs only trust."""
    wanted, optional = manifest_scopes(), manifest_scopes("bot_optional")
    if identity.scopes is None:
        return skipped(Check.SCOPES, "Slack did not list the granted scopes", COMPARE_SCOPES)
    missing, superfluous = sorted(wanted - optional - identity.scopes), sorted(identity.scopes - wanted)
    place = "On api.slack.com/apps open the app, OAuth & Permissions → Bot Token Scopes"
    if missing:
        add = f"{place}, add {', '.join(missing)}, then {REINSTALL}."
        return failed(Check.SCOPES, f"missing: {', '.join(missing)}", add)
    if superfluous:
        remove = f"{place}, and remove what no other part of this app needs."
        return warning(Check.SCOPES, f"not needed: {', '.join(superfluous)}", remove)
    left_out = ", ".join(sorted(optional - identity.scopes))
    return ok(Check.SCOPES, "as in the manifest" + (f", without {left_out} (optional)" if left_out else ""))


async def _app_token(survey: SlackProbe, settings: Settings) -> Finding:
    if settings.slack_app_token is None:
        return ok(Check.APP_TOKEN, "not set; only `python -m bot socket` needs one")
    try:
        await survey.connection(settings.slack_app_token.get_secret_value())
    except ProbeRefused as refusal:
        return failed(Check.APP_TOKEN, meaning(refusal), remedy(refusal, FOR_SOCKET_MODE, for_scope=FOR_SOCKET_MODE))
    return ok(Check.APP_TOKEN, "Socket Mode lets it in")
