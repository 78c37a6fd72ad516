"""The measurement in short: that it works. How long things take is left to `make bench`."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.bench.figures import FIGURES, Line, Samples, lines_of
from tests.bench.large.filling import Size
from tests.bench.plot import badness, picture
from tests.bench.rounds import Plan, Rounds
from tests.bench.stores import Kind, opened
from tests.bench.table import table_of
from tests.databases import ONE

pytestmark = pytest.mark.anyio

TINY = Plan(
    rows=frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9}),
    rounds=1,
    approvals=2,
    singles=1,
    forms=2,
    settling=0.0,
    idle=0.1,
    at_once=2,
    on_one=2,
    size=Size(closed=1500, open=60, employees=1500),
    times=1,
)

ONLY_ON = {"two": "postgresql", "idle_transactions": "postgresql", "suite": "none"}


async def test_one_small_round_gives_a_value_for_every_row(tmp_path: Path) -> None:
    kind: Kind = "sqlite" if ONE == "sqlite" else "postgresql"
    samples, told = Samples(), list[str]()
    with opened(kind) as store:
        rounds = Rounds(TINY, store, tmp_path, samples, told.append)
        await rounds.play()
        rounds.look_into_large()
    assert samples.notes.keys() == {"calls of ours", "calls of baseline"}, samples.notes
    measured = {line.figure.key: line for line in lines_of(samples)}
    assert measured.keys() == {figure.key for figure in FIGURES if ONLY_ON.get(figure.key, kind) == kind}
    assert samples.notes["calls of baseline"] == {"chat.update": 1, "chat.postMessage": 1}
    assert measured["hundred_refused"].baseline == [0]
    assert all(value >= 0 for line in measured.values() for value in (*line.ours, *line.baseline))


def test_a_target_is_met_by_the_value_or_by_the_ratio_whichever_it_is_for() -> None:
    assert _line("approvals", [50.0, 51.0, 52.0], [100.0, 100.0, 100.0]).is_met is True
    assert _line("approvals", [49.0], [100.0]).is_met is False
    assert _line("calls", [4.0], [2.0]).is_met is True
    assert _line("calls", [5.0], [2.0]).is_met is False
    assert _line("click_p50", [5.0], []).is_met is None


def test_the_table_and_the_picture_have_a_line_for_each_figure() -> None:
    lines = [_line("approvals", [25.0], [100.0]), _line("calls", [8.0], [2.0]), _line("hundred_refused", [0.0], [0.0])]
    assert [" ".join(line.split()) for line in table_of(lines).splitlines()] == [
        "# what ours p99 baseline ratio target met",
        "1 approvals a second, until the last card says Reissued 25/s 25/s 100/s 0.25 ≥ 0.5 NO",
        "3 Slack calls for an approval that succeeds at once 8 8 2 4.00 ≤ 4 NO",
        "6 … answers that are not 200 0 0 0 ≤ 0 yes",
    ]
    assert [badness(line) for line in lines] == [2.0, 2.0, 0.0]
    drawn = ET.fromstring(picture({"sqlite": lines}, "abc1234"))  # noqa: S314 our own
    bars: list[Any] = [each for each in drawn.iter() if each.tag.endswith("rect") and each.get("fill") != "#ffffff"]
    assert len(bars) == 3


def _line(key: str, ours: list[float], baseline: list[float]) -> Line:
    return Line(next(figure for figure in FIGURES if figure.key == key), ours, baseline)
