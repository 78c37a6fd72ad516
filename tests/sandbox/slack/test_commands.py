"""Slash commands: the delivery to the bot, and how its answer is shown."""

import pytest

from sandbox import cast
from tests.sandbox.slack.room import Json, Room

pytestmark = pytest.mark.anyio


async def type_command(room: Room, text: str = "/reissue", **more: str) -> Json:
    return await room.act(cast.NINA, "say", **{"conversation": cast.GENERAL, "text": text, **more})


async def test_a_command_is_delivered_as_a_signed_form(room: Room) -> None:
    assert await type_command(room, "/reissue  enrl_1 ") == {"ok": True}
    sent = room.bot.last
    assert sent.pop("trigger_id")
    assert sent.pop("response_url").startswith(f"{room.url}/response/")
    assert sent == {
        "token": cast.VERIFICATION_TOKEN,
        "team_id": "T0SANDBOX",
        "team_domain": "brightside-hr",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": "U0NINA",
        "user_name": "nina",
        "command": "/reissue",
        "text": "enrl_1",
        "api_app_id": "A0REISSUE",
        "is_enterprise_install": "false",
    }


@pytest.mark.parametrize(("conversation", "name"), [(cast.APPROVALS, "privategroup"), ("D0NINA", "directmessage")])
async def test_private_conversations_do_not_show_their_names(room: Room, conversation: str, name: str) -> None:
    room.sandbox.workspace.messages_tab_read_only = False
    await type_command(room, conversation=conversation)
    assert room.bot.last["channel_name"] == name


@pytest.mark.parametrize("text", ["/reissue", "hello"])
async def test_an_app_whose_messages_tab_is_read_only_gets_no_messages_there(room: Room, text: str) -> None:
    answer = await type_command(room, text, conversation="D0NINA")
    assert (answer["error"], answer["message"]) == (
        "messages_tab_read_only",
        "Sending messages to this app has been turned off.",
    )
    assert room.bot.deliveries == []
    assert (await room.state(cast.NINA))["messages"]["D0NINA"] == []


async def test_an_empty_answer_shows_nothing(room: Room) -> None:
    await type_command(room)
    assert (await room.state(cast.NINA))["messages"][cast.GENERAL] == []


async def test_an_answer_is_shown_to_the_person_alone(room: Room) -> None:
    room.bot.answers["command"] = lambda _: {"text": "Only requesters can do this."}
    await type_command(room)
    [message] = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    assert (message["text"], message["ephemeral"], message["is_bot"]) == ("Only requesters can do this.", True, True)
    assert (await room.state(cast.MARCUS))["messages"][cast.GENERAL] == []


async def test_an_answer_in_channel_is_shown_to_all(room: Room) -> None:
    room.bot.answers["command"] = lambda _: {"response_type": "in_channel", "text": "Hello"}
    await type_command(room)
    [message] = (await room.state(cast.MARCUS))["messages"][cast.GENERAL]
    assert (message["text"], message["ephemeral"]) == ("Hello", False)


async def test_an_answer_that_slack_would_refuse_is_trouble_connecting(room: Room) -> None:
    room.bot.answers["command"] = lambda _: {"blocks": [{"type": "nonsense"}]}
    answer = await type_command(room)
    assert answer["error"] == "trouble_connecting"
    assert (await room.state(cast.NINA))["notices"][-1]["kind"] == "trouble_connecting"


async def test_commands_cannot_be_used_in_threads(room: Room) -> None:
    parent = await room.api("chat.postMessage", channel=cast.GENERAL, text="a thread")
    answer = await type_command(room, thread_ts=parent["ts"])
    assert answer["error"] == "no_commands_in_threads"
    assert room.bot.deliveries == []


async def test_an_unknown_command_is_not_delivered(room: Room) -> None:
    assert (await type_command(room, "/refund"))["error"] == "unknown_command"
    assert room.bot.deliveries == []


async def test_other_text_is_a_message(room: Room) -> None:
    await type_command(room, "good morning")
    [message] = (await room.state(cast.PRIYA))["messages"][cast.GENERAL]
    assert (message["user"], message["text"], message["is_bot"]) == (cast.NINA, "good morning", False)
    assert room.bot.deliveries == []


async def test_a_shortcut_is_delivered_with_a_trigger(room: Room) -> None:
    assert await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut") == {"ok": True}
    sent = room.bot.last
    assert (sent["type"], sent["callback_id"]) == ("shortcut", "reissue_shortcut")
    assert sent["user"] == {"id": "U0NINA", "username": "nina", "team_id": "T0SANDBOX"}
    assert sent["trigger_id"]
    assert {"channel", "api_app_id"}.isdisjoint(sent)


async def test_opening_the_home_tab_is_an_event_only_for_an_app_that_subscribed(room: Room) -> None:
    await room.post("subscriptions", events=[])
    await room.act(cast.NINA, "home")
    await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    assert [delivered["type"] for delivered in room.bot.deliveries] == ["shortcut"]
    await room.post("subscriptions", events=["app_home_opened"])
    await room.act(cast.NINA, "home")
    await room.bot.until(lambda delivered: delivered["type"] == "event_callback")
    sent = room.bot.last
    assert sent["type"] == "event_callback"
    assert {k: sent["event"][k] for k in ("type", "user", "channel", "tab")} == {
        "type": "app_home_opened",
        "user": "U0NINA",
        "channel": "D0NINA",
        "tab": "home",
    }
    assert room.bot.headers[-1]["content-type"] == "application/json"
