"""Parts of a message: the blocks that show a fact together with the text that says it.

A message is a list of parts, and both its blocks and its `text` follow from that list, so the two cannot disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from handlers.blocks.drawn import Block, Drawn, drawn
from handlers.blocks.elements import context, quoted, section
from handlers.words.mrkdwn import Mrkdwn, sentence


class Turn(IntEnum):
    """When a part is read, if not where it is shown. Notifications show only the beginning of a text, and Slack's limit
    clips its end, so the longest parts come last."""

    HEADLINE = 0
    SERVER = 1
    FACTS = 2
    DECISIONS = 3
    CONVERSATION = 4
    REASON = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One fact. `text` is empty where there is nothing to say, such as for buttons."""

    text: Mrkdwn
    blocks: tuple[Block, ...]
    turn: Turn = Turn.FACTS


NOTHING = Part(Mrkdwn(""), ())
"""The part for a fact that a request does not have."""


def paragraph(words: Mrkdwn, said: Mrkdwn | None = None, turn: Turn = Turn.FACTS) -> Part:
    """A paragraph; `said` is its text where that is not the same words."""
    return Part(words if said is None else said, (section(words),), turn)


def line(words: Mrkdwn) -> Part:
    """A line of facts, read as a sentence."""
    return paragraph(words, Mrkdwn(sentence(words)))


def bold(words: str) -> Part:
    """A line in bold, read as a sentence."""
    return paragraph(Mrkdwn(f"*{words}*"), Mrkdwn(sentence(words)))


def small_print(words: str, turn: Turn = Turn.FACTS) -> Part:
    """Small print, read as a sentence; nothing without words."""
    return Part(Mrkdwn(sentence(words)), (context(Mrkdwn(words)),), turn) if words else NOTHING


def quotation(text: str, said: str) -> Part:
    """Foreign text, shown word for word; `said` is the same in a line of text, escaped."""
    return Part(Mrkdwn(said), (quoted(text),))


def said_only(words: Mrkdwn, turn: Turn = Turn.FACTS) -> Part:
    """A text without blocks, for what the screen shows otherwise."""
    return Part(words, (), turn)


def shown_only(*blocks: Block) -> Part:
    """Blocks about the screen itself, without a text: buttons, and where to find more."""
    return Part(Mrkdwn(""), blocks)


def message(parts: Iterable[Part]) -> Drawn:
    """The message made of parts: blocks in this order, texts in the order of their turns."""
    parts = list(parts)
    said = (part.text for part in sorted(parts, key=lambda part: part.turn) if part.text)
    return drawn(Mrkdwn(" ".join(said)), blocks_of(parts))


def blocks_of(parts: Iterable[Part]) -> list[Block]:
    """The blocks alone, for views: they have no text."""
    return [block for part in parts for block in part.blocks]
