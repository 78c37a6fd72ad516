"""The inspector: request and answer pairs of all protocols, without secrets, and not too many of them."""

import asyncio
from urllib.parse import unquote_plus

import httpx
import pytest
from starlette.responses import Response

from sandbox import cast
from sandbox.wire import BODY_CHARACTERS, KEPT_CHARACTERS, KEPT_PAIRS, Wire, part
from tests.patience import PATIENCE, eventually
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.socket_client import connected

pytestmark = pytest.mark.anyio

SECRETS = (cast.BOT_TOKEN, cast.APP_TOKEN, cast.SIGNING_SECRET, cast.API_KEY, cast.VERIFICATION_TOKEN)


async def wire(room: Room, after: int = 0) -> Json:
    found: Json = (await room.http.get(f"{room.url}/sandbox/wire", params={"after": after})).json()
    return found


async def benefits(room: Room, path: str = "/v1/employers", key: str = cast.API_KEY) -> httpx.Response:
    return await room.http.get(f"{room.url}/benefits{path}", headers={"authorization": f"Bearer {key}"})


async def test_both_sides_of_each_pair_are_kept_oldest_first(room: Room) -> None:
    room.bot.answers["command"] = lambda _: {"text": "Only requesters can do this."}
    await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue help")
    await room.api("users.info", user="U0NOBODY")
    await benefits(room)
    delivery, call, read = (await wire(room))["pairs"]
    assert [(pair["protocol"], pair["call"], pair["status"]) for pair in (delivery, call, read)] == [
        ("delivery", "command", 200),
        ("web_api", "users.info", 200),
        ("benefits", "employers", 200),
    ]
    headers = dict(delivery["request"]["headers"])
    assert headers["x-slack-signature"].startswith("v0=")
    assert headers["x-slack-request-timestamp"].isdigit()
    assert "text=help" in delivery["request"]["body"]
    assert "Only requesters" in delivery["answer"]["body"]
    assert "user_not_found" in call["answer"]["body"]
    assert ["content-type", "application/json"] in read["answer"]["headers"]
    assert all(0 <= pair["seconds"] < 5 for pair in (delivery, call, read))


async def test_no_secret_and_no_key_of_a_response_url_is_ever_shown(room: Room) -> None:
    await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue")
    await room.http.post(room.bot.last["response_url"], json={"text": "x"})
    await room.http.post(f"{room.url}/api/auth.test", data={"token": cast.BOT_TOKEN})
    await room.api("auth.test")
    await benefits(room)
    await benefits(room, key="another-key")
    await room.http.get(f"{room.url}/api/auth.test", params={"token": "xapp-1-A0-0-deadbeef"})
    shown = unquote_plus((await room.http.get(f"{room.url}/sandbox/wire")).text)
    forbidden = (*SECRETS, "another-key", "xapp-1", room.bot.last["response_url"].rsplit("/", 1)[1])
    assert [secret for secret in forbidden if secret in shown] == []
    assert {"Bearer $SLACK_BOT_TOKEN", "Bearer $VITABLE_CONNECT_API_KEY", "Bearer $TOKEN"} <= {
        value for pair in (await wire(room))["pairs"] for _, value in pair["request"]["headers"]
    }


async def test_a_fault_is_named_in_the_pair_that_it_hit(room: Room) -> None:
    await room.fault("slack", "drop_after", "chat.postMessage")
    await room.fault("delivery", "drop", "command")
    await room.fault("benefits", "error_before", "employers")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await room.api("chat.postMessage", channel=cast.GENERAL, text="x")
    await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue")
    await benefits(room)
    pairs = (await wire(room))["pairs"]
    assert [(pair["fault"], pair["outcome"], pair["status"], pair["effect"]) for pair in pairs] == [
        ("drop_after", "dropped", None, True),
        ("drop", "dropped", None, False),
        ("error_before", "answered", 500, False),
    ]
    assert pairs[0]["request"]["body"]
    assert pairs[0]["answer"] is None


async def test_a_pair_is_there_while_it_is_under_way_and_changes_when_it_ends(room: Room) -> None:
    gate = asyncio.Event()

    async def wait(_: Json) -> Response:
        await gate.wait()
        return Response()

    room.bot.answers["shortcut"] = wait
    with room.hurried():
        await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    before = await wire(room)
    assert [pair["outcome"] for pair in before["pairs"]] == ["under_way"]
    assert (await wire(room, before["version"]))["pairs"] == []
    gate.set()

    async def ended() -> list[tuple[int, str]]:
        return [(pair["n"], pair["outcome"]) for pair in (await wire(room, before["version"]))["pairs"]]

    assert await eventually(ended) == [(1, "answered")]


async def test_a_caller_who_leaves_and_a_bot_that_is_not_there_are_told_apart(room: Room) -> None:
    await room.fault("benefits", "hang", "employers")
    with pytest.raises(httpx.ReadTimeout):
        await room.http.get(f"{room.url}/benefits/v1/employers", timeout=httpx.Timeout(PATIENCE, read=0.1))

    async def has_ended() -> bool:
        [pair] = (await wire(room))["pairs"]
        return bool(pair["outcome"] != "under_way")

    await eventually(has_ended)
    room.sandbox.bot_url = "http://127.0.0.1:9/nobody"
    await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    left, unreachable = (await wire(room))["pairs"]
    assert (left["outcome"], left["fault"]) == ("caller_left", "hang")
    assert unreachable["outcome"] == "unreachable"
    assert unreachable["trouble"].startswith("ConnectError")


async def test_a_delivery_over_a_socket_is_a_pair_of_envelope_and_acknowledgement(room: Room) -> None:
    room.sandbox.bot_url = "http://127.0.0.1:9/nobody"
    async with connected(room) as line:
        shortcut = asyncio.create_task(room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut"))
        envelope = await line.hears()
        await line.acks(envelope)
        await shortcut
        await room.sandbox.slack.delivery.look()
        assert (await room.state(cast.NINA))["bot"]["running"] is True
        await room.fault("socket", "drop_before", "shortcut")
        await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    pairs = (await wire(room))["pairs"]
    assert [(pair["method"], pair["call"], pair["outcome"], pair["fault"]) for pair in pairs] == [
        ("POST", "apps.connections.open", "answered", None),
        ("SOCKET", "shortcut", "answered", None),
        ("SOCKET", "shortcut", "unreachable", "drop_before"),
    ]
    assert envelope["envelope_id"] in pairs[1]["request"]["body"]
    assert "ticket=$TICKET" in pairs[0]["answer"]["body"]


async def test_the_list_can_be_cleared(room: Room) -> None:
    await room.api("auth.test")
    await room.http.delete(f"{room.url}/sandbox/wire")
    await room.api("api.test")
    assert [pair["call"] for pair in (await wire(room))["pairs"]] == ["api.test"]


def test_only_the_last_pairs_are_kept_and_a_long_body_is_cut() -> None:
    kept = Wire()
    for number in range(KEPT_PAIRS + 5):
        kept.begin("web_api", str(number), "POST", "", part([], b""))
    assert kept.numbers() == list(range(6, KEPT_PAIRS + 6))
    for _ in range(2 * KEPT_CHARACTERS // BODY_CHARACTERS):
        kept.begin("web_api", "long", "POST", "", part([], b"x" * (BODY_CHARACTERS + 1)))
    assert sum(pair.size for pair in kept.after(0)) <= KEPT_CHARACTERS
    assert kept.after(0)[-1].request.body.endswith("x… (cut: 100001 characters in all)")


def test_long_answers_count_as_long_requests_do() -> None:
    kept, long = Wire(), part([], b"x" * BODY_CHARACTERS)
    for _ in range(2 * KEPT_CHARACTERS // BODY_CHARACTERS):
        kept.end(kept.begin("benefits", "employers", "GET", "/v1/employers", part([], b"")), "answered", answer=long)
    assert len(kept.numbers()) == KEPT_CHARACTERS // BODY_CHARACTERS


def test_a_pair_that_ends_after_it_was_dropped_takes_no_space() -> None:
    kept, long = Wire(), part([], b"x" * BODY_CHARACTERS)
    begun = [kept.begin("benefits", "employers", "GET", "/v1/employers", part([], b"")) for _ in range(200)]
    kept.clear()
    for pair in begun:
        kept.end(pair, "answered", answer=long)
    newer = [kept.begin("benefits", "employers", "GET", "/v1/employers", part([], b"")) for _ in range(3)]
    assert kept.numbers() == [pair.n for pair in newer]
