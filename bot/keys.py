"""Keys and tokens: characters that they cannot have, and secrets in files, one of which a secret store may replace."""

from pathlib import Path

API_KEY = "VITABLE_CONNECT_API_KEY"

MADE_UP = frozenset({"AUDIT_KEY", "AUDIT_KEYS_OLD", "DATABASE_URL"})
"""Secrets that people make up: they may hold blanks and any letters, but nothing that cannot be seen."""

MAY_BE_EMPTY = "AUDIT_KEYS_OLD"
"""Its file is there before there are keys to put into it."""

REMEDY = "Set it to a file that holds the value of {setting} and nothing else, and that the bot may read."


class UnusableSecretFile(ValueError):
    """The file cannot be read, or does not hold the secret. The message names the setting and the remedy, never the
    secret, even if that was given in place of the file's name."""

    def __init__(self, setting: str, file: Path, why: str) -> None:
        named = str(file) if file.is_absolute() or file.exists() else "the file"
        super().__init__(f"{setting}_FILE cannot be used: {named} {why}. {REMEDY.format(setting=setting)}")


def misread(secret: str) -> bool:
    """Whether it has a blank, a line break, a letter or an invisible character that no token or key has, as a copy from
    a web page may."""
    return not (secret.isascii() and secret.isprintable() and " " not in secret)


def secret_in(setting: str, file: Path) -> str:
    """The secret of a setting that a file holds, without line breaks at its end; raises UnusableSecretFile.

    It is empty only where there may be no secret yet.
    """
    try:
        secret = file.read_text(encoding="utf-8-sig", errors="surrogateescape").rstrip("\r\n")
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = error.strerror if isinstance(error, OSError) else "no file can have this name"
        raise UnusableSecretFile(setting, file, f"cannot be read ({why})") from error
    if not secret and setting != MAY_BE_EMPTY:
        raise UnusableSecretFile(setting, file, "is empty")
    if setting in MADE_UP and not secret.isprintable():
        raise UnusableSecretFile(setting, file, "holds a character that cannot be seen")
    if setting not in MADE_UP and misread(secret):
        raise UnusableSecretFile(setting, file, "holds characters that no key has")
    return secret
