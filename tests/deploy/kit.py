"""What the files in `deploy/` say, read as their programs read them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
KIT = ROOT / "deploy"
CONTAINERFILE = KIT / "Containerfile"
COMPOSE = KIT / "compose.yaml"
UNIT = KIT / "systemd" / "reissue-bot.service"
MANIFESTS = sorted((KIT / "kubernetes").glob("*.yaml"))
KUSTOMIZATION = KIT / "kubernetes" / "kustomization.yaml"

BOT_SERVICES = ("migrate", "web", "socket", "worker")
"""The services of Compose that run our image."""

Document = dict[str, Any]


def document(path: Path) -> Document:
    """The one document of a YAML file."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def manifest(kind: str) -> Document:
    """The one manifest of a kind."""
    (found,) = [each for each in map(document, MANIFESTS) if each["kind"] == kind]
    return found


def pod(kind: str) -> Document:
    """What the pods of a Deployment or Job are made from."""
    made: Document = manifest(kind)["spec"]["template"]["spec"]
    return made


def instructions() -> Iterator[tuple[str, str]]:
    """The instructions of the Containerfile, each with its arguments in one line."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        if line:
            name, _, arguments = line.partition(" ")
            yield name, arguments


def last(instruction: str) -> str:
    """The arguments of an instruction in the final image."""
    return [arguments for name, arguments in instructions() if name == instruction][-1]


def variables_of_the_image() -> dict[str, str]:
    """The variables that the image sets."""
    return dict(pair.split("=", 1) for pair in last("ENV").split())


def unit() -> Iterator[tuple[str, str]]:
    """The lines of the systemd unit."""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name, value


def of_unit(name: str) -> list[str]:
    """Every value of a setting in the unit."""
    return [value for known, value in unit() if known == name]


def variables_of_the_unit() -> dict[str, str]:
    """The variables that the unit sets itself."""
    return dict(pair.split("=", 1) for pair in of_unit("Environment"))


def example_env() -> dict[str, str]:
    """The settings of `bot.env.example`."""
    lines = (KIT / "bot.env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def services() -> Mapping[str, Document]:
    """The services of Compose."""
    known: Mapping[str, Document] = document(COMPOSE)["services"]
    return known


def seconds(duration: str) -> float:
    """Compose's and systemd's durations, as far as the kit uses them."""
    number, unit_ = re.fullmatch(r"(\d+)(s|min)?", duration).groups()  # type: ignore[union-attr] # fails as a test should
    return float(number) * {"min": 60, "s": 1, None: 1}[unit_]
