"""Installs what was built into clean environments, with the locked packages, and runs it there."""

import sys
from pathlib import Path

from bot.release import DISTRIBUTION
from tests.office import open_office
from tests.places.environments import LOCKED, ROOT, environment_with_the_lock, new_environment, run
from tests.places.installed import Installed
from tests.processes import environment, get, serving, started
from tests.release.building import NotReleasable

HASHED = ("--require-hashes", "--no-deps", "-r")
TO_BUILD = ROOT / "requirements-build.txt"
TO_RELEASE = ROOT / "requirements-release.txt"


def checked_by_twine(*built: Path) -> str:
    """What `twine check --strict` says about the files: that PyPI will take and show them."""
    twine = environment_with_the_lock(Path(sys.executable), "release", TO_RELEASE)
    return run(str(twine), "-m", "twine", "check", "--strict", *map(str, built))


def installed(built: Path, folder: Path) -> Installed:
    """The bot in a clean environment with the locked packages, and for an sdist with those that build it."""
    more = () if built.suffix == ".whl" else ("-r", str(TO_BUILD))
    python = new_environment(Path(sys.executable), folder / "environment", *HASHED, str(LOCKED), *more)
    pip = (sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--no-deps", "--no-index", "--no-build-isolation", str(built))
    run(*pip, "check")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installed(python, elsewhere)


def licences(bot: Installed) -> None:
    """Stop at a licence that pyproject.toml does not allow, of all that was installed."""
    run(str(Path(sys.executable).with_name("pip-licenses")), f"--python={bot.python}", folder=ROOT)


async def tried(bot: Installed, version: str) -> None:
    """It says its version, makes a database, and serves the sandbox until it is told to stop."""
    said = bot.type("--version").stdout.strip()
    if said != f"{DISTRIBUTION} {version}":
        raise NotReleasable(f"It says {said!r}, not version {version}")
    async with open_office() as office:
        env = environment(office, "sqlite:///reissue.db")
        migrated = bot.type("migrate", **env)
        if migrated.returncode:
            raise NotReleasable(migrated.stderr)
        async with started(env, bot.folder / "log", "web", "bot", bot.python, bot.folder) as process:
            await serving(process)
            ready = await get(process, "/readyz")
            if not ready.is_success or await process.stop() != 0:
                raise NotReleasable(f"/readyz answers {ready.status_code}: {ready.text}\n{process.log}")
