"""The Web API: calls, refusals, answers."""

import json
from typing import Any

import pytest

from sandbox import cast
from tests.sandbox.slack.room import Json, Room

pytestmark = pytest.mark.anyio


async def test_a_token_may_come_in_the_header_or_in_the_form(room: Room) -> None:
    url = f"{room.url}/api/auth.test"
    header = {"authorization": f"Bearer {cast.BOT_TOKEN}"}
    answers = [
        await room.http.post(url, headers=header),
        await room.http.get(url, headers=header),
        await room.http.post(url, data={"token": cast.BOT_TOKEN}),
    ]
    assert [answer.json()["ok"] for answer in answers] == [True] * 3


async def test_a_token_in_the_address_of_a_call_is_none(room: Room) -> None:
    answer = await room.http.get(f"{room.url}/api/auth.test", params={"token": cast.BOT_TOKEN})
    assert answer.json() == {"ok": False, "error": "not_authed"}


async def test_auth_test_says_who_owns_the_token_and_its_scopes(room: Room) -> None:
    response = await room.http.post(f"{room.url}/api/auth.test", data={"token": cast.BOT_TOKEN})
    assert response.json() == {
        "ok": True,
        "url": f"{room.url}/",
        "team": "Brightside HR",
        "user": "reissue",
        "team_id": "T0SANDBOX",
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
        "enterprise_id": None,
        "is_enterprise_install": False,
    }
    assert "chat:write" in response.headers["x-oauth-scopes"].split(",")


async def test_a_call_needs_the_right_token(room: Room) -> None:
    url = f"{room.url}/api/auth.test"
    assert (await room.http.post(url)).json() == {"ok": False, "error": "not_authed"}
    wrong = await room.http.post(url, data={"token": "xoxb-other"})
    assert (wrong.status_code, wrong.json()) == (200, {"ok": False, "error": "invalid_auth"})


async def test_an_unknown_method_is_named_as_such(room: Room) -> None:
    assert (await room.api("chat.shout"))["error"] == "unknown_method"


async def test_a_method_needs_its_scope(room: Room) -> None:
    answer = await room.api("conversations.history", channel=cast.APPROVALS)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:history")
    await room.post("scopes", scopes=["commands"])
    assert (await room.api("chat.postMessage", channel=cast.GENERAL, text="x"))["needed"] == "chat:write"


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": cast.NO_BOT, "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0NOBODY", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": cast.GENERAL}, "no_text"),
        (
            "chat.postMessage",
            {"channel": cast.GENERAL, "text": "x", "thread_ts": "1.000000"},
            "cannot_reply_to_message",
        ),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.update", {"channel": cast.GENERAL, "ts": "1.000000", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": cast.GENERAL, "ts": "1.000000"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": cast.APPROVALS, "user": cast.OLGA, "text": "x"}, "user_not_in_channel"),
        ("chat.getPermalink", {"channel": cast.GENERAL, "message_ts": "1.000000"}, "message_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
        ("conversations.info", {"channel": cast.NO_BOT}, "channel_not_found"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("conversations.open", {"users": cast.DANA}, "user_disabled"),
        ("team.info", {}, "missing_scope"),
    ],
)
async def test_slack_refuses_with_its_own_error_codes(
    room: Room, method: str, args: dict[str, Any], error: str
) -> None:
    await room.post("scopes", scopes=[*cast.SCOPES, "im:write"])
    assert (await room.api(method, **args))["error"] == error


async def test_history_and_replies_can_be_read_with_their_scopes(room: Room) -> None:
    await room.post("scopes", scopes=["chat:write", "channels:history"])
    parent = await room.api("chat.postMessage", channel=cast.GENERAL, text="card")
    await room.api("chat.postMessage", channel=cast.GENERAL, text="reply", thread_ts=parent["ts"])
    history = await room.api("conversations.history", channel=cast.GENERAL)
    assert [(m["text"], m["reply_count"]) for m in history["messages"]] == [("card", 1)]
    replies = await room.api("conversations.replies", channel=cast.GENERAL, ts=parent["ts"])
    assert [m["text"] for m in replies["messages"]] == ["card", "reply"]


async def test_people_carry_slacks_flags(room: Room) -> None:
    async def user(person: str) -> Json:
        return dict((await room.api("users.info", user=person))["user"])

    assert (await user(cast.GIL))["is_restricted"] is True
    olga = await user(cast.OLGA)
    assert (olga["is_stranger"], olga["team_id"]) == (True, "T0PARTNER")
    dana = await user(cast.DANA)
    assert (dana["deleted"], "is_restricted" in dana) == (True, False)
    assert (await user(cast.BOT_USER_ID))["is_bot"] is True


async def test_addresses_need_a_scope_of_their_own(room: Room) -> None:
    await room.post("scopes", scopes=["users:read"])
    people = (await room.api("users.list"))["members"]
    assert [person["profile"].get("email") for person in people] == [None] * 7
    await room.post("scopes", scopes=["users:read", "users:read.email"])
    nina = (await room.api("users.info", user=cast.NINA))["user"]
    assert nina["profile"]["email"] == "nina@brightside.example"


async def test_channels_and_groups_can_be_read(room: Room) -> None:
    shared = (await room.api("conversations.info", channel=cast.PARTNERS))["channel"]
    assert (shared["is_private"], shared["is_ext_shared"], shared["is_member"]) == (False, True, True)
    members = await room.api("conversations.members", channel=cast.APPROVALS, limit=4)
    assert members["members"] == [cast.NINA, cast.MARCUS, cast.PRIYA, cast.GIL]
    cursor = members["response_metadata"]["next_cursor"]
    rest = await room.api("conversations.members", channel=cast.APPROVALS, limit=4, cursor=cursor)
    assert rest["members"] == [cast.DANA, cast.BOT_USER_ID]
    listed = await room.api("conversations.list", types="public_channel,private_channel")
    assert [channel["name"] for channel in listed["channels"]] == ["general", "partner-desk", "benefits-approvals"]
    users = await room.api("usergroups.users.list", usergroup=cast.HR_MANAGERS)
    assert users["users"] == [cast.MARCUS, cast.PRIYA, cast.DANA, cast.GIL]
    groups = await room.api("usergroups.list", include_users=True)
    assert [(group["handle"], len(group["users"])) for group in groups["usergroups"]] == [
        ("hr-managers", 4),
        ("hr-team", 2),
    ]
    await room.post(f"groups/{cast.HR_MANAGERS}", disabled=True)
    assert (await room.api("usergroups.users.list", usergroup=cast.HR_MANAGERS))["error"] == "no_such_subteam"


async def test_calls_are_logged_without_the_token(room: Room) -> None:
    form = {"token": cast.BOT_TOKEN, "channel": cast.GENERAL, "text": "x"}
    await room.http.post(f"{room.url}/api/chat.postMessage", data=form)
    await room.api("users.info", user="U0NOBODY")
    calls = (await room.http.get(f"{room.url}/sandbox/calls", params={"target": "slack"})).json()["calls"]
    assert [(c["n"], c["call"], c["effect"], c["detail"].get("error")) for c in calls] == [
        (1, "chat.postMessage", True, None),
        (2, "users.info", False, "user_not_found"),
    ]
    assert cast.BOT_TOKEN not in json.dumps(calls)
    later = await room.http.get(f"{room.url}/sandbox/calls", params={"target": "slack", "since": 1})
    assert [c["n"] for c in later.json()["calls"]] == [2]
