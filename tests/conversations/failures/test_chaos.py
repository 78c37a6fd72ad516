"""The short form of the chaos (`make chaos` is the long one), and the proof that it would find a bot out."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from sandbox.faults import FaultRule
from tests.chaos.audit import Wrong
from tests.chaos.plan import Plan
from tests.chaos.series import Town, run
from tests.conversations.conftest import PAIRS
from tests.patience import eventually

pytestmark = pytest.mark.anyio

SHORT = Plan(database="sqlite", requests=10, kills=3, at_once=10, hurried=True, copies=True)

APPROVES = 2
"""A seed with which the only request is approved."""


async def test_nothing_is_lost_nor_done_twice_while_processes_are_killed_and_everything_around_them_fails() -> None:
    """On each database in another contract of the benefits API; CROSSED takes the other two pairs."""
    sqlite, postgresql = PAIRS
    series = (
        replace(SHORT, contract=sqlite.contract),
        replace(SHORT, contract=postgresql.contract, database="postgresql", replicas=2),
    )
    for result in await asyncio.gather(*map(run, series)):
        assert result.is_clean, result.stories
        assert result.requests == SHORT.requests
        assert result.struck["kills"] == SHORT.kills


async def test_a_build_that_writes_its_attempt_down_too_late_is_found_out() -> None:
    result = await run(
        Plan(database="sqlite", requests=1, seed=APPROVES, broken=True, copies=True), harm=kill_during_the_post
    )
    assert {finding.wrong for finding in result.findings} >= {Wrong.TWICE, Wrong.RESENT}
    assert "2 POSTs, but 1 attempts" in result.stories


async def kill_during_the_post(place: Town, _progress: Callable[[], float]) -> None:
    """Let the API take its time, and kill the bot meanwhile."""
    place.office.sandbox.faults.add(FaultRule(target="benefits", call="reissue", kind="hang", seconds=60))
    await eventually(lambda: place.api.count() == 1, "a reissue under way")
    await place.fleet.replicas[0].kill()
    await place.fleet.replicas[0].start()
