"""Every surface in every state looks as its snapshot says, and Slack would take it.

After a change that is meant: `python -m tests.handlers.blocks.scenes`, and read the difference.
"""

import re

import pytest

from sandbox.slack.blocks import validate_message, validate_view
from tests.handlers.blocks.limits import breaches
from tests.handlers.blocks.scenes import SNAPSHOTS, message_scenes, path_of, snapshot_of, view_scenes

MESSAGES, VIEWS = message_scenes(), view_scenes()
NUMBER = re.compile(r"R-1[2-4]")


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_a_surface_looks_as_its_snapshot_says(name: str) -> None:
    payload = {**MESSAGES, **VIEWS}[name]
    assert path_of(name).read_text(encoding="utf-8") == snapshot_of(payload)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_one_that_slack_takes(name: str) -> None:
    assert validate_message(MESSAGES[name], updating=True) == []
    assert breaches(MESSAGES[name]) == []


@pytest.mark.parametrize("name", VIEWS)
def test_a_modal_is_one_that_slack_takes(name: str) -> None:
    assert validate_view(VIEWS[name]) == []
    assert breaches(VIEWS[name]) == []


def test_no_snapshot_is_left_over() -> None:
    assert set(SNAPSHOTS.rglob("*.json")) == {path_of(name) for name in [*MESSAGES, *VIEWS]}


def test_every_message_has_a_text_that_names_the_request() -> None:
    about_none = {name for name in MESSAGES if name.startswith(("found/", "event_result/"))}
    about_none |= {"history/nothing", "history/too_many"}
    about_one = {name for name, message in MESSAGES.items() if NUMBER.search(message["text"])}
    assert set(MESSAGES) - about_one - about_none == set()
    assert all(message["text"] for message in MESSAGES.values())


def test_the_limits_oracle_notices_what_is_too_long() -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    assert breaches({"text": "", "blocks": [long]}) == ["/blocks/0: 151 > 150"]
