"""The chat.* methods: posting, updating, deleting, ephemerals, threads, permalinks."""

import json

import pytest

from sandbox import cast
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Room

pytestmark = pytest.mark.anyio


async def test_a_post_returns_the_stored_message(room: Room) -> None:
    posted = await room.api("chat.postMessage", channel=cast.APPROVALS, text="a < b", blocks=[s.section()])
    message = posted["message"]
    assert (posted["channel"], posted["ts"]) == (cast.APPROVALS, message["ts"])
    assert (message["text"], message["bot_id"], message["app_id"]) == ("a < b", "B0BOT", "A0REISSUE")
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"] == {"type": "mrkdwn", "text": "x", "verbatim": False}


async def test_blocks_may_come_as_json_in_a_form(room: Room) -> None:
    form = {"token": cast.BOT_TOKEN, "channel": cast.GENERAL, "blocks": json.dumps([s.section()])}
    response = await room.http.post(f"{room.url}/api/chat.postMessage", data=form)
    assert response.json()["ok"] is True
    form["blocks"] = "[{"
    response = await room.http.post(f"{room.url}/api/chat.postMessage", data=form)
    assert response.json()["error"] == "invalid_blocks_format"


async def test_the_bot_can_only_post_in_a_public_channel_it_has_joined_and_that_is_not_archived(room: Room) -> None:
    await room.post(f"channels/{cast.GENERAL}", bot_member=False)
    assert (await room.api("chat.postMessage", channel=cast.GENERAL, text="x"))["error"] == "not_in_channel"
    await room.post(f"channels/{cast.GENERAL}", bot_member=True, is_archived=True)
    assert (await room.api("chat.postMessage", channel=cast.GENERAL, text="x"))["error"] == "is_archived"


async def test_messages_in_a_channel_cannot_be_changed_while_it_is_archived_or_left(room: Room) -> None:
    posted = await room.api("chat.postMessage", channel=cast.GENERAL, text="x")
    change = {"channel": cast.GENERAL, "ts": posted["ts"], "text": "y"}
    await room.post(f"channels/{cast.GENERAL}", is_archived=True)
    assert (await room.api("chat.update", **change))["error"] == "is_inactive"
    assert (await room.api("conversations.info", channel=cast.GENERAL))["channel"]["is_archived"] is True
    await room.post(f"channels/{cast.GENERAL}", is_archived=False, bot_member=False)
    assert (await room.api("chat.update", **change))["error"] == "cant_update_message"
    assert (await room.api("chat.delete", **change))["error"] == "cant_delete_message"
    await room.post(f"channels/{cast.GENERAL}", is_private=True)
    for method in ("chat.update", "conversations.info"):
        assert (await room.api(method, **change))["error"] == "channel_not_found"
    await room.post(f"channels/{cast.GENERAL}", is_private=False, bot_member=True)
    assert (await room.api("chat.update", **change))["ok"] is True


async def test_invalid_blocks_are_pointed_at(room: Room) -> None:
    answer = await room.api("chat.postMessage", channel=cast.GENERAL, text="x", blocks=[s.section(text=s.mrkdwn(3001))])
    assert answer == {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {
            "messages": ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
        },
    }


async def test_a_person_as_channel_means_their_direct_messages(room: Room) -> None:
    posted = await room.api("chat.postMessage", channel=cast.NINA, text="hello")
    assert posted["channel"] == "D0NINA"
    await room.post("scopes", scopes=[*cast.SCOPES, "im:write"])
    opened = await room.api("conversations.open", users=cast.NINA)
    assert opened["channel"] == {"id": "D0NINA"}
    assert [m["text"] for m in (await room.state(cast.NINA))["messages"]["D0NINA"]] == ["hello"]


async def test_an_update_with_only_text_removes_the_blocks(room: Room) -> None:
    posted = await room.api("chat.postMessage", channel=cast.GENERAL, text="x", blocks=[s.section()])
    updated = await room.api("chat.update", channel=cast.GENERAL, ts=posted["ts"], text="y")
    assert (updated["text"], "blocks" in updated["message"]) == ("y", False)
    [message] = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    assert (message["blocks"], message["edited"]) == (None, True)


async def test_a_post_too_long_is_cut_with_a_warning(room: Room) -> None:
    whole = await room.api("chat.postMessage", channel=cast.GENERAL, text="x" * 40_000)
    assert (len(whole["message"]["text"]), "response_metadata" in whole) == (40_000, False)
    cut = await room.api("chat.postMessage", channel=cast.GENERAL, text="x" * 40_001)
    assert (len(cut["message"]["text"]), cut["response_metadata"]["warnings"]) == (40_000, ["message_truncated"])


@pytest.mark.parametrize(
    ("method", "error"),
    [("chat.postMessage", "invalid_arguments"), ("chat.postEphemeral", "invalid_attachments")],
)
async def test_attachments_are_refused_with_the_methods_own_error_code(room: Room, method: str, error: str) -> None:
    to_nina = {"channel": cast.GENERAL, "user": cast.NINA, "text": "x"}
    wrong = [{"blocks": [s.section(text=s.mrkdwn(3001))]}]
    assert (await room.api(method, **to_nina, attachments=wrong))["error"] == error
    assert (await room.api(method, **to_nina, attachments="[{"))["error"] == error
    assert (await room.api(method, **to_nina, attachments=[{"text": "x"}] * 101))["error"] == "too_many_attachments"


async def test_the_bot_can_write_to_a_deactivated_person(room: Room) -> None:
    assert (await room.api("chat.postMessage", channel=cast.DANA, text="x"))["ok"] is True


async def test_an_update_may_not_be_long(room: Room) -> None:
    posted = await room.api("chat.postMessage", channel=cast.GENERAL, text="x")
    answer = await room.api("chat.update", channel=cast.GENERAL, ts=posted["ts"], text="y" * 4001)
    assert answer["error"] == "msg_too_long"


async def test_only_own_messages_can_be_changed(room: Room) -> None:
    said = await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="mine")
    for method, error in (("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")):
        assert (await room.api(method, channel=cast.GENERAL, ts=said["ts"], text="x"))["error"] == error


async def test_an_ephemeral_is_seen_by_one_and_cannot_be_updated(room: Room) -> None:
    sent = await room.api("chat.postEphemeral", channel=cast.APPROVALS, user=cast.GIL, text="only you")
    assert [m["text"] for m in (await room.state(cast.GIL))["messages"][cast.APPROVALS]] == ["only you"]
    assert (await room.state(cast.NINA))["messages"][cast.APPROVALS] == []
    answer = await room.api("chat.update", channel=cast.APPROVALS, ts=sent["message_ts"], text="x")
    assert answer["error"] == "message_not_found"


async def test_a_thread_counts_its_replies_and_leaves_a_tombstone(room: Room) -> None:
    parent = await room.api("chat.postMessage", channel=cast.GENERAL, text="card")
    reply = await room.api("chat.postMessage", channel=cast.GENERAL, text="reply", thread_ts=parent["ts"])
    assert reply["message"]["thread_ts"] == parent["ts"]
    await room.api("chat.delete", channel=cast.GENERAL, ts=parent["ts"])
    first, second = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    assert (first["subtype"], first["reply_count"]) == ("tombstone", 1)
    assert (second["text"], second["thread_ts"]) == ("reply", parent["ts"])


async def test_a_deleted_reply_is_not_counted_so_its_card_leaves_no_tombstone(room: Room) -> None:
    parent = await room.api("chat.postMessage", channel=cast.GENERAL, text="card")
    reply = await room.api("chat.postMessage", channel=cast.GENERAL, text="reply", thread_ts=parent["ts"])
    await room.api("chat.delete", channel=cast.GENERAL, ts=reply["ts"])
    (first,) = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    assert first["reply_count"] == 0
    await room.api("chat.delete", channel=cast.GENERAL, ts=parent["ts"])
    assert (await room.state(cast.NINA))["messages"][cast.GENERAL] == []


async def test_a_permalink_leads_to_the_page(room: Room) -> None:
    parent = await room.api("chat.postMessage", channel=cast.GENERAL, text="card")
    answer = await room.api("chat.getPermalink", channel=cast.GENERAL, message_ts=parent["ts"])
    assert answer["permalink"] == f"{room.url}/archives/{cast.GENERAL}/p{parent['ts'].replace('.', '')}"
    opened = await room.http.get(answer["permalink"], headers={"referer": f"{room.url}/?as=U0PRIYA&in=C0APPROVALS"})
    assert opened.headers["location"] == "/?as=U0PRIYA&in=C0GENERAL"
