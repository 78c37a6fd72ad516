"""Faults of the Web API, as its client sees them."""

import asyncio

import httpx
import pytest

from sandbox import cast
from sandbox.cast import BOT_TOKEN
from tests.sandbox.slack.blocks import samples
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.test_views import trigger

pytestmark = pytest.mark.anyio


async def post(room: Room, text: str = "x") -> httpx.Response:
    form = {"token": BOT_TOKEN, "channel": cast.GENERAL, "text": text}
    return await room.http.post(f"{room.url}/api/chat.postMessage", data=form)


def posted(room: Room) -> list[str]:
    return [message.text for message in room.sandbox.workspace.messages.public(cast.GENERAL)]


async def test_ratelimited_is_429_with_retry_after(room: Room) -> None:
    await room.fault("slack", "ratelimited", "chat.postMessage", seconds=7)
    response = await post(room)
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    assert response.json() == {"ok": False, "error": "ratelimited"}
    assert posted(room) == []
    assert (await post(room)).json()["ok"] is True


async def test_a_fault_hits_only_its_method(room: Room) -> None:
    await room.fault("slack", "server_error", "chat.update", times=None)
    assert (await post(room)).json()["ok"] is True


async def test_server_error_is_not_json(room: Room) -> None:
    await room.fault("slack", "server_error", status=503)
    response = await post(room)
    assert (response.status_code, response.headers["content-type"]) == (503, "text/plain; charset=utf-8")


async def test_error_is_the_named_error(room: Room) -> None:
    await room.fault("slack", "error", message="fatal_error")
    assert (await post(room)).json() == {"ok": False, "error": "fatal_error"}


async def test_an_error_of_every_call_is_what_a_revoked_token_gets(room: Room) -> None:
    await room.fault("slack", "error", message="token_revoked", times=None)
    for method in ("auth.test", "chat.postMessage", "conversations.info", "users.info"):
        assert await room.api(method, channel=cast.GENERAL) == {"ok": False, "error": "token_revoked"}


async def test_drop_before_closes_the_connection_without_effect(room: Room) -> None:
    await room.fault("slack", "drop_before")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await post(room)
    assert posted(room) == []


async def test_drop_after_closes_the_connection_after_the_effect(room: Room) -> None:
    await room.fault("slack", "drop_after")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await post(room)
    assert posted(room) == ["x"]
    call = room.sandbox.calls.since("slack")[-1]
    assert (call.status, call.effect) == (0, True)


async def test_slow_answers_late(room: Room) -> None:
    await room.fault("slack", "slow", seconds=0.2)
    began = asyncio.get_running_loop().time()
    assert (await post(room)).json()["ok"] is True
    assert asyncio.get_running_loop().time() - began >= 0.2


async def test_faults_are_listed_and_switched_off(room: Room) -> None:
    first = await room.post("faults", target="slack", kind="server_error", times=None)
    await room.post("faults", target="benefits", kind="hang", call="reissue", seconds=9)
    listed = (await room.http.get(f"{room.url}/sandbox/faults")).json()["faults"]
    assert [(f["target"], f["kind"], f["call"], f["times"]) for f in listed] == [
        ("slack", "server_error", "*", None),
        ("benefits", "hang", "reissue", 1),
    ]
    await room.http.delete(f"{room.url}/sandbox/faults/{first['id']}")
    assert [f["kind"] for f in (await room.state(cast.NINA))["faults"]] == ["hang"]
    await room.http.delete(f"{room.url}/sandbox/faults")
    assert (await room.state(cast.NINA))["faults"] == []


async def test_a_fault_that_makes_no_sense_is_refused(room: Room) -> None:
    answer = await room.post("faults", target="weather", kind="rain")
    assert answer["error"] == "bad_request"
    assert answer["message"].startswith("This cannot be done as asked: target:")


async def opened(room: Room, view: Json) -> Json:
    """The answer to views.open, after Nina has used the shortcut."""
    return await room.api("views.open", trigger_id=await trigger(room), view=view)


@pytest.mark.parametrize("code", [None, "invalid_blocks"])
async def test_a_workspace_without_alerts_refuses_a_form_with_one(room: Room, code: str | None) -> None:
    """Slack's code for it at views.open is invalid_arguments; a fault may have another."""
    await room.fault("blocks", "unknown", "alert", times=None, message=code)
    answer = await opened(room, samples.modal(samples.section(), samples.alert()))
    assert (answer["ok"], answer["error"]) == (False, code or "invalid_arguments")
    assert answer["response_metadata"]["messages"] == ["[ERROR] unsupported type: alert [json-pointer:/view/blocks/1]"]
    assert (await opened(room, samples.modal(samples.section())))["ok"] is True
    judged = await room.api("blocks.validate", view=samples.modal(samples.alert()))
    assert judged["error"] == "invalid_view"
    assert judged["errors"] == [
        {"code": "failed_constraint", "message": "unsupported type: alert", "pointer": "/blocks/0"}
    ]


async def test_a_form_with_an_alert_as_the_answer_to_a_submission_is_trouble(room: Room) -> None:
    await opened(room, samples.modal())
    [view] = (await room.state(cast.NINA))["views"]
    await room.fault("blocks", "unknown", "alert")
    room.bot.answers["view_submission"] = lambda _: {
        "response_action": "update",
        "view": samples.modal(samples.alert()),
    }
    answer = await room.act(cast.NINA, "submit", view_id=view["id"], values={})
    assert "unsupported type: alert [json-pointer:/view/blocks/0]" in answer["message"]
    assert (await room.act(cast.NINA, "submit", view_id=view["id"], values={}))["ok"] is True
    assert [block["type"] for block in (await room.state(cast.NINA))["views"][0]["blocks"]] == ["alert"]


async def test_a_block_inside_of_a_container_is_found_too(room: Room) -> None:
    await room.fault("blocks", "unknown", "table", times=None)
    boxed = [samples.section(), samples.container(samples.section(), samples.table())]
    answer = await room.api("chat.postMessage", channel=cast.GENERAL, text="x", blocks=boxed)
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: table [json-pointer:/blocks/1/child_blocks/1]"
    ]
    assert posted(room) == []
