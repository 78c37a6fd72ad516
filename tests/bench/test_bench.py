"""The measurement in short: that it works. How long things take is left to `make bench`."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.bench.compare import compared, read
from tests.bench.figures import FIGURES, Line, Samples, lines_of
from tests.bench.large.filling import Size
from tests.bench.plot import EARLIER, LEFT, MET, MISSED, MOST, PAPER, RIGHT, WIDTH, Run, badness, picture
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

TO_TARGET = (WIDTH - LEFT - RIGHT) / MOST
"""Where the target is, from where the bars begin."""

ONLY_ON = {"two_busy": "postgresql", "two": "postgresql", "idle_transactions": "postgresql", "suite": "none"}


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
    bars = drawn_bars(picture(Run("abc1234", {"sqlite": lines})))
    assert [color for color, _ in bars] == [MISSED, MISSED, MET]
    assert [width for _, width in bars] == pytest.approx([2 * TO_TARGET, 2 * TO_TARGET, 0.0], abs=0.1)


def test_two_commits_stand_side_by_side(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    _write(before, "abc1234", _line("calls", [8.0], [2.0]), _line("approvals", [10.0], [100.0]))
    _write(after, "def5678", _line("approvals", [60.0], [100.0]), _line("calls", [4.0], [2.0]))
    assert list(compared(read([before]), read([after])))[2:] == [
        "| 1 | approvals a second, until the last card says Reissued | sqlite | 10/s (0.10) | 60/s (0.60) | 100/s "
        "| ≥ 0.5 | yes |",
        "| 3 | Slack calls for an approval that succeeds at once | sqlite | 8 | 4 | 2 | ≤ 4 | yes |",
    ]
    assert list(compared(read([before]), None))[-1].split(" | ")[3:6] == ["8", "", "2"]
    bars = drawn_bars(picture(read([after]), read([before])))
    assert [color for color, _ in bars] == [EARLIER, MET, EARLIER, MET]
    with pytest.raises(ValueError, match="abc1234, def5678"):
        read([before, after])


def drawn_bars(svg: str) -> list[tuple[str | None, float]]:
    rectangles = [each for each in ET.fromstring(svg).iter() if each.tag.endswith("rect")]  # noqa: S314 our own
    return [(each.get("fill"), float(each.get("width", ""))) for each in rectangles if each.get("fill") != PAPER]


def _write(path: Path, commit: str, *lines: Line) -> None:
    path.write_text(json.dumps({"commit": commit, "lines": {"sqlite": [line.stored for line in lines]}}))


def _line(key: str, ours: list[float], baseline: list[float]) -> Line:
    return Line(next(figure for figure in FIGURES if figure.key == key), ours, baseline)
