"""Lines that only one copy has, and the message that takes the place of a replaced card."""

from approvals.model.request import ReissueRequest
from handlers.blocks.drawn import TEXT_LIMIT, Block, Drawn, drawn
from handlers.blocks.elements import context, section
from handlers.words.controls.copies import (
    POSTED_AGAIN,
    REPLACES,
    instead_of_channel,
    others_decide_words,
    replaced_words,
)
from handlers.words.mrkdwn import Mrkdwn, clip_mrkdwn

BLOCKS_LIMIT = 50
"""Blocks of one message (chat.postMessage)."""


def replacing(copy: Drawn) -> Drawn:
    """The copy, saying that an earlier post of it may be visible too."""
    return with_line(copy, REPLACES if _has_buttons(copy.blocks) else POSTED_AGAIN)


def in_place_of_channel(card: Drawn, channel_id: str) -> Drawn:
    """The card, saying why it is sent to an approver."""
    return with_line(card, instead_of_channel(channel_id))


def with_line(copy: Drawn, line: Mrkdwn) -> Drawn:
    """The copy with a line of small print above its buttons, or at its end. The line stays even if the rest is
    clipped."""
    text = clip_mrkdwn(Mrkdwn(copy.text), TEXT_LIMIT - len(line) - 1)
    buttons = copy.blocks[-1:] if _has_buttons(copy.blocks) else []
    above = copy.blocks[: len(copy.blocks) - len(buttons)][: BLOCKS_LIMIT - len(buttons) - 1]
    return Drawn(text=f"{text} {line}", blocks=[*above, context(line), *buttons])


def replaced_card(reissue_request: ReissueRequest, permalink: str | None) -> Drawn:
    """The message for a card that another one has replaced: no facts, no buttons."""
    words = replaced_words(reissue_request, permalink)
    return drawn(words, [section(words)])


def others_decide_card(reissue_request: ReissueRequest) -> Drawn:
    """The message for a person who was sent the card and is no approver of the request any more: no facts."""
    words = others_decide_words(reissue_request)
    return drawn(words, [section(words)])


def _has_buttons(blocks: list[Block]) -> bool:
    return bool(blocks) and blocks[-1]["type"] == "actions"
