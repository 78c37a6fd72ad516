"""While the database is away the log says so once, not at each try; and it says when the bot goes on."""

import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.databases import Postgres
from tests.office import Office, eventually
from tests.processes import replica

pytestmark = pytest.mark.anyio


async def test_an_outage_is_one_line_of_each_kind_and_one_when_it_ends(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    database = make_url(postgres_url).database or ""
    async with replica(own_office, postgres_url, tmp_path / "log", LOG_FORMAT="json") as process:
        postgres.cut_off(database)
        await eventually(lambda: "sweep_postponed" in process.log, "a sweep that the outage holds up")
        postgres.let_in(database)
        await eventually(lambda: "going_on_again" in process.log, "the end of the outage")
    lines = [json.loads(line) for line in process.log.splitlines()]
    told = Counter((line["event"], line.get("reason"), line.get("what")) for line in lines if line["level"] != "info")
    assert ("sweep_postponed", "the database does not answer", None) in told
    assert set(told.values()) == {1}
    assert [line["after"] for line in lines if line["event"] == "going_on_again"] == ["sweep_postponed"]
