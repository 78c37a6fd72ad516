"""Starting: ready only while it can commit, and not kept from it by Slack. What does keep it is in tests/bot."""

import sqlite3
from contextlib import closing

import httpx
import pytest

from tests.office import Office, bot_at_work, eventually, label_of
from tests.processes import Process, get

pytestmark = pytest.mark.anyio


async def test_readiness_lists_what_is_well_and_is_503_only_while_nothing_can_be_committed(process: Process) -> None:
    checked = (
        "database",
        "cards",
        "slack",
        "contract",
        "products",
        "vitable",
        "benefits",
        "sending",
        "audit",
        "names",
        "slack_signature",
    )
    assert (await get(process, "/readyz")).json() == {"ready": True, **dict.fromkeys(checked, "ok")}
    with closing(sqlite3.connect(process.output.with_suffix(".db"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        readiness = await becomes(process, 503)
        assert (await get(process, "/livez")).status_code == 200
    assert readiness.json()["ready"] is False
    await becomes(process, 200)


async def becomes(process: Process, status: int) -> httpx.Response:
    """The readiness once it has this status: an answer is given again for a second."""

    async def answer() -> httpx.Response | None:
        found = await get(process, "/readyz")
        return found if found.status_code == status else None

    found: httpx.Response = await eventually(answer, f"readiness with {status}")
    return found


async def test_with_slack_down_it_starts_and_refuses_decisions_until_slack_answers(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url):
        card = await office.nina.requests("ada")
    for call in ("auth.test", "users.info", "usergroups.users.list"):
        await office.fault("slack", call, "server_error", times=None)
    async with bot_at_work(office, one_database_url):
        said = await office.marcus.hears(office.marcus.click(card, "approve"))
        assert said == "Slack did not say in time whether you may do this, so nothing was done. Try again."
        ready = (await office.http.get(office.sandbox.bot_url.replace("/slack/events", "/readyz"))).json()
        assert ready["ready"] is True
        assert ready["slack"] == "there was no answer"
        await office.mend()
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
