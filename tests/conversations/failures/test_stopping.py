"""A process that is told to stop waits for the call under way, says for how long at most, and loses nothing."""

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.office import API_TIMEOUT, Office, eventually, label_of
from tests.processes import web_at_work

pytestmark = pytest.mark.anyio


def line(log: str, event: str) -> dict[str, Any]:
    """The only line of an event."""
    (found,) = [told for told in map(json.loads, log.splitlines()) if told["event"] == event]
    return dict(found)


@pytest.mark.parametrize(("seconds", "status"), [(1, "Reissued"), (600, "Outcome unknown")])
async def test_it_waits_for_a_call_under_way_within_the_time_that_it_names(
    own_office: Office, tmp_path: Path, seconds: float, status: str
) -> None:
    office, database = own_office, tmp_path / "reissue.db"
    async with web_at_work(office, database, LOG_FORMAT="json") as process:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "reissue", "hang", seconds=seconds)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await eventually(lambda: office.calls("benefits", "reissue"), "the call")
        process.running.send_signal(signal.SIGTERM)
        await eventually(lambda: "stopping" in process.log, "the line about stopping")
        assert await process.stop() == 0  # a second signal changes nothing
        told = line(process.log, "stopping")
        assert told["at_most_seconds"] == API_TIMEOUT + 5
        assert line(process.log, "stopped")["seconds"] <= told["at_most_seconds"]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT state FROM bot_attempt").fetchall() == [("settled",)]
    async with web_at_work(office, database):
        await office.marcus.card(status, of=label_of(card))
    assert len(await office.calls("benefits", "reissue")) == 1
