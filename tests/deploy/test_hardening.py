"""Nothing in the kit has more rights than the bot needs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.kit import BOT_SERVICES, ROOT, UNIT, instructions, manifest, pod, services

EXPOSURE = 1.5
"""What `systemd-analyze security` may say at most, from 0 (safe) to 10."""


def systemd_analyze(*arguments: str) -> str:
    """What systemd-analyze says; it must succeed. Skips the test by name where the machine has none."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze (Debian: sudo apt-get install systemd)")
    said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout + said.stderr


def test_systemd_finds_nothing_wrong_in_the_unit(tmp_path: Path) -> None:
    here = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    here.write_text(text.replace("/opt/reissue-bot/bin", str(Path(sys.executable).parent)), encoding="utf-8")
    assert systemd_analyze("verify", str(here)) == ""


def test_the_unit_exposes_as_little_as_the_document_says() -> None:
    said = systemd_analyze("security", "--offline=true", str(UNIT))
    found = re.search(r"Overall exposure level for reissue-bot.service: ([\d.]+)", said)
    assert found is not None, said
    assert float(found[1]) <= EXPOSURE
    assert f"at most {EXPOSURE}" in (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BOT_SERVICES)
def test_compose_gives_a_read_only_container_without_rights(name: str) -> None:
    service = services()[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "user", "volumes", "network_mode", "pid"}


def test_only_the_proxy_of_the_machine_reaches_the_bot_and_nothing_outside_the_database() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["web"]
    assert services()["web"]["ports"][0].startswith("127.0.0.1:")
    assert services()["postgres"]["networks"] == services()["migrate"]["networks"] == ["database"]


@pytest.mark.parametrize("kind", ["Deployment", "Job"])
def test_kubernetes_gives_a_read_only_container_without_rights(kind: str) -> None:
    made = pod(kind)
    assert made["securityContext"]["runAsNonRoot"] is True
    assert made["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert made["automountServiceAccountToken"] is manifest("ServiceAccount")["automountServiceAccountToken"] is False
    assert made["serviceAccountName"] == manifest("ServiceAccount")["metadata"]["name"]
    (container,) = made["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert made["volumes"][0]["secret"]["defaultMode"] == 0o440
    assert "memory" in container["resources"]["limits"]


def test_the_image_installs_only_what_the_locks_name() -> None:
    steps = " ".join(arguments for name, arguments in instructions() if name == "RUN")
    installs = re.findall(r"pip (?:--python \S+ )?install (.*?)(?: &&|$)", steps)
    locked = [line for line in installs if "--require-hashes" in line and "--no-deps" in line]
    ours = [line for line in installs if "--no-deps --no-index /wheel/" in line]
    assert (len(installs), len(locked), len(ours)) == (3, 2, 1)
