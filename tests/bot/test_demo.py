"""The demo as a newcomer sees it: one command, an address, a story that works, and nothing left behind."""

import asyncio
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.commands.demo import demo_settings
from bot.settings import Settings
from sandbox import cast
from sandbox.app import build_sandbox
from tests.copied import Copy, copied, read_end
from tests.office import Office
from tests.patience import PATIENCE
from tests.plain_http import plain_client
from tests.shown import words_of

pytestmark = pytest.mark.anyio

NOWHERE = "http://127.0.0.1:9"

A_COMPANYS = {
    "HTTPS_PROXY": NOWHERE,
    "HTTP_PROXY": NOWHERE,
    "https_proxy": NOWHERE,
    "http_proxy": NOWHERE,
    "ALL_PROXY": "socks5://127.0.0.1:9",
}
"""None of them can be reached, and one cannot be used."""


@dataclass(frozen=True)
class Demo:
    """A running demo: its process, the address it printed, the folder it may leave temporary files in."""

    running: asyncio.subprocess.Process | Copy
    url: str
    temporary: Path

    def has_a_database(self) -> bool:
        """Whether there is a database among its temporary files."""
        return any(self.temporary.rglob("demo.db"))

    def left_behind(self) -> list[Path]:
        """Its temporary files."""
        return list(self.temporary.iterdir())

    async def stop(self, sign: signal.Signals) -> int:
        """Send a signal; returns the exit code."""
        self.running.send_signal(sign)
        return await asyncio.wait_for(self.running.wait(), PATIENCE)


@asynccontextmanager
async def demo(
    temporary: Path,
    port: int = 0,
    python: str | Path | None = None,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
    contract: str = "documented",
) -> AsyncIterator[Demo]:
    """`python -m bot demo`, once it has printed its address: a copy (`tests/copied.py`), or started by a Python."""
    env = {"PATH": os.environ["PATH"], "TMPDIR": str(temporary), **(variables or {})}
    command = ["bot", "demo", "--port", str(port), "--contract", contract]
    ours, its = os.pipe()
    process = (
        await copied(command, folder or Path.cwd(), env, its)
        if python is None
        else await asyncio.create_subprocess_exec(python, "-m", *command, cwd=folder, env=env, stdout=its)
    )
    os.close(its)
    output = await read_end(ours)
    try:
        yield Demo(process, await asyncio.wait_for(printed_address(output), PATIENCE), temporary)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def printed_address(output: asyncio.StreamReader) -> str:
    """The address in what the demo says when it is ready."""
    async for line in output:
        if found := re.search(r"The demo is ready: +(http://127\.0\.0\.1:\d+)\b", line.decode()):
            return found.group(1)
    raise AssertionError("The demo ended without printing an address.")


@pytest.mark.parametrize("proxies", [{}, A_COMPANYS], ids=["at home", "in a company with proxies"])
async def test_the_demo_tells_the_whole_story_and_leaves_nothing_behind(
    tmp_path: Path, proxies: dict[str, str]
) -> None:
    async with demo(tmp_path, variables=proxies) as shown, plain_client(base_url=shown.url, timeout=PATIENCE) as http:
        assert "Sandbox" in (await http.get("/")).text
        office = Office(build_sandbox(""), shown.url, http)  # its people act over HTTP, in the demo's own sandbox
        card = await office.nina.requests("ada")
        await office.marcus.click(card, "approve")
        await office.marcus.card("Reissued")
        summary = await office.marcus.reads("New enrollment of")
        assert "enrl_ada_lovelace_medical_r1" in words_of(summary)
        assert shown.has_a_database()
        code = await shown.stop(signal.SIGTERM)
    assert (code, shown.left_behind()) == (0, [])


async def test_the_demo_of_the_newer_contract_plays_a_request_through(tmp_path: Path) -> None:
    async with (
        demo(tmp_path, contract="connect-6") as shown,
        plain_client(base_url=shown.url, timeout=PATIENCE) as http,
    ):
        office = Office(build_sandbox(""), shown.url, http)
        card = await office.nina.requests("ada lovelace")
        await office.marcus.click(card, "approve")
        await office.marcus.card("Reissued")
        assert "enrl_ada_lovelace_medical_r1" in words_of(await office.marcus.reads("New enrollment of"))
        assert (await http.get("/sandbox/benefits/reissues")).json()["shape"] == "connect-6"
        assert (await http.get("/sandbox/benefits/violations")).json() == {"violations": []}


async def test_a_taken_port_is_replaced_and_ctrl_c_ends_the_demo(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with demo(tmp_path, port) as shown, plain_client() as http:
            assert httpx.URL(shown.url).port != port
            assert (await http.get(shown.url)).is_success
            code = await shown.stop(signal.SIGINT)
    assert (code, shown.left_behind()) == (0, [])


def test_the_demo_reads_no_secret_from_a_file_and_acts_for_no_organization(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_ORGANIZATION", "org_of_a_real_key")
    for name in Settings.model_fields:
        if name.endswith("_file"):
            monkeypatch.setenv(name.upper(), str(tmp_path / "none"))
    settings = demo_settings("http://127.0.0.1:1", tmp_path / "demo.db")
    assert settings.slack_bot_token.get_secret_value() == cast.BOT_TOKEN
    assert settings.vitable_connect_organization is None
