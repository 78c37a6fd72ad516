"""Response URLs: their effects, how often they work, and for how long."""

import httpx
import pytest

from sandbox import cast
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.test_clicks import click, post_card

pytestmark = pytest.mark.anyio


async def respond(room: Room, **content: object) -> httpx.Response:
    return await room.http.post(room.bot.last["response_url"], json=content)


async def seen(room: Room, person: str, channel: str = cast.APPROVALS) -> list[str]:
    return [message["text"] for message in (await room.state(person))["messages"][channel]]


async def clicked_card(room: Room) -> Json:
    card = await post_card(room)
    await click(room, card)
    return card


async def test_a_response_is_shown_to_the_person_who_acted(room: Room) -> None:
    await clicked_card(room)
    response = await respond(room, text="You may not.")
    assert (response.status_code, response.text) == (200, "ok")
    assert await seen(room, cast.MARCUS) == ["card", "You may not."]
    assert await seen(room, cast.NINA) == ["card"]


async def test_a_response_in_channel_is_shown_to_all(room: Room) -> None:
    await clicked_card(room)
    await respond(room, text="Done", response_type="in_channel")
    assert await seen(room, cast.NINA) == ["card", "Done"]


async def test_a_response_may_go_into_a_thread(room: Room) -> None:
    card = await clicked_card(room)
    await respond(room, text="Done", thread_ts=card["ts"])
    assert (await room.state(cast.MARCUS))["messages"][cast.APPROVALS][1]["thread_ts"] == card["ts"]


async def test_a_response_may_replace_or_delete_the_message(room: Room) -> None:
    await clicked_card(room)
    await respond(room, text="decided", replace_original=True)
    assert await seen(room, cast.NINA) == ["decided"]
    await respond(room, delete_original=True)
    assert await seen(room, cast.NINA) == []
    assert (await respond(room, delete_original=True)).status_code == 400


async def test_a_response_may_replace_an_ephemeral(room: Room) -> None:
    room.bot.answers["command"] = lambda _: {
        "text": "choose",
        "blocks": [{"type": "actions", "block_id": "b", "elements": [BUTTON]}],
    }
    await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue")
    [message] = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    where = {"conversation": cast.GENERAL, "ts": message["ts"], "block_id": "b", "action_id": "a"}
    await room.act(cast.NINA, "click", **where)
    await respond(room, text="chosen", replace_original=True)
    assert await seen(room, cast.NINA, cast.GENERAL) == ["chosen"]


async def test_a_response_url_works_five_times(room: Room) -> None:
    await clicked_card(room)
    statuses = [(await respond(room, text="x")).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [404]


async def test_a_response_url_works_for_half_an_hour(room: Room) -> None:
    await clicked_card(room)
    room.clock.now += 1800
    assert (await respond(room, text="x")).status_code == 200
    room.clock.now += 1
    response = await respond(room, text="x")
    assert (response.status_code, response.json()["error"]) == (404, "expired_url")


async def test_an_invalid_response_is_refused_and_logged_without_its_secret(room: Room) -> None:
    await clicked_card(room)
    response = await respond(room, blocks=[{"type": "nope"}])
    assert (response.status_code, response.json()["error"]) == (400, "invalid_blocks")
    call = room.sandbox.calls.since("slack")[-1]
    assert (call.call, call.path, call.effect) == ("response_url", "/response", False)


BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}
