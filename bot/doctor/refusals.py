"""What to do when Slack refuses a call. The codes come from Slack's tables of errors for these methods."""

import re

from handlers.slack.probe import ProbeRefused

REINSTALL = "OAuth & Permissions → Reinstall to Workspace"

NEW_TOKEN = f"On api.slack.com/apps open the app, {REINSTALL}, and copy the Bot User OAuth Token into SLACK_BOT_TOKEN."

MEANING = {
    "invalid_auth": "Slack does not know this token, or not from this machine's address",
    "token_revoked": "this token was revoked",
    "token_expired": "this token has expired",
    "account_inactive": "the app was removed from the workspace, or the workspace is gone",
    "not_allowed_token_type": "this is a token of another kind",
    "missing_scope": "the app lacks a scope for this",
    "channel_not_found": "no channel that the bot sees",
    "user_not_found": "no person whom Slack knows",
    "user_not_visible": "no person whom the bot may see",
    "no_such_subteam": "no active user group",
    "plan_upgrade_required": "the workspace's plan has no user groups",
    "access_denied": "Slack denies the bot access",
    "forbidden_team": "the workspace may not use this",
    "org_login_required": "the workspace is being moved to an organization",
    "team_access_not_granted": "the app is not installed in this workspace",
}


def meaning(refusal: ProbeRefused) -> str:
    """Why Slack refused, in plain words with its code; or that it did not answer."""
    if refusal.wait is not None:
        return "Slack asks for fewer calls (ratelimited)"
    if refusal.code is None:
        return "Slack did not answer as it should"
    return f"{MEANING.get(refusal.code, 'Slack refuses')} ({refusal.code})"


def remedy(refusal: ProbeRefused, otherwise: str, *, for_scope: str | None = None) -> str:
    """What to do about a refusal: `otherwise` for a code of that method, `for_scope` for a scope of the app token."""
    if refusal.wait is not None:
        return f"Wait {refusal.wait:.0f} s, then type `python -m bot doctor` again."
    if refusal.code is None:
        return "Check that this machine reaches SLACK_API_URL (DNS, firewall, proxy, status.slack.com), then try again."
    if refusal.code == "missing_scope":
        scope = re.sub(r"[^a-z0-9_:.,]", "", refusal.needed) or "the missing scope"
        return for_scope or f"On api.slack.com/apps open the app, OAuth & Permissions, add {scope}, then {REINSTALL}."
    return otherwise
