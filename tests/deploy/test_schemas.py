"""The files have the form that their programs know: by the schemas of Kubernetes, Compose and GitHub."""

from pathlib import Path

import kubernetes_validate
import pytest
from check_jsonschema.cli import main as check_jsonschema
from click.testing import CliRunner

from tests.deploy.kit import COMPOSE, KUSTOMIZATION, MANIFESTS, ROOT, document

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


@pytest.mark.parametrize("version", [OLDEST, kubernetes_validate.latest_version()])
@pytest.mark.parametrize("path", [path for path in MANIFESTS if path != KUSTOMIZATION], ids=lambda path: path.name)
def test_kubernetes_knows_every_field(path: Path, version: str) -> None:
    kubernetes_validate.validate(document(path), version, strict=True)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_the_schema_has_no_objection(path: Path) -> None:
    said = CliRunner().invoke(check_jsonschema, ["--builtin-schema", f"vendor.{SCHEMAS[path]}", str(path)])
    assert said.exit_code == 0, said.output


def test_every_yaml_file_of_github_is_looked_at() -> None:
    assert set(GITHUB.rglob("*.yml")) == {path for path in SCHEMAS if path.is_relative_to(GITHUB)}
