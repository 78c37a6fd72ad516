"""Socket Mode: addresses, hello, envelopes, acknowledgements, pings, requests to reconnect."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from sandbox import cast
from tests.patience import eventually
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.socket_client import Line, connected, dialled, opened

pytestmark = pytest.mark.anyio


def command(room: Room) -> "asyncio.Task[Json]":
    return asyncio.create_task(room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue enrl_1"))


def shortcut(room: Room) -> "asyncio.Task[Json]":
    return asyncio.create_task(room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut"))


async def test_an_address_is_given_to_the_apps_token_and_carries_a_ticket(room: Room) -> None:
    answer = await opened(room)
    address = urlsplit(answer["url"])
    assert (answer["ok"], address.scheme, address.path) == (True, "ws", "/link/")
    assert f"http://{address.netloc}" == room.url
    assert set(parse_qs(address.query)) == {"ticket", "app_id"}
    [logged] = room.sandbox.calls.since("slack")
    assert (logged.call, logged.detail) == ("apps.connections.open", {})


async def test_each_token_opens_only_what_it_is_for(room: Room) -> None:
    assert (await opened(room, cast.BOT_TOKEN))["error"] == "not_allowed_token_type"
    assert (await opened(room, "xapp-1-somebody-else"))["error"] == "invalid_auth"
    in_the_form = await room.http.post(f"{room.url}/api/apps.connections.open", data={"token": cast.APP_TOKEN})
    assert in_the_form.json()["error"] == "invalid_auth"
    assert (await room.http.post(f"{room.url}/api/apps.connections.open")).json()["error"] == "not_authed"
    other = await room.http.post(f"{room.url}/api/auth.test", headers={"authorization": f"Bearer {cast.APP_TOKEN}"})
    assert other.json()["error"] == "not_allowed_token_type"


async def test_a_ticket_works_once_and_for_half_a_minute(room: Room) -> None:
    used, late = (await opened(room))["url"], (await opened(room))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(used):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(used)
        assert refused.value.status == 403
        room.clock.now += 30
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(late)


async def test_no_other_path_serves_websockets(room: Room) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{room.url}/sandbox/state")
    assert refused.value.status == 403


async def test_hello_says_whose_app_it_is_and_how_many_connections_there_are(room: Room) -> None:
    async with dialled(room) as first, dialled(room) as second:
        hellos = [await line.hears() for line in (first, second)]
    assert [(h["type"], h["num_connections"], h["connection_info"]) for h in hellos] == [
        ("hello", 1, {"app_id": cast.APP_ID}),
        ("hello", 2, {"app_id": cast.APP_ID}),
    ]
    assert hellos[0]["debug_info"]["approximate_connection_time"] > 0


async def test_a_command_comes_in_an_envelope_and_the_ack_may_carry_its_answer(room: Room) -> None:
    async with connected(room) as line:
        typed = command(room)
        envelope = await line.hears()
        assert not typed.done()
        await line.acks(envelope, {"text": "Hello"})
        assert (await typed)["ok"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert (envelope["payload"]["command"], envelope["payload"]["text"]) == ("/reissue", "enrl_1")
    assert room.bot.deliveries == []
    [message] = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    assert (message["text"], message["ephemeral"]) == ("Hello", True)


async def test_a_shortcut_is_acknowledged_without_an_answer_even_if_one_is_sent(room: Room) -> None:
    async with connected(room) as line:
        picked = shortcut(room)
        envelope = await line.hears()
        await line.acks(envelope, {"text": "not for a shortcut"})
        assert await picked == {"ok": True}
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", False)
    assert envelope["payload"]["callback_id"] == "reissue_shortcut"


async def test_a_submission_is_refused_under_its_field_by_the_acks_payload(room: Room) -> None:
    async with connected(room) as line:
        picked = shortcut(room)
        envelope = await line.hears()
        form = s.modal(s.input_block(), callback_id="form")
        await room.api("views.open", trigger_id=envelope["payload"]["trigger_id"], view=form)
        await line.acks(envelope)
        await picked
        [view] = (await room.state(cast.NINA))["views"]
        [(block_id, actions)] = view["values"].items()
        typed = {block_id: dict.fromkeys(actions, "words")}
        submitting = asyncio.create_task(room.act(cast.NINA, "submit", view_id=view["id"], values=typed))
        envelope = await line.hears()
        await line.acks(envelope, {"response_action": "errors", "errors": {block_id: "No."}})
        answer = await submitting
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)
    assert answer["errors"] == {block_id: "No."}


async def test_an_event_comes_with_the_number_of_its_repetition(room: Room) -> None:
    await room.post("subscriptions", events=["app_home_opened"])
    async with connected(room) as line:
        looking = asyncio.create_task(room.act(cast.NINA, "home"))
        envelope = await line.hears()
        await line.acks(envelope)
        await looking
    assert (envelope["type"], envelope["retry_attempt"], envelope["retry_reason"]) == ("events_api", 0, "")
    assert envelope["payload"]["event"]["type"] == "app_home_opened"


async def test_without_an_ack_in_time_the_person_is_told_and_a_late_one_changes_nothing(room: Room) -> None:
    async with connected(room) as line:
        with room.hurried():
            answer = await command(room)
        assert answer["error"] == "operation_timeout"
        envelope = await line.hears()
        await line.acks(envelope, {"text": "too late"})
        await line.acks(envelope, {"text": "twice"})
        await line.socket.send_str("no json")
        typed = command(room)
        await line.acks(await line.hears())
        assert (await typed)["ok"]
    assert [notice["kind"] for notice in (await room.state(cast.NINA))["notices"]] == ["operation_timeout"]
    assert (await room.state(cast.NINA))["messages"][cast.GENERAL] == []


async def test_any_connection_may_get_an_envelope_and_only_one_does(room: Room) -> None:
    async with connected(room) as first, connected(room) as second:
        got: list[Line] = []

        async def serve(line: Line) -> None:
            while True:
                envelope = await line.hears()
                got.append(line)
                await line.acks(envelope)

        serving = [asyncio.create_task(serve(line)) for line in (first, second)]
        for _ in range(40):
            assert (await shortcut(room))["ok"]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
    assert len(got) == 40
    assert {id(line) for line in got} == {id(first), id(second)}


async def test_an_eleventh_connection_is_turned_away(room: Room) -> None:
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(connected(room)) for _ in range(10)]
        eleventh = await stack.enter_async_context(dialled(room))
        assert await eleventh.hears() == {
            "type": "disconnect",
            "reason": "too_many_websockets",
            "debug_info": {"host": "applink-sandbox"},
        }
        assert await eleventh.ended()
        assert len(room.sandbox.slack.sockets.connections) == len(lines)


async def test_without_a_connection_deliveries_go_over_http_again(room: Room) -> None:
    async with connected(room) as line:
        typed = command(room)
        await line.acks(await line.hears())
        await typed
    await eventually(lambda: not room.sandbox.slack.sockets.connections, "the end of the connection")
    assert (await command(room))["ok"]
    assert len(room.bot.deliveries) == 1


async def test_pings_are_answered_and_sent(room: Room) -> None:
    async with connected(room) as line:
        await line.socket.ping(b"are you there")
        assert (await line.frame(aiohttp.WSMsgType.PONG)).data == b"are you there"
    async with connected(room) as line:
        assert (await line.frame(aiohttp.WSMsgType.PING)).data == b"Ping from applink-sandbox"


async def test_a_warned_connection_goes_on_until_there_is_another(room: Room) -> None:
    await room.fault("socket", "disconnect", "command")
    async with connected(room) as old:
        typed = command(room)
        asked = await old.hears()
        await old.acks(await old.hears())
        assert (await typed)["ok"]
        assert (asked["type"], asked["reason"]) == ("disconnect", "warning")
        async with connected(room) as new:
            typed = command(room)
            await new.acks(await new.hears())
            assert (await typed)["ok"]


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_any_other_request_to_disconnect_ends_the_connection_soon(room: Room, reason: str) -> None:
    await room.fault("socket", "disconnect", "command", message=reason)
    async with connected(room) as line:
        typed = command(room)
        asked = await line.hears()
        await line.acks(await line.hears())
        assert (await typed)["ok"]
        assert asked["reason"] == reason
        assert await line.ended()


async def test_a_connection_dropped_before_a_delivery_never_delivers_it(room: Room) -> None:
    await room.fault("socket", "drop_before", "command")
    async with connected(room) as line:
        assert (await command(room))["error"] == "trouble_connecting"
        assert await line.ended()


async def test_a_connection_dropped_after_a_delivery_takes_no_ack(room: Room) -> None:
    await room.fault("socket", "drop_after", "command")
    async with connected(room) as line:
        answering = command(room)
        envelope = await line.hears()
        assert (await answering)["error"] == "trouble_connecting"
        assert envelope["type"] == "slash_commands"
        assert await line.ended()


async def test_a_silent_connection_stays_open_and_neither_answers_nor_delivers(room: Room) -> None:
    await room.fault("socket", "silent", "command")
    async with connected(room) as line:
        with room.hurried():
            assert (await command(room))["error"] == "operation_timeout"
        await line.socket.ping(b"are you there")
        with pytest.raises(TimeoutError):
            await line.hears(0.3)
        assert not line.socket.closed
    await eventually(lambda: not room.sandbox.slack.sockets.connections, "the end of the connection")


async def test_a_connection_can_be_dropped_or_silent_from_its_hello(room: Room) -> None:
    await room.fault("socket", "drop_before", "hello")
    async with dialled(room) as line:
        assert await line.ended()
    await room.fault("socket", "silent", "hello")
    async with dialled(room) as line:
        with pytest.raises(TimeoutError):
            await line.hears(0.3)
        assert not line.socket.closed


async def test_the_address_can_be_refused_like_any_call(room: Room) -> None:
    await room.fault("slack", "error", "apps.connections.open", message="internal_error")
    assert (await opened(room)) == {"ok": False, "error": "internal_error"}
    assert (await opened(room))["ok"]


async def test_stopping_ends_every_connection(room: Room) -> None:
    async with connected(room) as line:
        await room.sandbox.slack.delivery.close()
        assert await line.ended()
