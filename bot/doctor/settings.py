"""Usable settings: do they do what they seem to?"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from bot.doctor.finding import Check, Finding, ok, warning
from bot.keys import UnusableSecretFile, secret_in
from bot.settings import Settings
from bot.store_settings import END
from bot.tracing import NotTraced, spans_asked_for

PAUSED = "REISSUE_PAUSED=1: nothing is sent to Vitable, and approved requests wait"

UNPAUSE = "Find out who set it and why; then unset REISSUE_PAUSED and restart. Requests go on by themselves."

TWICE = "set, and so is {variable}_FILE, whose file holds another value: the file's value counts"

ONCE = "Unset {variable}; if its value is the right one, write it into the file first, and restart."


def examine_settings(settings: Settings, environ: Mapping[str, str]) -> list[Finding]:
    """A warning for each setting that works otherwise than it seems to; one good finding if there is none."""
    return [*_paused(settings), *_given_twice(settings, environ), *_not_traced(environ)] or [
        ok(Check.SETTINGS, "complete")
    ]


def _paused(settings: Settings) -> Iterator[Finding]:
    if settings.reissue_paused:
        yield warning(Check.SETTINGS, PAUSED, UNPAUSE)


def _given_twice(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Secrets whose variable says something else than their file."""
    given = {name.upper(): value for name, value in environ.items() if value}
    for name in Settings.model_fields:
        variable = name.upper()
        held = _held(settings, name) if variable in given else None
        if held is not None and held != given[variable]:
            says, remedy = TWICE.format(variable=variable), ONCE.format(variable=variable)
            yield warning(Check.SETTINGS, says, remedy, about=variable)


def _held(settings: Settings, name: str) -> str | None:
    """What the file of a setting holds; None if there is no file, or nothing in it."""
    file = getattr(settings, name + END, None)
    with suppress(UnusableSecretFile):  # it was usable when the settings were read; the next start says so
        return None if file is None else secret_in(name.upper(), file) or None
    return None


def _not_traced(environ: Mapping[str, str]) -> Iterator[Finding]:
    """What the start would log about traces."""
    try:
        spans_asked_for(environ).close()
    except NotTraced as why:
        yield warning(Check.SETTINGS, why.says, f"{why.remedy[0].upper()}{why.remedy[1:]}.", about=why.variable)
