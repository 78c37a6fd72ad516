"""`python -m tests.release`: build, check and try what a release publishes. It lies in `dist/` if all is well.

Ends with 1 if not. Nothing is published: .github/workflows/release.yml does that.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.places.environments import ROOT
from tests.release.building import NotReleasable, build, sums
from tests.release.installing import checked_by_twine, installed, licences, tried

DIST = ROOT / "dist"


def main() -> int:
    """Say each step that succeeded; keep the files only if all did."""
    shutil.rmtree(DIST, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="release") as folder:
        try:
            _release(Path(folder))
        except (NotReleasable, AssertionError) as wrong:
            _say(f"Not releasable: {wrong}")
            return 1
    return 0


def _release(folder: Path) -> None:
    built = build(folder)
    version = built[0].name.split("-")[1]
    _say(f"Built version {version} twice from the last commit, the same to the byte.")
    _say(checked_by_twine(*built).strip())
    for path in built:
        bot = installed(path, Path(tempfile.mkdtemp(dir=folder)))
        licences(bot)
        asyncio.run(tried(bot, version))
        _say(f"{path.name}: installed with the locked packages, licences looked at, migrated, served, stopped.")
    _keep(built)


def _keep(built: Sequence[Path]) -> None:
    DIST.mkdir()
    for path in built:
        shutil.copy(path, DIST)
    for name, digest in sums(DIST).items():
        _say(f"{digest}  dist/{name}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
