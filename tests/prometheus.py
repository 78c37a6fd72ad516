"""A real Prometheus of our own, where the machine has one: `.ci/prometheus` installs Debian's."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.patience import eventually
from tests.plain_http import plain_client
from tests.processes import free_port

JOB = "reissue-bot"

CONFIGURATION = """
global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
rule_files: [{rules}]
scrape_configs:
  - job_name: {job}
    file_sd_configs: [{{files: [{targets}], refresh_interval: 1s}}]
"""

Sample = dict[str, Any]


def program(name: str = "prometheus") -> str:
    """The path of `prometheus` or `promtool`. Skips the test by name where the machine has none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name} (Debian: sudo apt-get install prometheus)")
    return found


def promtool(*arguments: str | Path) -> str:
    """What promtool says; fails with it if promtool found something wrong."""
    command = [program("promtool"), *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)  # noqa: S603 - our own
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@dataclass(frozen=True)
class Prometheus:
    """A running Prometheus that looks, and evaluates its rules, every second."""

    http: httpx.AsyncClient
    targets: Path

    def watch(self, targets: Mapping[str, str]) -> None:
        """Scrape these addresses (`host:port`) from now on, and no other; each has the name of its job."""
        told = [{"targets": [address], "labels": {"job": job}} for address, job in targets.items()]
        whole = self.targets.with_suffix(".new")
        whole.write_text(json.dumps(told), encoding="utf-8")
        whole.replace(self.targets)

    async def ask(self, query: str) -> list[Sample]:
        """The samples that a query gives now. Fails with Prometheus's own words if it is none."""
        answer = (await self.http.get("/api/v1/query", params={"query": query})).json()
        assert answer["status"] == "success", answer
        found: list[Sample] = answer["data"]["result"]
        return found

    async def firing(self, job: str | None = None) -> set[str]:
        """The alerts that fire now, of one job or of all; one without a job is in every one.

        Each is told by its name; if it has a code, by `name: code` too.
        """
        alerts = (await self.http.get("/api/v1/alerts")).json()["data"]["alerts"]
        labels = [alert["labels"] for alert in alerts if alert["state"] == "firing"]
        of_job = [each for each in labels if job is None or each.get("job", job) == job]
        coded = {f"{each['alertname']}: {each['code']}" for each in of_job if "code" in each}
        return coded | {each["alertname"] for each in of_job}

    async def rules(self) -> list[Sample]:
        """Its rules: name, query, health, the alerts that are active."""
        groups = (await self.http.get("/api/v1/rules")).json()["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]


@asynccontextmanager
async def prometheus(folder: Path, rules: Iterable[Path] = ()) -> AsyncIterator[Prometheus]:
    """A Prometheus with these rules on a free port of this machine, its files in `folder`; ended at the end."""
    targets, settings, port = folder / "targets.json", folder / "prometheus.yml", free_port()
    targets.write_text("[]", encoding="utf-8")
    named = ", ".join(str(path) for path in rules)
    settings.write_text(CONFIGURATION.format(rules=named, job=JOB, targets=targets), encoding="utf-8")
    command = (
        program(),
        f"--config.file={settings}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--query.lookback-delta=5s",
    )
    with (folder / "prometheus.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            *command, stdout=log, stderr=log, env={"PATH": os.environ["PATH"]}
        )
    try:
        async with plain_client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:

            async def is_ready() -> bool:
                assert running.returncode is None, (folder / "prometheus.log").read_text(encoding="utf-8")
                try:
                    return (await http.get("/-/ready")).is_success
                except httpx.TransportError:
                    return False

            await eventually(is_ready, "a Prometheus that is ready")
            yield Prometheus(http, targets)
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()
