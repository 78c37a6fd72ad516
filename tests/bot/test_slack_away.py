"""The processes at work while Slack is away from the start: they say so in words, stay ready, and stop in order."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.bot.test_commands_in_trouble import SETTINGS
from tests.patience import eventually
from tests.processes import get, serving, started

pytestmark = pytest.mark.anyio

NO_ANSWER = "there was no answer"


async def test_with_slack_and_vitable_away_every_process_starts_and_says_so_without_a_traceback(
    tmp_path: Path, postgres_url: str
) -> None:
    async with asyncio.TaskGroup() as processes:
        for command in ("web", "socket", "worker"):
            processes.create_task(told_and_stopped(command, postgres_url, tmp_path / f"{command}.log"))


async def told_and_stopped(command: str, url: str, output: Path) -> None:
    """The log has a line about each of the two, and no traceback; readiness has Slack, with 200."""
    env = {**SETTINGS, "DATABASE_URL": url, "LOG_LEVEL": "WARNING", "LOG_FORMAT": "json"}
    async with started(env, output, command, "bot") as process:

        def postponed() -> set[str]:
            lines = [json.loads(line) for line in process.log.split("\n")[:-1]]
            return {line["what"] for line in lines if line["event"] == "background_postponed"}

        await eventually(lambda: postponed() > {"slack"}, "a line about Slack, and one about Vitable")
        if command != "worker":
            await serving(process)
            ready = await get(process, "/readyz")
            assert ready.status_code == 200
            assert ready.json()["slack"] == NO_ANSWER
        if command == "socket":
            await eventually(lambda: "Slack cannot be reached" in process.log, "a line about the socket")
        assert await process.stop() == 0
        assert "Traceback" not in process.log
        assert "exception" not in process.log
