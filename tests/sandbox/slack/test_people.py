"""The workspace as each person sees it, and the settings that tests may change."""

import asyncio

import pytest

from sandbox import cast
from tests.patience import PATIENCE
from tests.sandbox.slack.room import Room

pytestmark = pytest.mark.anyio


async def names(room: Room, person: str) -> list[str]:
    return [conversation["name"] for conversation in (await room.state(person))["conversations"]]


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (cast.NINA, ["benefits-approvals", "general", "partner-desk", "hr-lounge", "Reissue"]),
        (cast.GIL, ["benefits-approvals", "general", "Reissue"]),
        (cast.OLGA, ["partner-desk", "Reissue"]),
    ],
)
async def test_people_see_their_own_conversations(room: Room, person: str, seen: list[str]) -> None:
    assert await names(room, person) == seen


async def test_the_state_names_people_commands_and_shortcuts(room: Room) -> None:
    state = await room.state(cast.NINA)
    assert state["me"] == {
        "id": "U0NINA",
        "name": "nina",
        "real_name": "Nina Okafor",
        "title": "HR operations",
        "team_id": "T0SANDBOX",
        "kind": "member",
        "initials": "NO",
        "color": "#7c3aed",
    }
    assert [(person["id"], person["kind"]) for person in state["people"]] == [
        (cast.NINA, "member"),
        (cast.MARCUS, "member"),
        (cast.PRIYA, "member"),
        (cast.GIL, "guest"),
        (cast.OLGA, "outsider"),
        (cast.DANA, "deactivated"),
    ]
    assert state["team"] == {"id": "T0SANDBOX", "name": "Brightside HR"}
    assert state["shortcuts"] == [{"callback_id": "reissue_shortcut", "name": "Reissue an enrollment"}]
    assert [command["command"] for command in state["commands"]] == ["/reissue"]


async def test_unread_and_mentions_are_counted_until_read(room: Room) -> None:
    await room.api("chat.postMessage", channel=cast.APPROVALS, text=f"<!subteam^{cast.HR_MANAGERS}> please")
    await room.api("chat.postMessage", channel=cast.APPROVALS, text="and more")

    async def counts(person: str) -> tuple[int, int]:
        approvals = (await room.state(person))["conversations"][0]
        return approvals["unread"], approvals["mentions"]

    assert await counts(cast.MARCUS) == (2, 1)
    assert await counts(cast.NINA) == (2, 0)
    await room.act(cast.MARCUS, "read", conversation=cast.APPROVALS)
    assert await counts(cast.MARCUS) == (0, 0)
    await room.act(cast.MARCUS, "say", conversation=cast.APPROVALS, text="on it")
    assert await counts(cast.MARCUS) == (0, 0)
    assert await counts(cast.NINA) == (3, 0)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        ({"as": "U0NOBODY", "do": "home"}, "no_such_person"),
        ({"as": cast.NINA, "do": "dance"}, "bad_request"),
        ({"as": cast.NINA, "do": "say", "conversation": "C0NOWHERE", "text": "x"}, "no_such_conversation"),
        ({"as": cast.OLGA, "do": "say", "conversation": cast.GENERAL, "text": "x"}, "not_visible"),
        ({"as": cast.NINA, "do": "say", "conversation": cast.GENERAL, "text": "  "}, "no_text"),
        ({"as": cast.DANA, "do": "home"}, "deactivated"),
        ({"as": cast.NINA, "do": "shortcut", "callback_id": "other"}, "no_such_shortcut"),
        ({"as": cast.NINA, "do": "submit", "view_id": "V0"}, "gone"),
    ],
)
async def test_an_impossible_act_is_refused_with_a_sentence(room: Room, act: dict[str, str], error: str) -> None:
    response = await room.http.post(f"{room.url}/sandbox/act", json=act)
    assert (response.status_code, response.json()["error"]) == (400, error)
    assert response.json()["message"].endswith(".")


async def test_accounts_channels_and_groups_can_be_changed(room: Room) -> None:
    await room.post(f"people/{cast.PRIYA}", is_restricted=True)
    assert (await room.state(cast.PRIYA))["me"]["kind"] == "guest"
    await room.post(f"people/{cast.PRIYA}", deleted=True)
    assert (await room.api("users.info", user=cast.PRIYA))["user"]["deleted"] is True
    await room.post(f"channels/{cast.GENERAL}", is_private=True, members=[cast.NINA])
    assert "general" not in await names(room, cast.MARCUS)
    await room.post(f"groups/{cast.HR_TEAM}", users=[cast.PRIYA])
    assert (await room.api("usergroups.users.list", usergroup=cast.HR_TEAM))["users"] == [cast.PRIYA]
    assert (await room.post("people/U0NOBODY", deleted=True))["error"] == "not_found"
    assert (await room.post(f"people/{cast.NINA}", rich=True))["error"] == "bad_request"


async def test_a_channel_keeps_its_messages_and_threads_when_it_gets_another_id(room: Room) -> None:
    card = await room.api("chat.postMessage", channel=cast.APPROVALS, text="a card")
    await room.api("chat.postMessage", channel=cast.APPROVALS, text="a reply", thread_ts=card["ts"])
    assert (await room.post(f"channels/{cast.APPROVALS}", id="C0NEW", is_org_shared=True))["ok"]
    described = (await room.api("conversations.info", channel="C0NEW"))["channel"]
    assert (described["is_shared"], described["is_org_shared"], described["is_ext_shared"]) == (True, True, False)
    assert (await room.api("conversations.info", channel=cast.APPROVALS))["error"] == "channel_not_found"
    updated = await room.api("chat.update", channel="C0NEW", ts=card["ts"], text="a new card")
    assert (updated["ok"], updated["message"]["reply_count"]) == (True, 1)
    assert [message["text"] for message in (await room.state(cast.NINA))["messages"]["C0NEW"]] == [
        "a new card",
        "a reply",
    ]


async def test_the_stream_wakes_the_people_who_can_see_the_change(room: Room) -> None:
    stream = room.http.stream("GET", f"{room.url}/sandbox/events", params={"as": cast.OLGA})
    async with asyncio.timeout(PATIENCE), stream as response:
        lines = response.aiter_lines()

        async def next_seq() -> int:
            async for line in lines:
                if line.startswith('data: {"seq": '):
                    return int(line.removeprefix('data: {"seq": ').removesuffix("}"))
            raise AssertionError("the stream has ended")

        first = await next_seq()
        await room.api("chat.postMessage", channel=cast.APPROVALS, text="not for her")
        await room.api("chat.postMessage", channel=cast.PARTNERS, text="for her")
        assert await next_seq() == first + 2


async def test_the_bot_can_be_found_later(room: Room) -> None:
    assert (await room.post("bot", url="http://127.0.0.1:1/x"))["ok"] is True
    assert room.sandbox.bot_url == "http://127.0.0.1:1/x"
    room.sandbox.bot_url = "http://127.0.0.1:2/y"
    assert (await room.state(cast.NINA))["bot"]["url"] == "http://127.0.0.1:2/y"


async def test_the_page_is_served_fresh_and_nothing_else(room: Room) -> None:
    index = await room.http.get(f"{room.url}/")
    assert index.headers["content-type"].startswith("text/html")
    assert index.headers["cache-control"] == "no-store"
    script = await room.http.get(f"{room.url}/page/app.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert (await room.http.get(f"{room.url}/page/%2e%2e/cast.py")).status_code == 404
