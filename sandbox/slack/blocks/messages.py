"""Rules for a whole message."""

from collections.abc import Mapping
from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import Check, Place, items, shape, string
from sandbox.slack.blocks.containers import with_children
from sandbox.slack.blocks.layout import message_block, unique_block_ids


def validate_message(message: Mapping[str, Any], *, updating: bool = False) -> list[str]:
    """The problems of a message by Slack's rules, as "[ERROR] … [json-pointer:/blocks/…]". Empty if it has none.

    `message` has the arguments of `chat.postMessage`: text, blocks, attachments. `updating` applies the lower limit on
    `text` that `chat.update` has (4000 instead of 40 000 characters).
    Source: https://docs.slack.dev/reference/methods/chat.postMessage and the block and element pages.
    """
    place = Place("", [])
    maximum = limits.MESSAGE_UPDATE_TEXT_MAX_LENGTH if updating else limits.MESSAGE_TEXT_MAX_LENGTH
    if message.get("text") is not None:
        string(maximum)(message["text"], place.at("text"))
    if message.get("blocks") is not None:
        _check_blocks(message["blocks"], place.at("blocks"))
    if message.get("attachments") is not None:
        attachments = items(_attachment(), limits.MESSAGE_ATTACHMENTS_MAX_ITEMS, minimum=0)
        attachments(message["attachments"], place.at("attachments"))
    return place.problems


def _check_blocks(blocks: object, place: Place) -> None:
    items(message_block(), limits.MESSAGE_BLOCKS_MAX_ITEMS, minimum=0)(blocks, place)
    unique_block_ids(blocks, place)
    tables = [block for block in with_children(blocks) if block.get("type") == "table"]
    if len(tables) > limits.MESSAGE_TABLES_MAX_ITEMS:
        place.refuse("only_one_table_allowed")


def _attachment() -> Check:
    words = string(limits.MESSAGE_TEXT_MAX_LENGTH)
    names = ("color", "fallback", "text", "pretext", "title", "title_link", "footer", "author_name")
    return shape({}, {**dict.fromkeys(names, words), "blocks": _check_blocks, "mrkdwn_in": items(words, 10, 0)})
