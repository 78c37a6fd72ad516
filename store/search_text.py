"""Turns a name into text that a search finds without accents, case, apostrophes and hyphens.

The index keeps the result: a change of these rules needs a migration that empties `bot_employee`. The next refresh
fills it again. Requests keep it as well: the migration sets `bot_request.search` to NULL, and the bot fills it again.
"""

import unicodedata

LONGEST_TEXT = 200
"""Characters of a search text that count: more than any name has, and fewer than LIKE accepts."""

LONGEST_NAME, LONGEST_EMAIL = 400, 250
"""Characters that the index keeps: PostgreSQL's index takes 2,704 bytes, and a character has up to 4."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
"""Latin letters whose accent cannot be removed, and what people type who do not have them on the keyboard."""

_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bb\u02bc"
_HYPHENS = "-\u2010\u2011\u2013"
_MARKS = str.maketrans(dict.fromkeys(_APOSTROPHES) | dict.fromkeys(_HYPHENS, " "))
"""O'Brien is also OBrien, and Smith-Jones two words."""

_LEFT_OUT = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories that people do not type on purpose: controls, joiners, lone surrogates."""

ESCAPE = "\\"


def normalized(text: str) -> str:
    """`text` in the form that is stored and searched: words with single spaces between them."""
    words = " ".join(text.split()).translate(_MARKS)
    if words.isascii() and words.isprintable():
        return " ".join(words.lower().split())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold()).translate(_LETTERS)
    return " ".join("".join(letter for letter in folded if _counts(letter)).split())


def searchable(name: str, email: str | None) -> str:
    """The text that the index keeps for an employee. The name comes first, so that "begins with" is about the name."""
    return f"{normalized(name)[:LONGEST_NAME]}\n{normalized(email or '')[:LONGEST_EMAIL]}"


def findable(name: str) -> str:
    """The text by which a request is found: the employee's name; empty once that was removed."""
    return normalized(name)[:LONGEST_NAME]


def escaped(text: str) -> str:
    """`text` for a LIKE pattern with ESCAPE, in which `%` and `_` are plain characters."""
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return text


def _counts(letter: str) -> bool:
    is_accent = unicodedata.combining(letter) or "\ufe00" <= letter <= "\ufe0f"
    return not is_accent and unicodedata.category(letter) not in _LEFT_OUT
