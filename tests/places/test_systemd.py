"""A real systemd runs the unit of `deploy/systemd/`, with all that it forbids, in a container that is its machine."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from functools import partial

import pytest

from tests.deploy.kit import KIT, ROOT, of_unit
from tests.deploy.test_page import block
from tests.office import open_office
from tests.patience import PATIENCE, eventually
from tests.places.containers import STAND_IN, build, own_podman
from tests.places.environments import run
from tests.places.installed import build_wheel
from tests.plain_http import plain_client
from tests.processes import environment, free_port

pytestmark = [pytest.mark.anyio, pytest.mark.places]

DEBIAN = "bookworm"
"""The oldest systemd that the unit is for, 252; newer ones do not start beside cgroups of the first version."""

PACKAGES = "ca-certificates,dbus,python3,python3-venv,systemd"

MACHINE = f"{STAND_IN}COPY checkout /checkout\nWORKDIR /checkout\nRUN "

SECRETS = ("audit_key", "audit_keys_old", "slack_bot_token", "slack_signing_secret", "vitable_connect_api_key")

Podman = tuple[str, ...]


@pytest.fixture(scope="module")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Podman]:
    """Podman with the image of a machine on which the commands of docs/deploy.md were typed."""
    context = tmp_path_factory.mktemp("context")
    checkout = context / "checkout"
    shutil.copytree(KIT, checkout / "deploy", ignore=shutil.ignore_patterns("secrets", "bot.env"))
    shutil.copy(ROOT / "requirements.txt", checkout)
    build_wheel(checkout / "dist")
    (checkout / "deploy" / "secrets").mkdir()
    for name in SECRETS:
        (checkout / "deploy" / "secrets" / name).write_text("to be replaced", encoding="utf-8")
    typed = " && ".join(block("systemd").replace("sudo ", "").strip().splitlines())
    with own_podman() as command:
        build(command, f"{MACHINE}{typed}\n", "localhost/machine", DEBIAN, PACKAGES, context)
        yield command


@pytest.fixture
def machine(podman: Podman) -> Iterator[Podman]:
    """The command that runs another one on a machine that systemd has started."""
    options = ("--privileged", "--systemd=always", "--network=host", "--pull=never")
    limits = ("--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096")
    run(*podman, "run", "--detach", "--name=machine", *options, *limits, "localhost/machine", "/lib/systemd/systemd")
    inside = (*podman, "exec", "--privileged", "machine")
    try:
        run(*inside, "mount", "--make-rshared", "/")  # as on a machine; else credentials stay where they were mounted
        run(*inside, "sh", "-c", "until systemctl is-system-running | grep -Eq 'running|degraded'; do sleep 0.1; done")
        yield inside
    finally:
        run(*podman, "rm", "--force", "--time=2", "machine")


def set_up(machine: Podman, env: dict[str, str]) -> None:
    """Write settings and secrets where the unit looks for them."""
    secrets = {name: env.get(name.upper(), "") for name in SECRETS}
    settings = {name: value for name, value in env.items() if name.lower() not in SECRETS and name != "PATH"}
    lines = "".join(f"{name}={value}\n" for name, value in settings.items() if name != "DATABASE_URL")
    for name, text in {"bot.env": lines, **{f"secrets/{name}": value for name, value in secrets.items()}}.items():
        run(*machine, "sh", "-c", 'printf "%s\\n" "$1" > "/etc/reissue-bot/$2"', "sh", text, name)


def shown(machine: Podman, name: str) -> str:
    """A property of the unit, as systemd knows it."""
    return run(*machine, "systemctl", "show", "--property", name, "--value", "reissue-bot").strip()


async def test_it_starts_serves_and_stops_and_a_request_is_approved(machine: Podman) -> None:
    port = free_port()
    async with open_office() as office, plain_client(base_url=f"http://127.0.0.1:{port}") as http:
        set_up(machine, environment(office, "", PORT=str(port)))
        await asyncio.to_thread(run, *machine, "systemctl", "start", "reissue-bot")

        async def is_ready(starts: int = 1) -> bool:
            journal = run(*machine, "journalctl", "--unit=reissue-bot", "--no-pager")
            assert shown(machine, "ActiveState") == "active", journal
            return journal.count("listening") == starts and (await http.get("/readyz")).is_success

        await eventually(is_ready, "a bot that is ready")
        office.sandbox.bot_url = f"{http.base_url}/slack/events"
        card = await office.nina.requests("ada")
        await office.marcus.click(card, "approve")
        await office.marcus.card("Reissued")
        listed = await asyncio.to_thread(run, *machine, "/usr/local/sbin/reissue-bot-command", "list", "--all")
        assert "reissued" in listed
        doctor = await asyncio.to_thread(run, *machine, "/usr/local/sbin/reissue-bot-command", "doctor")
        assert "All well" in doctor
        assert "chmod" not in doctor  # systemd gives each copy of a secret an access list, which looks like 0440
        begun = time.monotonic()
        await asyncio.to_thread(run, *machine, "systemctl", "stop", "reissue-bot")
        assert time.monotonic() - begun < min(PATIENCE, float(of_unit("TimeoutStopSec")[0]))
        await asyncio.to_thread(_other_commands_have_what_the_unit_has, machine)
        await asyncio.to_thread(run, *machine, "systemctl", "start", "reissue-bot")
        await eventually(partial(is_ready, 2), "a bot that is ready after other commands have been at its files")
        await asyncio.to_thread(run, *machine, "systemctl", "stop", "reissue-bot")
    assert (shown(machine, "Result"), shown(machine, "ExecMainStatus")) == ("success", "0")
    run(*machine, "/usr/local/sbin/reissue-bot-command", "hold")  # as root, and yet every file stays the bot's:
    (owner,) = set(run(*machine, "sh", "-c", "stat --format=%u%a /var/lib/private/reissue-bot/*").split())
    assert owner.endswith("600")
    assert not owner.startswith("0")


def _other_commands_have_what_the_unit_has(machine: Podman) -> None:
    command = (*machine, "/usr/local/sbin/reissue-bot-command")
    assert "R-1 " in run(*command, "list", "--all", "--names")
    assert "The chain is whole" in run(*command, "export", "--verify")
    told = run(
        *machine, "sh", "-c", '/usr/local/sbin/reissue-bot-command forget "$1" || true', "sh", "empl_ada_lovelace"
    )
    assert "from R-1" in told
