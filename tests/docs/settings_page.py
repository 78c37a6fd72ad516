"""docs/reference/settings.md, from the fields of the settings."""

import re
from enum import Enum
from typing import Any, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.settings import Settings
from bot.store_settings import END, RoutedStoreSettings, StoreSettings
from tests.docs.commands_page import of_the_database
from tests.docs.markdown import NONE, code, page, table
from tests.docs.settings_more import GROUPS, MORE, OTHERS

FOREWORD = """Every setting is an environment variable. An empty one counts as not set. A wrong one stops the start, and
the message names it with its remedy; `python -m bot doctor` says more. Where a **file** is given in the last table, the
secret may stand in it, and the file has priority over the variable: see
[secrets in files](../operate.md#secrets-in-files)."""

SLIPS = """## Names that are nearly right

A variable whose name is one slip away from a setting's (two, from 13 letters on) stops the start with "did you mean
…?", so that `REISSUE_PAUSE=1` does not go unnoticed: a letter missing, added, wrong, or swapped with the next, or a
blank or hyphen. Names with a digit and slips of `HOST`, `PORT`, `LOG_LEVEL` and `LOG_FORMAT` are left to other
programs."""

WORDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "0 or 1",
    "SecretStr": "secret",
    "Path": "path of a file",
    "Condition": "condition",
}

LISTED = {"text": "ids", "secret": "secrets", "condition": "conditions"}


def settings_page() -> str:
    """The whole page."""
    parts = [FOREWORD]
    for title, names in _groups().items():
        rows = [_row(name, Settings.model_fields[name]) for name in names]
        parts += [f"## {title}", table(["variable", "type", "default", "meaning"], rows)]
    files = [
        (code(name.upper()), code(name.removesuffix(END).upper())) for name in Settings.model_fields if _is_file(name)
    ]
    parts += ["## Secrets in files", table(["variable", "holds the secret of"], files), _of_commands(), SLIPS]
    return page("Settings", *parts)


def _is_file(name: str) -> bool:
    return name.endswith(END) and name.removesuffix(END) in Settings.model_fields


def _groups() -> dict[str, list[str]]:
    """The tables; a setting that none of them names is in the last one."""
    named = {name for names in GROUPS.values() for name in names}
    others = [name for name in Settings.model_fields if not _is_file(name) and name not in named]
    return GROUPS | ({OTHERS: others} if others else {})


def _of_commands() -> str:
    store = [code(name.upper()) for name in StoreSettings.model_fields if not _is_file(name)]
    routed = [
        code(name.upper()) for name in RoutedStoreSettings.model_fields.keys() - StoreSettings.model_fields.keys()
    ]
    return (
        "## What the commands need\n\n"
        f"{', '.join(map(code, of_the_database()))} read {', '.join(store)} alone, "
        f"`export --route` also {', '.join(routed)}. `demo` and `manifest` need nothing. All other commands need "
        "everything that is **required**."
    )


def _row(name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    more = f" {MORE[name]}" if name in MORE else ""
    return code(name.upper()), _type(field), _default(field), f"{field.description}.{more}"


def _type(field: FieldInfo) -> str:
    """The type in words, with its limits."""
    limits = [limit for each in field.metadata if (limit := _limit(each))]
    return ", ".join([_kind(field.annotation), *limits])


def _kind(annotation: Any) -> str:  # noqa: ANN401 - any annotation
    parts = [each for each in get_args(annotation) if each not in (type(None), Ellipsis)]
    if get_origin(annotation) is tuple:
        return f"{LISTED[_kind(parts[0])]}, comma-separated"
    if annotation is not None and isinstance(annotation, type) and issubclass(annotation, Enum):
        return " or ".join(code(one.value) for one in annotation if one.value)
    if parts and all(isinstance(each, str) for each in parts):
        return " or ".join(map(code, parts))
    if parts:
        return _kind(parts[0])
    return WORDS[getattr(annotation, "__name__", "str")]


def _limit(limit: object) -> str:
    match limit:
        case Ge(ge=least):
            return f"at least {least}"
        case Gt(gt=least):
            return f"more than {least}"
        case Le(le=most) | Lt(lt=most):
            return f"at most {most}"
        case MinLen(min_length=least):
            return f"at least {least} {'characters' if least > 1 else 'of them'}"
        case MaxLen(max_length=most):
            return f"at most {most} characters"
    return ""


def _default(field: FieldInfo) -> str:
    """The default as it would be typed."""
    value = field.default
    if value is PydanticUndefined:
        return "**required**"
    if value in (None, (), ""):
        return NONE
    if isinstance(value, bool):
        return code(int(value))
    if isinstance(value, Enum):
        return code(value.value) if value.value else NONE
    assert not isinstance(value, SecretStr), "a secret with a default"
    return code(re.sub(r"\.0$", "", str(value)))
