"""Environment variables that are meant for the bot and misspelled: it would start as if they were not set."""

import re
from collections.abc import Collection, Iterable, Iterator

GENERIC = frozenset({"HOST", "PORT", "LOG_LEVEL", "LOG_FORMAT"})
"""Settings whose names many programs use, with variations: nothing counts as a slip of them."""

OF_OTHERS = frozenset({"DATABASE_URI", "DATABASE_URLS", "SLACK_API_TOKEN", "SLACK_APP_URL"})
"""Names that other programs use, although they are near to one of ours."""

LONG = 13
"""Letters. In a setting's name of this length two slips are noticed, in a shorter one a single slip."""

MOST = 2
"""Slips that are noticed. More are not counted."""

BRAKE, PARTS_OF_BRAKE = "REISSUE_PAUSED", ("REISSUE", "PAUS")
"""Every other name with these parts means the brake, however many slips it has."""

OTHER_THAN_WORDS = re.compile(r"[^A-Z0-9]+")


def misspelled(present: Iterable[str], settings: Collection[str], read: Collection[str]) -> Iterator[tuple[str, str]]:
    """The variables that are no setting, but nearly: each with the name of the setting that is meant.

    `present` are the names in the environment, `settings` those of all settings, `read` those of the settings that the
    command reads. A slip is a letter that is missing, added or wrong, or two that are swapped; also a blank, a hyphen
    or the like. Names with a digit are others'.
    """
    for name in present:
        if name.upper() in settings or name.upper() in OF_OTHERS:
            continue
        meant = _meant(OTHER_THAN_WORDS.sub("_", name.upper()).strip("_"), sorted(set(read) - GENERIC))
        if meant is not None:
            yield name, meant


def _meant(name: str, settings: Collection[str]) -> str | None:
    if any(letter.isdigit() for letter in name):
        return None
    if BRAKE in settings and all(part in name for part in PARTS_OF_BRAKE):
        return BRAKE
    slips = {setting: _slips(name, setting) for setting in settings}
    near = [setting for setting, count in slips.items() if count <= (MOST if len(setting) >= LONG else 1)]
    return min(near, key=lambda setting: slips[setting], default=None)


def _slips(name: str, setting: str) -> int:
    """How many slips make a name of a setting: the distance of Damerau and Levenshtein, no letter changed twice.

    Or `MOST` and one, as soon as there are so many: a slip takes one letter away and brings one at most.
    """
    if abs(len(name) - len(setting)) > MOST or len(set(name) ^ set(setting)) > 2 * MOST:
        return MOST + 1
    before: list[int] = []
    row = list(range(len(setting) + 1))
    for at, letter in enumerate(name, 1):
        earlier, before, row = before, row, [at]
        for of, other in enumerate(setting, 1):
            least = min(before[of] + 1, row[-1] + 1, before[of - 1] + (letter != other))
            if at > 1 and of > 1 and (name[at - 2], letter) == (other, setting[of - 2]):
                least = min(least, earlier[of - 2] + 1)
            row.append(least)
        if min(*before, *row) > MOST:
            return MOST + 1
    return row[-1]
