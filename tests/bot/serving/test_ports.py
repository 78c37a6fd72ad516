"""A port that cannot be used is told in one sentence, before anything else is started."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.serving.ports import UnusablePort, taken
from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot


@pytest.fixture
def busy_port() -> Iterator[str]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


@pytest.mark.parametrize("command", ["web", "socket"])
@pytest.mark.parametrize("setting", ["PORT", "METRICS_PORT"])
def test_a_port_that_another_program_has_ends_the_start_with_one_sentence(
    tmp_path: Path, busy_port: str, command: str, setting: str
) -> None:
    ports = {"PORT": "0", setting: busy_port}
    refused = reissue_bot(command, folder=tmp_path, **GOOD, **ports, SLACK_APP_TOKEN="xapp-1", LOG_LEVEL="ERROR")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert f"{setting} {busy_port}: another program listens there. Stop it, or set {setting} to" in refused.stderr


def test_an_address_that_this_machine_does_not_have_is_told() -> None:
    for host in ("192.0.2.1", "no-such-host.invalid"):
        with pytest.raises(UnusablePort, match=f"HOST {host}, PORT 0: this machine has no such address. Set HOST"):
            taken("PORT", host, 0).__enter__()


def test_all_addresses_of_a_name_are_taken_and_given_back() -> None:
    with taken("PORT", "localhost", 0) as sockets:
        assert {one.getsockname()[0] for one in sockets} <= {"127.0.0.1", "::1"}
        assert sockets
    assert [one.fileno() for one in sockets] == [-1] * len(sockets)
