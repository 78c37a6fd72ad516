"""The rules as they are delivered, with every time made shorter by one factor: the same expressions, in less time."""

import re

from tests.places.environments import ROOT

RULES = ROOT / "deploy" / "prometheus" / "reissue-bot.rules.yml"

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

SHORTEST_RANGE = 20
"""Seconds. What happened once has to stay in sight for longer than the longest of the shortest `for`."""

SHORTEST_FOR = 10
"""Seconds. Some looks that take too long on a busy machine must not be an outage."""

SHORTEST_TIME = 15
"""Seconds. The bot's own times stay as they are: it looks for due requests every five seconds."""

FOR = re.compile(r"(?<=for: )(\d+)([smhd])\b")
RANGE = re.compile(r"(?<=\[)(\d+)([smhd])(?=\])")
SECONDS = re.compile(r"(\d+)(?= # seconds)")


def shortened(text: str, factor: int) -> str:
    """The text of rules with each `for`, each range and each number that is marked `# seconds` divided by `factor`,
    but no shorter than can be seen."""
    text = FOR.sub(lambda found: f"{max(SHORTEST_FOR, _seconds(found) // factor)}s", text)
    text = RANGE.sub(lambda found: f"{max(SHORTEST_RANGE, _seconds(found) // factor)}s", text)
    return SECONDS.sub(lambda found: f"{max(SHORTEST_TIME, int(found[1]) // factor)}", text)


def _seconds(found: re.Match[str]) -> int:
    return int(found[1]) * UNITS[found[2]]
