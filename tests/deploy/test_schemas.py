"""The files have the form that their programs know: by the schemas of Kubernetes, Compose and GitHub."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.kit import COMPOSE, KUSTOMIZATION, MANIFESTS, ROOT

OLDEST = "1.30"
"""The oldest Kubernetes that the manifests are for: the first that can sleep before a stop without a feature gate."""

GITHUB = ROOT / ".github"

SCHEMAS = {
    COMPOSE: "compose-spec",
    GITHUB / "dependabot.yml": "dependabot",
    GITHUB / "ISSUE_TEMPLATE" / "config.yml": "github-issue-config",
    GITHUB / "ISSUE_TEMPLATE" / "bug.yml": "github-issue-forms",
    GITHUB / "ISSUE_TEMPLATE" / "feature.yml": "github-issue-forms",
    GITHUB / "workflows" / "test.yml": "github-workflows",
    GITHUB / "workflows" / "release.yml": "github-workflows",
}


def objections(*command: str) -> str:
    """What a validator of this environment says, if it ends with an error."""
    said = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return said.stdout + said.stderr if said.returncode else ""


@pytest.mark.parametrize("version", [(), ("-k", OLDEST)], ids=["newest", OLDEST])
def test_kubernetes_knows_every_field(version: tuple[str, ...]) -> None:
    files = [str(path) for path in MANIFESTS if path != KUSTOMIZATION]
    assert objections("kubernetes_validate", "--strict", *version, *files) == ""


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_the_schema_has_no_objection(path: Path) -> None:
    assert objections("check_jsonschema", "--builtin-schema", f"vendor.{SCHEMAS[path]}", str(path)) == ""


def test_every_yaml_file_of_github_is_looked_at() -> None:
    assert set(GITHUB.rglob("*.yml")) == {path for path in SCHEMAS if path.is_relative_to(GITHUB)}
