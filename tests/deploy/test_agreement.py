"""Ports, paths, times, users and commands of the kit agree with the code, and with each other."""

import json
import shlex
from pathlib import Path

import pytest
import yaml

from bot.cli import app
from bot.health.reaching import UP_TO
from bot.serving.pages import LIVEZ
from bot.serving.server import GRACE
from bot.settings import Settings
from bot.stopping import ON_TOP
from tests.deploy.kit import (
    BOT_SERVICES,
    KUSTOMIZATION,
    MANIFESTS,
    document,
    instructions,
    last,
    manifest,
    of_unit,
    pod,
    seconds,
    services,
)
from tests.deploy.test_settings import PLACES

STOPS_WITHIN = Settings.model_fields["vitable_connect_timeout"].default + ON_TOP
"""Seconds that a process takes to stop at most, with the default timeout."""

SPARE = 5
"""Seconds that docs/operate.md adds to that for containers."""

PORT = Settings.model_fields["port"].default
COMMANDS = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
NOT_ROOT = "10001"


def container(kind: str) -> dict[str, object]:
    """The one container of a Deployment or Job."""
    (one,) = pod(kind)["containers"]
    return dict(one)


def test_compose_and_systemd_wait_until_a_call_under_way_has_ended() -> None:
    for name in BOT_SERVICES:
        assert seconds(services()[name]["stop_grace_period"]) == STOPS_WITHIN + SPARE, name
    assert seconds(of_unit("TimeoutStopSec")[0]) == STOPS_WITHIN + SPARE


def test_kubernetes_waits_for_that_and_for_its_own_pause_before() -> None:
    web = pod("Deployment")
    pause = web["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert web["terminationGracePeriodSeconds"] == STOPS_WITHIN + SPARE + pause
    assert pause >= GRACE


def test_nothing_is_killed_while_it_waits_for_its_database() -> None:
    startup = pod("Deployment")["containers"][0]["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] > UP_TO
    options = dict(option.removeprefix("--").split("=") for option in last("HEALTHCHECK").split(" CMD ")[0].split())
    assert seconds(options["start-period"]) > UP_TO


def test_a_failover_of_a_minute_takes_no_replica_from_those_who_click() -> None:
    ready = pod("Deployment")["containers"][0]["readinessProbe"]
    assert ready["periodSeconds"] * (ready["failureThreshold"] - 1) >= 60
    assert ready.get("successThreshold", 1) == 1


def test_everything_leads_to_the_port_that_the_bot_listens_on() -> None:
    assert last("EXPOSE") == str(PORT)
    assert services()["web"]["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    ports = {port["name"]: port["containerPort"] for port in pod("Deployment")["containers"][0]["ports"]}
    assert ports == {"http": PORT, "metrics": int(PLACES["kubernetes"]["METRICS_PORT"])}
    assert [port["targetPort"] for port in manifest("Service")["spec"]["ports"]] == ["http"]
    (ingress,) = manifest("NetworkPolicy")["spec"]["ingress"]
    assert {port["port"] for port in ingress["ports"]} == ports.keys()
    annotations = manifest("Deployment")["spec"]["template"]["metadata"]["annotations"]
    assert annotations["prometheus.io/port"] == str(ports["metrics"])


def test_probes_ask_for_pages_that_the_port_has() -> None:
    web = pod("Deployment")["containers"][0]
    asked = {name: web[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {name: page["path"] for name, page in asked.items()} == {
        "startupProbe": LIVEZ.path,
        "livenessProbe": LIVEZ.path,
        "readinessProbe": "/readyz",
    }
    assert {page["port"] for page in asked.values()} == {"metrics"}


def test_what_serves_no_page_has_no_health_check_and_all_else_has_one() -> None:
    checked = {name for name in BOT_SERVICES if not services()[name].get("healthcheck", {}).get("disable")}
    assert checked == {"web", "socket", "worker"}
    assert "METRICS_PORT" in services()["worker"]["environment"]


def test_every_command_of_the_kit_is_one_of_the_bots() -> None:
    assert json.loads(last("ENTRYPOINT")) == ["reissue-bot"]
    named = [json.loads(last("CMD")), container("Job")["args"]]
    named += [services()[name].get("command", ["web"]) for name in BOT_SERVICES]
    named += [shlex.split(line)[1:] for line in of_unit("ExecStart") + of_unit("ExecStartPre")]
    assert {command for (command,) in named} == {"web", "socket", "worker", "migrate"}
    assert {command for (command,) in named} <= COMMANDS


def test_the_user_is_one_number_everywhere() -> None:
    assert last("USER") == f"{NOT_ROOT}:{NOT_ROOT}"
    assert f"--owner {NOT_ROOT} --group {NOT_ROOT}" in " ".join(text for name, text in instructions() if name == "RUN")
    for kind in ("Deployment", "Job"):
        context = pod(kind)["securityContext"]
        assert {context[name] for name in ("runAsUser", "runAsGroup", "fsGroup")} == {int(NOT_ROOT)}


def test_the_migration_runs_the_image_of_the_replicas() -> None:
    assert container("Job")["image"] == container("Deployment")["image"]
    assert len({services()[name]["image"] for name in BOT_SERVICES}) == 1


def test_what_selects_replicas_finds_them_and_not_the_migration() -> None:
    replicas = manifest("Deployment")["spec"]["template"]["metadata"]["labels"]
    migration = manifest("Job")["spec"]["template"]["metadata"]["labels"]
    selectors = [
        manifest("Service")["spec"]["selector"],
        manifest("Deployment")["spec"]["selector"]["matchLabels"],
        manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        pod("Deployment")["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
    ]
    for selector in selectors:
        assert selector.items() <= replicas.items()
        assert not selector.items() <= migration.items()
    policy = manifest("NetworkPolicy")["spec"]["podSelector"]["matchLabels"]
    assert policy.items() <= replicas.items() & migration.items()


def test_kustomize_applies_all_but_the_secret_and_the_migration() -> None:
    left_out = {KUSTOMIZATION.name, "secret.example.yaml", "migrate-job.yaml"}
    assert document(KUSTOMIZATION)["resources"] == sorted({path.name for path in MANIFESTS} - left_out)


def test_the_container_file_copies_only_what_the_context_has() -> None:
    root = KUSTOMIZATION.parents[2]
    ignored = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    taken = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert [name for name in taken if not (root / name).exists()] == []
    packages = {path.parent.name for path in root.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(taken)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_name_no_namespace(path: Path) -> None:
    assert all("namespace" not in (each or {}).get("metadata", {}) for each in yaml.safe_load_all(path.read_text()))
