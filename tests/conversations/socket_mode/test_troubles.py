"""A bad network under Socket Mode: nothing is lost, and the next click works within seconds."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.socket_mode.connection import Connection
from bot.socket_mode.watch import SocketWatch
from tests.conversations.socket_mode.office import QUICK, Line, bot_on_a_socket, one_connection
from tests.office import Office, eventually, label_of
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


@pytest.fixture
async def line(own_office: Office, one_database_url: str) -> AsyncIterator[Line]:
    async with bot_on_a_socket(own_office, one_database_url) as line:
        await one_connection(own_office)
        yield line


@pytest.mark.usefixtures("line")
async def test_a_click_lost_with_its_connection_is_told_and_the_next_one_works(own_office: Office) -> None:
    office = own_office
    card = await office.nina.requests("ada")
    before = await one_connection(office)
    await office.fault("socket", "block_actions", "drop_before")
    assert (await office.marcus.click(card, "approve"))["error"] == "trouble_connecting"
    await one_connection(office, other_than=before)
    await office.marcus.card("Waiting for approval", of=label_of(card))
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))
    assert len(await office.reissues()) == 1


@pytest.mark.usefixtures("line")
async def test_what_was_submitted_counts_once_though_its_ack_was_lost_with_the_connection(own_office: Office) -> None:
    office = own_office
    view = await office.nina.fill_in("ada")
    before = await one_connection(office)
    await office.fault("socket", "view_submission", "drop_after")
    assert (await office.nina.submit(view))["ok"] is False
    label = label_of(await office.marcus.card("Waiting for approval"))
    await one_connection(office, other_than=before)
    assert (await office.nina.submit(view))["ok"]
    assert label_of(await office.nina.modal_with("Sent to")) == label
    cards = [m for m in await office.marcus.messages() if not m["thread_ts"] and not m["ephemeral"]]
    assert len(cards) == 1


@pytest.mark.usefixtures("line")
async def test_a_request_to_connect_anew_costs_no_click(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office = own_office
    monkeypatch.setattr("sandbox.slack.socket_mode.connection.WARNING_SECONDS", 2 * PATIENCE)
    card = await office.nina.requests("ada")
    before = await one_connection(office)
    await office.fault("socket", "view_submission", "disconnect", message="warning")
    assert (await office.marcus.click(card, "deny"))["ok"]
    view = await office.marcus.modal_with("Nothing changes until you submit")
    assert (await office.marcus.submit(view, {"reason": {"reason": "Too late"}}))["ok"]
    for _ in range(10):
        assert (await office.nina.click(card, "details"))["ok"]
    await one_connection(office, other_than=before)  # before Slack itself would end the old one
    await office.nina.card("Denied", of=label_of(card))
    assert (await office.marcus.state())["notices"] == []


@pytest.mark.usefixtures("line")
async def test_a_connection_that_only_looks_open_is_replaced_and_the_next_click_works(own_office: Office) -> None:
    office = own_office
    card = await office.nina.requests("ada")
    before = await one_connection(office)
    await office.fault("socket", "block_actions", "silent")
    assert (await office.marcus.click(card, "approve"))["ok"] is False
    await one_connection(office, other_than=before)
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))
    assert len(await office.reissues()) == 1


async def test_a_client_whose_tasks_are_gone_is_noticed_by_the_watch_alone(line: Line, own_office: Office) -> None:
    before = await one_connection(own_office)
    [connection] = connections_of(line.watch)
    for task in (connection.current_session_monitor, connection.message_receiver):
        assert task is not None
        task.cancel()
    await one_connection(own_office, other_than=before)
    assert (await own_office.nina.command("/reissue help"))["ok"]


async def test_while_slack_refuses_connections_readiness_says_so_and_then_it_connects(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    await office.fault("slack", "apps.connections.open", "error", message="invalid_auth", times=None)
    async with bot_on_a_socket(office, one_database_url) as line:

        async def connected() -> bool:
            return "reissue_socket_connected 1.0" in (await line.http.get("/metrics")).text

        answer = await line.readiness(lambda body: body["socket"] not in ("ok", "not connected yet"))
        assert (answer.status_code, answer.json()["ready"]) == (200, True)
        assert "Slack does not know SLACK_APP_TOKEN" in answer.json()["socket"]
        assert "reissue_socket_connected 0.0" in (await line.http.get("/metrics")).text
        await office.mend()
        await line.readiness(lambda body: body["socket"] == "ok")
        await eventually(connected, "metrics that say so: they are remembered for a second")
        await one_connection(office)
        assert (await office.nina.command("/reissue help"))["ok"]


@pytest.mark.parametrize(
    ("call", "kind", "more"),
    [
        ("apps.connections.open", "server_error", {}),
        ("apps.connections.open", "ratelimited", {"seconds": 1}),
        ("apps.connections.open", "drop_before", {}),
        ("hello", "drop_before", {}),
        ("hello", "disconnect", {"message": "too_many_websockets"}),
    ],
)
async def test_whatever_keeps_it_from_connecting_it_tries_again(
    own_office: Office, one_database_url: str, call: str, kind: str, more: Json
) -> None:
    office = own_office
    await office.fault("socket" if call == "hello" else "slack", call, kind, times=2, **more)
    with capture_logs() as logs:
        async with bot_on_a_socket(office, one_database_url) as line:
            await eventually(lambda: line.watch.trouble is None and not office.sandbox.faults.all(), "a connection")
            await one_connection(office)
            assert (await office.nina.command("/reissue help"))["ok"]
    assert [entry["event"] for entry in logs].count("socket_connected") == 1
    assert all(later - earlier >= more.get("seconds", 0) for earlier, later in pairwise(tries(office)))


async def test_tries_are_further_and_further_apart(own_office: Office, one_database_url: str) -> None:
    office = own_office
    await office.fault("slack", "apps.connections.open", "server_error", times=None)
    async with bot_on_a_socket(office, one_database_url):
        await eventually(lambda: len(tries(office)) >= 6, "six tries")
    made = tries(office)[:6]
    gaps = [later - earlier for earlier, later in pairwise(made)]
    assert gaps[1] >= QUICK.first_wait
    assert gaps[3] >= 4 * QUICK.first_wait
    assert gaps[4] >= QUICK.longest_wait


async def test_a_watch_that_fails_takes_the_process_with_it(own_office: Office, one_database_url: str) -> None:
    async def work() -> None:
        async with bot_on_a_socket(own_office, one_database_url) as line:
            await one_connection(own_office)
            del line.watch._timing  # a mistake of ours
            await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup) as failed:
        await work()
    assert failed.group_contains(AttributeError)


async def test_however_often_a_connection_ends_that_had_lasted_the_next_is_tried_at_once(
    own_office: Office, one_database_url: str
) -> None:
    office, slow = own_office, replace(QUICK, first_wait=60.0, longest_wait=600.0, proven=0.2)
    async with bot_on_a_socket(office, one_database_url, slow):
        connection = await one_connection(office)
        for _ in range(4):
            lasts_until = time.monotonic() + 2 * slow.proven
            await eventually(partial(_is_past, lasts_until), "a connection that has lasted")
            connection.drop()
            connection = await one_connection(office, other_than=connection)


def _is_past(moment: float) -> bool:
    return time.monotonic() > moment


def connections_of(watch: SocketWatch) -> list[Connection]:
    """The connections a watch holds."""
    return watch._connections


def tries(office: Office) -> list[float]:
    """When the bot asked for an address."""
    return [call.at for call in office.sandbox.calls.since("slack") if call.call == "apps.connections.open"]
