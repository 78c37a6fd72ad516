"""Keys and tokens: characters that they cannot have, and the API key in a file that a secret store may replace."""

from pathlib import Path

REMEDY = "Set it to a file that holds the API key and nothing else, and that the bot may read."


class UnusableKeyFile(ValueError):
    """The file cannot be read, or does not hold a key. The message names the setting and the remedy, never the key,
    even if that was given in place of the file's name."""

    def __init__(self, file: Path, why: str) -> None:
        named = str(file) if file.is_absolute() or file.exists() else "the file"
        super().__init__(f"VITABLE_CONNECT_API_KEY_FILE cannot be used: {named} {why}. {REMEDY}")


def misread(secret: str) -> bool:
    """Whether it has a blank, a line break, a letter or an invisible character that no token or key has, as a copy from
    a web page may."""
    return not (secret.isascii() and secret.isprintable() and " " not in secret)


def key_in(file: Path) -> str:
    """The key that a file holds, without the line break at its end; raises UnusableKeyFile."""
    try:
        key = file.read_text(encoding="utf-8-sig", errors="replace").rstrip("\r\n")
    except OSError as error:
        raise UnusableKeyFile(file, f"cannot be read ({error.strerror})") from error
    if not key:
        raise UnusableKeyFile(file, "is empty")
    if misread(key):
        raise UnusableKeyFile(file, "holds characters that no key has")
    return key
