"""Methods that look things up: auth, team, users, user groups."""

from typing import Any

from sandbox import cast
from sandbox.slack.errors import SlackError
from sandbox.slack.web_api.method import ApiCall, Method, Methods
from sandbox.slack.web_api.shapes import group_shape, person_shape

Json = dict[str, Any]


def lookup_methods() -> Methods:
    """The methods of this file."""
    return {
        "api.test": Method(api_test),
        "auth.test": Method(auth_test),
        "team.info": Method(team_info, "team:read"),
        "users.info": Method(user_info, "users:read"),
        "users.list": Method(user_list, "users:read"),
        "usergroups.list": Method(group_list, "usergroups:read"),
        "usergroups.users.list": Method(group_users, "usergroups:read"),
    }


def api_test(call: ApiCall) -> Json:
    """Return the arguments of the call."""
    error = call.args.text("error")
    if error is not None:
        raise SlackError(error)
    return {"args": call.args.logged()}


def auth_test(call: ApiCall) -> Json:
    """The owner of the token."""
    installation = call.workspace.installation
    return {
        "url": f"{call.address}/",
        "team": cast.ENTERPRISE_NAME if installation.is_org_wide else cast.TEAM_NAME,
        "user": cast.APP_NAME.lower(),
        "team_id": installation.team_id or installation.enterprise_id,
        "user_id": cast.BOT_USER_ID,
        "bot_id": cast.BOT_ID,
        "enterprise_id": installation.enterprise_id,
        "is_enterprise_install": installation.is_org_wide,
    }


def team_info(_call: ApiCall) -> Json:
    """The team that the app is installed in."""
    return {"team": {"id": cast.TEAM_ID, "name": cast.TEAM_NAME, "domain": cast.TEAM_DOMAIN, "email_domain": ""}}


def user_info(call: ApiCall) -> Json:
    """One person."""
    person = call.workspace.directory.person(call.args.required("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": person_shape(person, "users:read.email" in call.workspace.scopes)}


def user_list(call: ApiCall) -> Json:
    """All people."""
    with_email = "users:read.email" in call.workspace.scopes
    people = [person_shape(person, with_email) for person in call.workspace.directory.people.values()]
    return {"members": people, "cache_ts": int(call.workspace.clock()), "response_metadata": {"next_cursor": ""}}


def group_list(call: ApiCall) -> Json:
    """The user groups; with `include_users` also their members."""
    groups = []
    for group in call.workspace.directory.groups.values():
        if group.disabled and not call.args.flag("include_disabled"):
            continue
        users = {"users": list(group.users)} if call.args.flag("include_users") else {}
        groups.append(group_shape(group) | users)
    return {"usergroups": groups}


def group_users(call: ApiCall) -> Json:
    """The members of a user group. An app of a whole organization has to name the workspace of the group."""
    if call.workspace.installation.is_org_wide and call.args.text("team_id") != cast.TEAM_ID:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: team_id"])
    group = call.workspace.directory.groups.get(call.args.required("usergroup"))
    if group is None or (group.disabled and not call.args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}
