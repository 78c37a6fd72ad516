"""Rules for containers: blocks with a title that hold other blocks.

Slack's reference and its validator (`blocks.validate`) list different blocks that a container may hold. Here it may
hold those that both of them list. Source: https://docs.slack.dev/reference/block-kit/blocks/container-block, and
ContainerBlock in slack_sdk and @slack/types.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import Check, Place, at_least_one, boolean, by_type, field, items, one_of, shape
from sandbox.slack.blocks.elements import simple_elements
from sandbox.slack.blocks.rich_text import rich_text_fields
from sandbox.slack.blocks.texts import either, plain

HELD = ("actions", "context", "divider", "header", "image", "section", "table")

Json = dict[str, Any]


def container_fields(children: Mapping[str, Check]) -> tuple[dict[str, Check], dict[str, Check]]:
    """The required and the optional fields of a container on a surface that knows these blocks."""
    child = by_type({kind: check for kind, check in children.items() if kind in HELD})
    return (
        {
            "child_blocks": items(
                child, limits.CONTAINER_CHILD_BLOCKS_MAX_ITEMS, limits.CONTAINER_CHILD_BLOCKS_MIN_ITEMS
            )
        },
        {
            "title": plain(limits.CONTAINER_TITLE_MAX_LENGTH),
            "rich_text_title": by_type({"rich_text": shape(rich_text_fields(), {})}),
            "subtitle": either(limits.CONTAINER_SUBTITLE_MAX_LENGTH),
            "icon": by_type({"image": simple_elements()["image"]}),
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    )


titled = at_least_one("title", "rich_text_title")


def folds_or_not(container: object, place: Place) -> None:
    """Only a collapsible container begins collapsed, and only one that isn't has a divider under its header."""
    collapsible = field(container, "is_collapsible") is True
    if field(container, "default_collapsed") is True and not collapsible:
        place.at("default_collapsed").refuse("requires is_collapsible to be true")
    if field(container, "has_header_divider") is True and collapsible:
        place.at("has_header_divider").refuse("cannot be set when is_collapsible is true")


def placed(blocks: object, place: Place) -> Iterator[tuple[object, Place]]:
    """Each block with its place, and after a container the blocks that it holds."""
    for position, block in enumerate(blocks if isinstance(blocks, list) else []):
        yield block, place.at(position)
        if field(block, "type") == "container":
            yield from placed(field(block, "child_blocks"), place.at(position).at("child_blocks"))


def with_children(blocks: object) -> list[Json]:
    """All blocks, and after each container the blocks that it holds."""
    return [block for block, _ in placed(blocks, Place("", [])) if isinstance(block, dict)]
