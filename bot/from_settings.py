"""The settings that the core needs: the rules of the workspace, and how sending is paced."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from approvals.rules.pace import Limits
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.routes_file import Route

FIELDS = {"approvals_channel": "channel"}
"""The keys of a route that are called otherwise than the field of a policy."""

OWN = (
    "approvals_channel",
    "approvers",
    "requesters",
    "approvals_required",
    "second_approval_when",
    "escalation_approvers",
    "escalate_days_before",
)
"""The fields of a policy that a route may have for itself."""


def routes_of(settings: Settings) -> Routes:
    """Who may request and decide for each employer. Raises ValueError if the file was broken since the start."""
    policy = policy_of(settings)
    if settings.routes_file is None:
        return Routes.sole(policy)
    from bot.routes_file import routes_in  # noqa: PLC0415 - most have one route for everything

    return Routes.several([(each.claim, routed(policy, each)) for each in routes_in(settings.routes_file)], policy)


def routed(policy: Policy, route: "Route") -> Policy:
    """The policy of a route: what it leaves out is as in the settings."""
    said = {field: getattr(route, FIELDS.get(field, field)) for field in OWN}
    changes: dict[str, Any] = {field: value for field, value in said.items() if value is not None}
    return replace(policy, route=route.name, **changes)


def policy_of(settings: Settings) -> Policy:
    """Who may request and decide, as far as no route says otherwise."""
    return Policy(
        approvals_channel=settings.approvals_channel,
        approvers=settings.approvers,
        requesters=settings.requesters,
        approvals_required=settings.approvals_required,
        request_ttl_days=settings.request_ttl_days,
        expire_at_window_end=settings.expire_at_window_end,
        escalation_approvers=settings.escalation_approvers,
        escalate_days_before=settings.escalate_days_before,
        second_approval_when=settings.second_approval_when,
        seen_by=settings.evidence,
    )


def limits_of(settings: Settings) -> Limits:
    """How the sending of reissues is paced."""
    return Limits(
        timeout=settings.vitable_connect_timeout,
        readback_settle=settings.readback_settle,
        max_concurrent=settings.vitable_max_concurrent,
        paused=settings.reissue_paused,
    )
