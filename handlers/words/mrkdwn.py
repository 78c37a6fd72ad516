"""Makes foreign text safe to show: the one escape, and clipping that never cuts an entity or a mention in two.

Slack's rule (Formatting text, "Escaping text"): replace `&`, `<` and `>` in all text that is not markup; otherwise
`<!channel>`, `<@U…>` and links in a name would be live.
"""

import re
import unicodedata
from typing import NewType

Mrkdwn = NewType("Mrkdwn", str)
"""Text in Slack's markup, with all foreign text escaped."""

ELLIPSIS = "…"
NOTHING = "\N{EN DASH}"
"""Shown where a text is empty: Slack refuses empty texts, and a gap says nothing."""
READ_AT_MOST = 8
"""Times the limit: the rest of a foreign text would hardly be shown, so it is not read."""

_BIDI_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_SLACK_ID = re.compile(r"[A-Z0-9]{2,32}")
_TOKEN = re.compile(r"&(?:amp|lt|gt);|<[^<>]*>|.", re.DOTALL)


def escape(text: str) -> Mrkdwn:
    """Text that people or other systems wrote, so that no part of it is markup. Apply it exactly once."""
    return Mrkdwn(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def one_line(text: str, limit: int = 80) -> str:
    """A foreign name or label on one line of at most `limit` characters, without characters that disorder it.

    Right-to-left text is isolated, so that it does not turn the text around it.
    """
    kept = " ".join(_printable(text[: READ_AT_MOST * limit]).split())
    if not kept.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in kept):
        return f"{_ISOLATE}{clip(kept, limit - 2)}{_POP_ISOLATE}"
    return clip(kept, limit)


def paragraphs(text: str, limit: int) -> str:
    """A foreign text of several lines, at most `limit` characters long, for `plain_text`."""
    lines = text[: READ_AT_MOST * limit].splitlines()
    return clip("\n".join(_printable(line).rstrip() for line in lines).strip(), limit)


def clip(text: str, limit: int) -> str:
    """Plain text of at most `limit` characters, never empty."""
    if not text.strip() or not _has_a_shown_one(text):
        return NOTHING
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def clip_mrkdwn(text: Mrkdwn, limit: int) -> Mrkdwn:
    """Markup of at most `limit` characters; an entity or a mention is kept whole or left out."""
    if len(text) <= limit:
        return text
    kept, length = [], 0
    for token in _TOKEN.findall(text):
        length += len(token)
        if length > limit - 1:
            break
        kept.append(token)
    return Mrkdwn("".join(kept).rstrip() + ELLIPSIS)


def sentence(text: str) -> str:
    """A text with a full stop, unless it ends with a similar sign."""
    return text if text.endswith((".", "!", "?", ELLIPSIS, f".{_POP_ISOLATE}")) else f"{text}."


def mention(slack_id: str) -> Mrkdwn:
    """A mention of a person (`U…`, `W…`) or a user group (`S…`): Slack notifies them and shows the name."""
    if not _SLACK_ID.fullmatch(slack_id):
        return escape(one_line(slack_id))
    return Mrkdwn(f"<!subteam^{slack_id}>" if slack_id.startswith("S") else f"<@{slack_id}>")


def mentions(slack_ids: tuple[str, ...]) -> Mrkdwn:
    """Several people or groups, with spaces between them."""
    return Mrkdwn(" ".join(mention(slack_id) for slack_id in slack_ids))


def channel(channel_id: str) -> Mrkdwn:
    """A channel; Slack shows its name to the people who can see it."""
    return Mrkdwn(f"<#{channel_id}>") if _SLACK_ID.fullmatch(channel_id) else escape(one_line(channel_id))


def link(url: str, label: str) -> Mrkdwn:
    """A link with words of our own; `url` is one that Slack gave us."""
    return Mrkdwn(f"<{escape(url).replace('|', '%7C')}|{escape(label)}>")


def code(text: str) -> Mrkdwn:
    """A foreign id that people can copy."""
    return Mrkdwn(f"`{escape(one_line(text, 100)).replace('`', chr(39))}`")


def _has_a_shown_one(text: str) -> bool:
    """Whether not all characters are of those that only format others. None is, in a text that Python can print."""
    return text.isprintable() or any(unicodedata.category(character) != "Cf" for character in text)


def _printable(text: str) -> str:
    if text.isprintable():  # as nearly all are: then there is nothing to replace
        return text
    return "".join(_shown(character) for character in text if character not in _BIDI_CONTROLS)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"  # half a character: it could not even be sent
    return " " if category in ("Cc", "Zl", "Zp") else character
