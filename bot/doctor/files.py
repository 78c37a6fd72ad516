"""The files that hold names and secrets: can other users of this machine read them?"""

import shlex
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.doctor.finding import Check, Finding, ok, warning
from bot.settings import Settings
from bot.store_settings import END
from store.single_process import files_of

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine_files(settings: Settings) -> list[Finding]:
    """A warning for each file that group or others may use; one good finding if there is none."""
    open_files = [(file, mode) for file in _files(settings) if (mode := _mode(file)) is not None and mode & OTHERS]
    if not open_files:
        return [ok(Check.FILES, "no other user of this machine can read them")]
    return [_warned(file, mode) for file, mode in open_files]


def _warned(file: Path, mode: int) -> Finding:
    says = f"has mode {mode:04o}: other users of this machine can get at it"
    return warning(Check.FILES, says, f"Type `chmod 600 {shlex.quote(str(file))}`.", about=str(file))


def _files(settings: Settings) -> Iterator[Path]:
    with suppress(ValueError):  # an unusable address: the check of the database says so
        yield from files_of(settings.database_url)
    named = (getattr(settings, name) for name in Settings.model_fields if name.endswith(END))
    yield from (file for file in named if file is not None)


def _mode(file: Path) -> int | None:
    """The permissions of a file; None if it is not there."""
    try:
        return stat.S_IMODE(file.stat().st_mode)
    except OSError:
        return None
