"""The frame of every modal."""

from typing import Any

from handlers.blocks.drawn import Block
from handlers.blocks.elements import plain_text
from handlers.ids import CallbackId
from handlers.words.controls.dialogs import CANCEL, CLOSE, FormWords

LABEL_LIMIT = 24
BLOCKS_LIMIT = 100
METADATA_LIMIT = 3000


def form(callback: CallbackId, words: FormWords, blocks: list[Block], metadata: str = "") -> dict[str, Any]:
    """A modal that is submitted."""
    return {
        **_modal(callback, words.title, CANCEL, blocks),
        "submit": plain_text(words.submit, LABEL_LIMIT),
        "private_metadata": metadata,
    }


def notice(callback: CallbackId, title: str, blocks: list[Block]) -> dict[str, Any]:
    """A modal for reading only."""
    return _modal(callback, title, CLOSE, blocks)


def _modal(callback: CallbackId, title: str, close: str, blocks: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback.value,
        "title": plain_text(title, LABEL_LIMIT),
        "close": plain_text(close, LABEL_LIMIT),
        "blocks": blocks[:BLOCKS_LIMIT],
    }
