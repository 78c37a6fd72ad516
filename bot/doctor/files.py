"""The files that hold names and secrets: can other users of this machine read them?"""

import grp
import os
import shlex
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.doctor.finding import Check, Finding, ok, warning
from bot.doctor.surroundings import OTHERS, Surroundings
from bot.settings import Settings
from bot.store_settings import END
from store.single_process import files_of

CLOSED = "no other user of this machine can read them"

HANDED_OUT = f"{CLOSED}; the mode of mounted secrets is up to what mounts them"


def examine_files(settings: Settings, around: Surroundings | None = None) -> list[Finding]:
    """A warning for each file that group or others may use; one good finding if there is none."""
    around = around or Surroundings.of_process()
    kept = [(file, found) for file, found in _there(_of_database(settings)) if found.st_mode & OTHERS]
    secrets = [(file, found) for file, found in _there(_of_secrets(settings)) if around.is_open(found)]
    handed_out = [file for file, found in secrets if around.is_handed_out(file, found)]
    warned = [_ours(*each) for each in kept]
    for file, found in secrets:
        if file not in handed_out:
            is_ours = around.can_change(file, found)
            warned.append(_ours(file, found) if is_ours else _of_another(file, found, around))
    return warned or [ok(Check.FILES, HANDED_OUT if handed_out else CLOSED)]


def _ours(file: Path, found: os.stat_result) -> Finding:
    return warning(Check.FILES, _open(found), f"Type `chmod 600 {shlex.quote(str(file))}`.", about=str(file))


def _of_another(file: Path, found: os.stat_result, around: Surroundings) -> Finding:
    """About a file that belongs to another user, or that cannot be changed from here."""
    quoted, group = shlex.quote(str(file)), str(around.group)
    with suppress(KeyError):  # a group without a name
        group = grp.getgrgid(around.group).gr_name
    command = f"chgrp {group} {quoted} && chmod 640 {quoted}"
    remedy = f"Its owner or root types `{command}`: the bot reads it as one of the group, and 600 would lock it out."
    return warning(Check.FILES, _open(found), remedy, about=str(file))


def _open(found: os.stat_result) -> str:
    return f"has mode {stat.S_IMODE(found.st_mode):04o}: other users of this machine can get at it"


def _of_database(settings: Settings) -> Iterator[Path]:
    with suppress(ValueError):  # an unusable address: the check of the database says so
        yield from files_of(settings.database_url)


def _of_secrets(settings: Settings) -> Iterator[Path]:
    named = (getattr(settings, name) for name in Settings.model_fields if name.endswith(END))
    yield from (file for file in named if file is not None)


def _there(files: Iterator[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """Those that are there."""
    for file in files:
        with suppress(OSError):
            yield file, file.stat()
