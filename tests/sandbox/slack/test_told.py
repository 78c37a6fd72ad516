"""Slack's own sentences to people when the app is slow, wrong or missing; and the check whether it is running."""

import asyncio
import json
from pathlib import Path

import pytest
from starlette.responses import Response

from bot.settings import Settings
from sandbox import cast
from sandbox.__main__ import settings
from sandbox.slack.presence import is_listening
from tests.patience import PATIENCE
from tests.sandbox.page.parts import form, opening
from tests.sandbox.slack.room import Json, Room

pytestmark = pytest.mark.anyio

MANIFEST = Path(__file__).parents[3] / "manifest.json"


async def notice(room: Room) -> str:
    return str((await room.state(cast.NINA))["notices"][-1]["text"])


async def command(room: Room) -> Json:
    return await room.act(cast.NINA, "say", conversation=cast.GENERAL, text="/reissue help")


async def test_a_command_fails_with_the_name_of_its_error(room: Room) -> None:
    await room.fault("delivery", "drop")
    assert (await command(room))["message"] == '/reissue failed with the error "operation_timeout"'
    assert await notice(room) == '/reissue failed with the error "operation_timeout"'
    room.bot.answers["command"] = lambda _: Response(status_code=500)
    await command(room)
    assert await notice(room) == '/reissue failed with the error "dispatch_failed"'


async def test_a_shortcut_that_is_not_answered_says_how_long_apps_have(room: Room) -> None:
    await room.fault("delivery", "drop")
    await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    assert await notice(room) == "Operation timed out. Apps need to respond within 3 seconds."
    room.bot.answers["shortcut"] = lambda _: Response(status_code=404)
    await room.act(cast.NINA, "shortcut", callback_id="reissue_shortcut")
    assert await notice(room) == "This app responded with Status Code 404."


async def test_a_submission_that_is_not_answered_is_trouble_connecting(room: Room) -> None:
    view = form()
    view["blocks"] = [{"type": "divider"}]
    opening(room, view)
    await command(room)
    await room.fault("delivery", "drop", "view_submission")
    await room.act(cast.NINA, "submit", view_id=(await room.state(cast.NINA))["views"][0]["id"])
    assert await notice(room) == "We had some trouble connecting. Try again?"


async def test_a_page_learns_that_there_is_no_bot_before_anything_is_sent_to_one(room: Room) -> None:
    here, nowhere = room.sandbox.bot_url, "http://127.0.0.1:9/slack/events"
    delivery = room.sandbox.slack.delivery
    for url, running in ((nowhere, False), (here, True), ("", False)):
        room.sandbox.bot_url = url
        with room.sandbox.workspace.changes.watch(cast.NINA) as watcher:
            await delivery.look()
            assert watcher.take() == ["state"]
            await delivery.look()
            assert watcher.take() == []
        assert (await room.state(cast.NINA))["bot"]["running"] is running
    assert room.bot.deliveries == []


async def test_the_stream_looks_for_the_bot_at_once(room: Room) -> None:
    room.sandbox.bot_url = "http://127.0.0.1:9/slack/events"
    stream = room.http.stream("GET", f"{room.url}/sandbox/events", params={"as": cast.NINA})
    async with asyncio.timeout(PATIENCE), stream as response:
        await anext(response.aiter_lines())
        assert (await room.state(cast.NINA))["bot"]["running"] is False


async def test_a_check_of_the_port_says_whether_a_server_is_listening(room: Room) -> None:
    assert await is_listening(room.url)
    assert not await is_listening("http://127.0.0.1:9")
    assert not await is_listening("")


def test_the_sandbox_sends_the_events_that_the_manifest_asks_for() -> None:
    settings = json.loads(MANIFEST.read_text())["settings"]
    assert sorted(cast.EVENTS) == sorted(settings.get("event_subscriptions", {}).get("bot_events", []))


def test_people_can_write_to_the_app_where_the_manifest_lets_them() -> None:
    home = json.loads(MANIFEST.read_text())["features"]["app_home"]
    assert home["messages_tab_read_only_enabled"] is cast.MESSAGES_TAB_READ_ONLY


def test_the_settings_that_the_sandbox_prints_are_all_that_a_bot_in_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in settings("http://127.0.0.1:8010").splitlines():
        monkeypatch.setenv(*line.removeprefix("export ").split("=", maxsplit=1))
    bot = Settings()
    assert (bot.slack_api_url, bot.approvals_channel) == ("http://127.0.0.1:8010/api/", cast.APPROVALS)
