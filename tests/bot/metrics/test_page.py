"""The page of metrics of real processes: promtool finds no fault with it, and it has what the registry says."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.metrics.registry import METRICS, Kind, Mode, Scope
from sandbox import cast
from tests.bot.metrics.reading import families_of
from tests.office import Office, eventually, label_of, open_office
from tests.patience import PATIENCE
from tests.plain_http import plain_client
from tests.processes import environment, free_port, get, serving, started
from tests.promtool import faults_in

pytestmark = pytest.mark.anyio

OF_LIBRARY = "process_"


async def _story(office: Office) -> None:
    card = await office.nina.requests("ada")
    await office.marcus.click(card, "approve")
    await office.marcus.card("Reissued", of=label_of(card))


@asynccontextmanager
async def _web(office: Office, url: str, log: Path) -> AsyncIterator[str]:
    """The page of a web process after a story."""
    async with started(environment(office, url), log) as process:
        await serving(process)
        office.sandbox.bot_url = f"{process.url}/slack/events"
        await _story(office)
        yield (await get(process, "/metrics")).text


@asynccontextmanager
async def _socket(office: Office, url: str, log: Path) -> AsyncIterator[str]:
    """That of a socket process."""
    env = environment(office, url, SLACK_APP_TOKEN=cast.APP_TOKEN)
    async with started(env, log, "socket") as process:
        await serving(process)
        await eventually(lambda: "socket_connected" in process.log, "the connection")
        await _story(office)
        yield (await get(process, "/metrics")).text


@asynccontextmanager
async def _worker(office: Office, url: str, log: Path) -> AsyncIterator[str]:
    """That of a worker beside a web process."""
    apart = free_port()
    async with (
        started(environment(office, url, METRICS_PORT=str(apart)), log, "worker") as process,
        plain_client(base_url=f"http://127.0.0.1:{apart}", timeout=PATIENCE) as http,
    ):
        await serving(replace(process, url=f"http://127.0.0.1:{apart}"))
        assert [(await http.get(path)).status_code for path in ("/livez", "/readyz")] == [200, 200]
        assert (await http.post("/slack/events")).status_code == 404
        assert "slack_signature" not in (await http.get("/readyz")).json()
        yield (await http.get("/metrics")).text
        assert await process.stop() == 0


Open = Callable[[Office, str, Path], AbstractAsyncContextManager[str]]

PAGES: dict[Mode, Open] = {Mode.WEB: _web, Mode.SOCKET: _socket, Mode.WORKER: _worker}


@pytest.fixture(params=list(Mode))
async def mode(request: pytest.FixtureRequest) -> Mode:
    found: Mode = request.param
    return found


@pytest.fixture
async def page(mode: Mode, postgres_url: str, tmp_path: Path) -> AsyncIterator[str]:
    async with open_office() as office, PAGES[mode](office, postgres_url, tmp_path / "log") as page:
        yield page


async def test_promtool_finds_no_fault_and_the_page_has_what_the_registry_says(page: str, mode: Mode) -> None:
    families = families_of(page)
    ours = {name: family for name, family in families.items() if not name.startswith(OF_LIBRARY)}
    webhooks = {name for name in METRICS if name.startswith("reissue_webhooks")}  # without a secret there are none
    assert set(ours) == {name for name, metric in METRICS.items() if mode in metric.modes} - webhooks
    for name, family in ours.items():
        assert (family.type, family.documentation) == (METRICS[name].kind, METRICS[name].help_line)
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        assert labels <= set(METRICS[name].labels)
        assert family.documentation.startswith("Database-wide: ") is (METRICS[name].scope is Scope.DATABASE)
    assert len(families) > len(ours)
    assert faults_in(page) == ""


def test_promtool_finds_the_faults_that_it_is_asked_for() -> None:
    assert "counter metrics should have" in faults_in(
        "# HELP reissue_lost Lost\n# TYPE reissue_lost counter\nreissue_lost 1\n"
    )


def test_what_is_counted_is_a_counter_by_name_and_seconds_are_named_so() -> None:
    for name, metric in METRICS.items():
        assert name.endswith("_total") is (metric.kind is Kind.COUNTER)
        assert (metric.kind is not Kind.HISTOGRAM) or (name.endswith("_seconds") and metric.buckets)
