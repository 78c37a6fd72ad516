"""The main story over Socket Mode, where every answer goes through an acknowledgement on the socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import cast
from tests.conversations.socket_mode.office import Line, bot_on_a_socket, one_connection
from tests.office import Office, buttons_of, eventually, label_of, words_of
from tests.processes import ended, environment, get, serving, started

pytestmark = pytest.mark.anyio


@pytest.fixture
async def line(own_office: Office, one_database_url: str) -> AsyncIterator[Line]:
    async with bot_on_a_socket(own_office, one_database_url) as line:
        await one_connection(own_office)
        yield line


@pytest.mark.usefixtures("line")
async def test_a_request_is_made_approved_and_summed_up_without_any_delivery_over_http(own_office: Office) -> None:
    office = own_office
    card = await office.nina.requests("ada")
    assert (await office.marcus.act("home"))["ok"]
    await office.marcus.home(f"*{label_of(card)}* · Ada Lovelace")
    assert (await office.marcus.click(card, "approve"))["ok"]
    card = await office.marcus.card("Reissued · waiting for the employee's election")
    summary = await office.marcus.reads("enrl_ada_lovelace_medical_r1")
    assert office.sandbox.bot_url == ""
    assert (summary["thread_ts"], "Gold PPO" in words_of(summary)) == (card["ts"], True)
    assert buttons_of(card) == ["details"]
    assert len(await office.calls("benefits", "reissue")) == 1
    assert (await office.nina.state())["notices"] == (await office.marcus.state())["notices"] == []


@pytest.mark.usefixtures("line")
async def test_a_denial_without_a_reason_is_refused_under_its_field_and_one_with_it_is_read(own_office: Office) -> None:
    office = own_office
    card = await office.nina.requests("jennifer null")
    assert (await office.marcus.click(card, "deny"))["ok"]
    view = await office.marcus.modal_with("Nothing changes until you submit")
    refused = await office.marcus.submit(view, {"reason": {"reason": "  "}})
    assert list(refused["errors"]) == ["reason"]
    assert (await office.marcus.submit(view, {"reason": {"reason": "Outside <the> window"}}))["ok"]
    await office.nina.card("Denied", of=label_of(card))
    await office.nina.reads("Outside <the> window", cast.APPROVALS)


async def test_a_click_under_way_when_the_bot_stops_is_answered_before_the_socket_closes(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_on_a_socket(office, one_database_url):
        await one_connection(office)
        card = await office.nina.requests("ada")
        await office.fault("slack", "views.open", "slow", seconds=0.6)
        clicking = asyncio.create_task(office.nina.click(card, "approve"))
        await eventually(lambda: not office.sandbox.faults.all(), "the bot saying why not")
        assert not clicking.done()
    assert (await clicking)["ok"]
    assert office.sandbox.slack.sockets.connections == []


async def test_as_a_process_it_migrates_connects_keeps_others_out_and_stops_when_told(
    own_office: Office, tmp_path: Path
) -> None:
    office, database = own_office, f"sqlite:///{tmp_path / 'reissue.db'}"
    env = environment(office, database, SLACK_APP_TOKEN=cast.APP_TOKEN, LOG_LEVEL="DEBUG")
    async with started(env, tmp_path / "log", "socket") as process:
        await serving(process)
        await one_connection(office)
        await office.nina.command("/reissue help")
        assert "/reissue" in await office.nina.told(cast.GENERAL)
        assert (await get(process, "/readyz")).json()["socket"] == "ok"
        assert (await get(process, "/slack/events")).status_code == 404
        code, said = await ended(env, tmp_path / "second", "socket")
        assert (code, "Another process uses this SQLite database" in said) == (2, True)
        code = await process.stop()
    assert (code, "Traceback" in process.log) == (0, False)
    assert cast.APP_TOKEN not in process.log
    assert "ticket" not in process.log
