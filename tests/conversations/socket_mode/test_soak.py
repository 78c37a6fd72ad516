"""A short form of `make soak`: Socket Mode on a bad network."""

from pathlib import Path
from random import Random

import pytest

from sandbox import cast
from tests.conversations.socket_mode.office import one_connection
from tests.office import Office
from tests.processes import environment, serving, started
from tests.soak import network

pytestmark = pytest.mark.anyio


async def test_whatever_breaks_every_command_is_answered_or_shown_as_failed_and_in_the_end_it_works(
    own_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = own_office
    monkeypatch.setattr(network, "CALM", (0.5, 4.0))
    env = environment(office, f"sqlite:///{tmp_path / 'reissue.db'}", SLACK_APP_TOKEN=cast.APP_TOKEN)
    async with started(env, tmp_path / "log", "socket") as process:
        await serving(process)
        await one_connection(office)
        result = await network.soak(office, process.running.pid, 15, Random(1))  # noqa: S311 nothing secret
    assert result.blows.total() >= 3
    assert result.told >= 1
    assert result.silent == 0
