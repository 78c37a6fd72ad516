"""The settings that the core needs: the rules of the workspace, and how sending is paced."""

from approvals.rules.pace import Limits
from approvals.rules.policy import Policy
from bot.settings import Settings


def policy_of(settings: Settings) -> Policy:
    """Who may request and decide."""
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
    )


def limits_of(settings: Settings) -> Limits:
    """How the sending of reissues is paced."""
    return Limits(
        timeout=settings.vitable_connect_timeout,
        readback_settle=settings.readback_settle,
        max_concurrent=settings.vitable_max_concurrent,
        paused=settings.reissue_paused,
    )
