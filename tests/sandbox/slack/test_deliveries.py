"""Deliveries: signatures, the time to answer, and failures on the way."""

import asyncio
import time

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import cast
from tests.sandbox.conftest import Servers
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Json, Room

pytestmark = pytest.mark.anyio

FORM = "command=%2Freissue&text=&user_id=U0NINA&user_name=nina&team_id=T0SANDBOX"


def bolt_app(room: Room) -> AsyncApp:
    """A Bolt application that says hello to a command and opens a modal on a shortcut."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=cast.TEAM_ID, bot_user_id=cast.BOT_USER_ID, bot_token=cast.BOT_TOKEN
        )

    app = AsyncApp(
        signing_secret=cast.SIGNING_SECRET,
        authorize=authorize,
        client=AsyncWebClient(base_url=f"{room.url}/api/"),
    )

    @app.command("/reissue")
    async def hello(ack: AsyncAck, command: Json) -> None:
        await ack(f"Hello {command['user_name']}")

    @app.shortcut("reissue_shortcut")
    async def open_form(ack: AsyncAck, shortcut: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=shortcut["trigger_id"], view=s.modal(s.input_block(), callback_id="form"))
        await ack()

    @app.view("form")
    async def refuse(ack: AsyncAck, view: Json) -> None:
        await ack(response_action="errors", errors={view["blocks"][0]["block_id"]: "No."})

    return app


@pytest.fixture
def bolt(room: Room, servers: Servers) -> None:
    """A Bolt application instead of the scripted bot."""
    handler = AsyncSlackRequestHandler(bolt_app(room))

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    servers.bot.app = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


@pytest.mark.usefixtures("bolt")
async def test_bolt_takes_our_signature_and_its_answer_is_shown(room: Room) -> None:
    assert await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue") == {"ok": True}
    [message] = (await room.state(cast.NINA))["messages"][cast.GENERAL]
    assert message["text"] == "Hello nina"


@pytest.mark.usefixtures("bolt")
async def test_bolt_opens_a_modal_and_refuses_its_submission(room: Room) -> None:
    await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    [view] = (await room.state(cast.NINA))["views"]
    [(block_id, actions)] = view["values"].items()
    typed = {block_id: dict.fromkeys(actions, "words")}
    answer = await room.act(cast.NINA, "submit", view_id=view["id"], values=typed)
    assert answer["errors"] == {block_id: "No."}


@pytest.mark.usefixtures("bolt")
@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({}, 200),
        ({"signature": "v0=" + "0" * 64}, 401),
        ({"timestamp": str(int(time.time()) - 301)}, 401),
    ],
)
async def test_bolt_refuses_forged_and_stale_deliveries(room: Room, wrong: dict[str, str], status: int) -> None:
    assert (await room.post("deliver", body=FORM, **wrong))["status"] == status


async def test_a_delivery_by_hand_needs_a_bot_that_answers(room: Room) -> None:
    await room.post("bot", url="http://127.0.0.1:9/nobody")
    assert (await room.post("deliver", body=FORM))["error"] == "no_answer"


async def shortcut(room: Room) -> Json:
    return await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")


async def test_a_bot_that_is_too_slow_is_a_timeout(room: Room) -> None:
    gate = asyncio.Event()

    async def wait(_: Json) -> Response:
        await gate.wait()
        return Response()

    room.bot.answers["shortcut"] = wait
    with room.hurried():
        answer = await shortcut(room)
    gate.set()
    state = await room.state(cast.NINA)
    assert answer["error"] == "operation_timeout"
    assert [notice["kind"] for notice in state["notices"]] == ["operation_timeout"]
    assert state["bot"]["answering"] is False
    assert (await room.state(cast.PRIYA))["notices"] == []


async def test_a_bot_that_fails_or_is_not_there_is_trouble_connecting(room: Room) -> None:
    room.bot.answers["shortcut"] = lambda _: Response(status_code=404)
    assert (await shortcut(room))["error"] == "trouble_connecting"
    await room.post("bot", url="http://127.0.0.1:9/nobody")
    assert (await shortcut(room))["error"] == "trouble_connecting"
    assert (await room.state(cast.NINA))["bot"]["last_error"].startswith("ConnectError")


async def test_a_bot_that_answers_again_is_healthy_again(room: Room) -> None:
    room.bot.answers["shortcut"] = lambda _: Response(status_code=500)
    await shortcut(room)
    del room.bot.answers["shortcut"]
    await shortcut(room)
    bot = (await room.state(cast.NINA))["bot"]
    assert (bot["answering"], bot["last_error"]) == (True, None)


async def test_a_dropped_delivery_never_arrives(room: Room) -> None:
    await room.fault("delivery", "drop", "shortcut")
    assert (await shortcut(room))["error"] == "operation_timeout"
    assert room.bot.deliveries == []
    assert (await shortcut(room))["ok"] is True


async def test_a_repeated_delivery_arrives_twice_byte_for_byte(room: Room) -> None:
    await room.fault("delivery", "repeat")
    assert (await shortcut(room))["ok"] is True
    first, second = room.bot.deliveries
    assert first == second
    assert room.bot.headers[0]["x-slack-signature"] == room.bot.headers[1]["x-slack-signature"]


async def test_a_slow_delivery_arrives_after_the_person_was_told_it_failed(room: Room) -> None:
    await room.fault("delivery", "slow", seconds=0.6)
    with room.hurried():
        assert (await shortcut(room))["error"] == "operation_timeout"
    await room.bot.until(lambda sent: sent["type"] == "shortcut")
