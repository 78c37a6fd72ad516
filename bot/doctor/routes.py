"""Routes: is each employer of the file known to Vitable, and does each employer of Vitable have a route?"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from approvals.errors import StoreError
from approvals.model.routing import RouteMap
from benefits.connect6.rows import EmployerRow
from benefits.models import Employer
from bot.doctor.finding import Check, Finding, failed, not_checked, ok, warning
from bot.from_settings import policy_of, routed
from bot.routes_file import Route, routes_in
from bot.settings import Settings
from store.address import UnusableDatabase
from store.routing import unrouted_requests

NAMED = 5
"""How many employers without a route are named."""

CHECK_ID = (
    "Correct the id in ROUTES_FILE, or take it out; the key may also belong to another organization or environment."
)

ADD = 'Add them to a route in ROUTES_FILE, or add a route with employers = ["*"]. Until then no one can request there.'

ADD_THEIRS = (
    "Add their employers to a route in ROUTES_FILE, or let their requesters withdraw them; the export names both."
)

ADD_KINDS = "Add a route for all other kinds of benefit of these employers, without categories."

KEYS = {
    "APPROVALS_CHANNEL": "channel",
    "ESCALATION_APPROVERS": "escalation_approvers",
    "SECOND_APPROVAL_WHEN": "second_approval_when",
    "APPROVALS_REQUIRED": "approvals_required",
    "APPROVERS": "approvers",
    "REQUESTERS": "requesters",
}
"""What a route calls what a setting says for everything; no name before one that contains it."""


def routes_of(settings: Settings) -> tuple[Route, ...]:
    """The routes in the file; none if there is no file."""
    return () if settings.routes_file is None else routes_in(settings.routes_file)


def settings_of(settings: Settings, route: Route) -> Settings:
    """The settings as they are for one route."""
    policy = routed(policy_of(settings), route)
    own: dict[str, Any] = {name.lower(): getattr(policy, name.lower()) for name in KEYS}
    return settings.model_copy(update=own)


def told_of(route: Route, finding: Finding) -> Finding:
    """A finding about one route: it names the route, and the keys of the file in place of settings."""
    remedy = finding.remedy
    for setting, key in KEYS.items():
        remedy = remedy and remedy.replace(setting, f"`{key}` of route {route.name} (ROUTES_FILE)")
    return replace(finding, remedy=remedy, about=f"{route.name}: {finding.about}" if finding.about else route.name)


def unlooked_at(settings: Settings) -> Finding:
    """The finding when Vitable did not name its employers."""
    return not_checked(Check.ROUTES, Check.VITABLE_KEY) if settings.routes_file else _sole()


def examine_employers(settings: Settings, employers: Sequence[Employer | EmployerRow]) -> tuple[Finding, ...]:
    """Compare the routes with the employers that the key reaches."""
    routes = routes_of(settings)
    if not routes:
        return (_sole(),)
    names = {str(each.id): each.name or str(each.id) for each in employers}
    table = RouteMap.of(route.claim for route in routes)
    without = [name for each, name in names.items() if not table.is_routed(each)]
    partly = [name for each, name in names.items() if table.is_routed(each) and table.route_of(each, None) is None]
    found = [_of_route(route, names) for route in routes]
    if without:
        found.append(warning(Check.ROUTES, f"without a route: {_listed(without)}", ADD))
    if partly:
        found.append(warning(Check.ROUTES, f"only some kinds of benefit have a route: {_listed(partly)}", ADD_KINDS))
    return tuple(found)


async def examine_open_requests(settings: Settings) -> tuple[Finding, ...]:
    """Look for open requests that no route claims any more. What is wrong with the database is told elsewhere."""
    routes = routes_of(settings)
    if not routes:
        return ()
    table = RouteMap.of(route.claim for route in routes)
    try:
        numbers = await asyncio.to_thread(unrouted_requests, settings.database_url, table)
    except (StoreError, UnusableDatabase, SQLAlchemyError, OSError):
        return ()
    if not numbers:
        return ()
    named = _listed([f"R-{number}" for number in numbers])
    return (warning(Check.ROUTES, f"open requests that nobody can decide on: {named}", ADD_THEIRS),)


def _of_route(route: Route, names: dict[str, str]) -> Finding:
    unknown = [each for each in route.named_employers if each not in names]
    if unknown:
        says = f"no employer that Vitable names to this key: {', '.join(unknown)}"
        return failed(Check.ROUTES, says, CHECK_ID, about=route.name)
    whose = ", ".join(names[each] for each in route.named_employers) or "every employer that no other route names"
    kinds = f" ({', '.join(route.categories)})" if route.categories else ""
    return ok(Check.ROUTES, f"{whose}{kinds}", about=route.name)


def _sole() -> Finding:
    return ok(Check.ROUTES, "one for everything: ROUTES_FILE is not set")


def _listed(names: Iterable[str]) -> str:
    all_names = sorted(names)
    more = f" and {len(all_names) - NAMED} more" if len(all_names) > NAMED else ""
    return f"{', '.join(all_names[:NAMED])}{more}"
