"""The measurement in short: that it works. How long things take is left to `make burst`."""

from collections import Counter
from pathlib import Path

import pytest

from tests.bench.stage import Load
from tests.bench.stores import Kind, opened
from tests.burst.measuring import Burst, Found, Look, measured
from tests.burst.report import report
from tests.databases import ONE

pytestmark = pytest.mark.anyio

TINY = Burst(count=2, over=0.2, settling=0.0)


async def test_a_tiny_burst_is_measured_until_all_is_posted(tmp_path: Path) -> None:
    kind: Kind = "sqlite" if ONE == "sqlite" else "postgresql"
    loads, looks = list[Load](), list[Look]()
    with opened(kind) as store:
        found = await measured(TINY, store, tmp_path, loads.append, looks.append)
    assert found.load == loads[0]
    assert (found.stored, found.missing, found.load.refused) == (2, 0, 0)
    assert {name: [number for _, number in some] for name, some in found.posts.items()} == {
        "cards": [1, 2],
        "threads": [1, 2],
        "direct": [1, 2],
    }
    assert found.answers[200] == 6
    assert looks[-1].posted == 6
    assert all(look.memory > 0 for look in looks)


def test_what_is_late_lost_twice_or_out_of_order_is_told() -> None:
    assert _found().faults() == []
    assert _found(answered=[1.0, 4.0]).faults() == ["One was acknowledged after 3.5 s."]
    assert _found(status=[200, 404]).faults() == ["1 submissions were not answered with 200."]
    assert _found(stored=1).faults() == ["1 of 2 requests are stored."]
    assert _found(missing=3).faults() == ["3 copies are not confirmed."]
    assert _found(cards=[1, 1, 2]).faults() == ["cards: 3 posts about 2 requests, not one about each."]
    assert _found(cards=[2, 1]).faults() == ["cards: 1 posts are not in the order of the numbers."]


def test_the_report_has_memory_before_at_the_end_of_the_burst_and_later() -> None:
    lines = report(_found()).splitlines()
    assert "acknowledged: p50 1.000 s, p99 1.000 s, longest 1.000 s; not 200: 0" in lines
    assert (
        "memory: 100.0 MB before; 110.0 MB after 61 s, 110.0 MB after 61 s, 112.0 MB after 900 s, "
        "112.0 MB after 900 s, 111.0 MB after 1,800 s; at most 112.0 MB" in lines
    )


def _found(
    answered: list[float] | None = None,
    status: list[int] | None = None,
    stored: int = 2,
    missing: int = 0,
    cards: list[int] | None = None,
) -> Found:
    load = Load(sent=[0.0, 0.5], answered=answered or [1.0, 1.5], status=status or [200, 200])
    memory = {0.0: 100.0, 61.0: 110.0, 900.0: 112.0, 1800.0: 111.0}
    looks = [Look(at=at, memory=each, drivers=0, used=1.0, posted=0) for at, each in memory.items()]
    posts = {"cards": [(float(at), number) for at, number in enumerate(cards or [1, 2])]}
    return Found(
        burst=Burst(count=2), load=load, looks=looks, posts=posts, stored=stored, missing=missing, answers=Counter()
    )
