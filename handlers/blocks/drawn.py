"""A drawn message: the blocks people see, and the text that notifications and screen readers read."""

from dataclasses import dataclass
from typing import Any

from handlers.words.mrkdwn import Mrkdwn, clip_mrkdwn

TEXT_LIMIT = 4000
"""Characters of `text` that `chat.update` accepts."""

Block = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """The arguments of `chat.postMessage` and `chat.update`."""

    text: str
    blocks: list[dict[str, Any]]


def drawn(text: Mrkdwn, blocks: list[Block]) -> Drawn:
    """A message whose text fits."""
    return Drawn(text=clip_mrkdwn(text, TEXT_LIMIT), blocks=blocks)
