"""The dashboard: every query of it is run by a real Prometheus that watches a real bot."""

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.office import open_office
from tests.patience import eventually
from tests.places.environments import ROOT
from tests.processes import free_port, web_at_work
from tests.prometheus import JOB, Prometheus, prometheus

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

BOARD: Json = json.loads((ROOT / "deploy" / "grafana" / "reissue-bot.json").read_text(encoding="utf-8"))

ROWS = ["Is it well", "What people wait for", "Slack", "Vitable", "Requests", "Processes"]

UNITS = {"none", "s", "ops", "bytes", "percentunit"}

EMPTY = {
    "Troubles": "Empty while nothing is wrong.",
    "Calls of Slack that were not ok, by method": "Empty while every call is ok.",
    "Socket Mode": "Empty without Socket Mode.",
    "Webhooks of Vitable": "Empty without VITABLE_WEBHOOK_SECRET.",
}
"""The panels that have no data in a well `web` without webhooks, and what they say about it."""


POSTED = 'reissue_slack_calls_total{method="chat.postMessage", outcome="ok"}'


def panels() -> Iterator[Json]:
    return (panel for panel in BOARD["panels"] if panel["type"] != "row")


def ready_to_run(query: str) -> str:
    """A query as Grafana sends it, for the job of the test."""
    query = query.replace("$job", JOB).replace("$__rate_interval", "1m")
    assert "$" not in query
    return query


@pytest.fixture(scope="module")
async def watched(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Prometheus]:
    """A Prometheus that watches a bot; people have used it: one request was reissued, one waits."""
    folder, port = tmp_path_factory.mktemp("dashboard"), free_port()
    database = Path(shutil.copy(migrated_sqlite, folder / "reissue.db"))
    async with (
        prometheus(folder) as watching,
        open_office() as office,
        web_at_work(office, database, METRICS_PORT=str(port)),
    ):
        watching.watch({f"127.0.0.1:{port}": JOB})
        await eventually(lambda: watching.ask(f"up{{job='{JOB}'}} == 1"), "a bot that is watched")
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued")
        await eventually(lambda: watching.ask(POSTED), "what people did, in Prometheus")
        await office.nina.requests("sean")
        await eventually(lambda: watching.ask(f"increase({POSTED}[1m]) > 0"), "what they did since")
        yield watching


async def test_every_panel_has_data_or_says_why_it_has_none(watched: Prometheus) -> None:
    empty = set()
    for panel in panels():
        for target in panel["targets"]:
            if not await watched.ask(ready_to_run(target["expr"])):
                empty.add(panel["title"])
    assert empty == set(EMPTY)
    assert [title for title, panel in _by_title().items() if EMPTY.get(title, "") not in panel["description"]] == []


async def test_no_value_is_not_a_number(watched: Prometheus) -> None:
    wrong = []
    for panel in panels():
        for target in panel["targets"]:
            found = await watched.ask(ready_to_run(target["expr"]))
            if found and all(sample["value"][1] == "NaN" for sample in found):
                wrong.append((panel["title"], target["expr"]))
    assert wrong == []


async def test_its_menu_finds_the_bot(watched: Prometheus) -> None:
    menus = {menu["name"]: menu for menu in BOARD["templating"]["list"]}
    assert (menus["datasource"]["type"], menus["datasource"]["query"]) == ("datasource", "prometheus")
    assert menus["job"]["query"]["query"] == "label_values(reissue_build_info, job)"
    assert {sample["metric"]["job"] for sample in await watched.ask("reissue_build_info")} == {JOB}


def test_it_has_its_rows_in_order_and_no_two_panels_overlap() -> None:
    assert [panel["title"] for panel in BOARD["panels"] if panel["type"] == "row"] == ROWS
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not taken & cells, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells


def test_every_panel_has_a_description_a_unit_a_legend_and_the_datasource_of_the_menu() -> None:
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
    for panel in panels():
        assert re.fullmatch(r"[A-Z0-9].{8,}\.", panel["description"]), panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"] in UNITS
        for target in panel["targets"]:
            assert target["legendFormat"]
            assert target["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
            assert "$job" in target["expr"]


def _by_title() -> dict[str, Json]:
    return {panel["title"]: panel for panel in panels()}
