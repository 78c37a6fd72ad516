"""A short form of `make load`. How long clicks take is left to that: here none is later than Slack waits."""

from pathlib import Path

import pytest

from tests.load.measuring import SLACK_WAITS, Clicks, faults_of, measured

pytestmark = pytest.mark.anyio


async def test_while_strangers_post_large_forms_every_click_is_acknowledged_while_slack_waits(tmp_path: Path) -> None:
    found = await measured(tmp_path, ["unsigned", "forged", "chunks"], 5)
    assert [clicks.kind for clicks in found] == ["none", "unsigned", "forged", "chunks"]
    assert max(clicks.longest for clicks in found) < SLACK_WAITS


def test_clicks_that_take_too_long_are_told() -> None:
    idle, slow, late = Clicks("none", [0.1, 0.1]), Clicks("unsigned", [1.1, 1.1]), Clicks("forged", [0.1, 0.1, 3.1])
    assert faults_of([idle, Clicks("asking", [1.0])]) == []
    assert faults_of([idle, slow, late]) == [
        "unsigned: the median is 11.0 times the idle one.",
        "forged: a click took 3.1 s, longer than Slack waits.",
    ]
