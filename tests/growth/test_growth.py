"""The measurement in small, on both databases; and that it finds what grows."""

import pytest

from tests.growth.measuring import ENDING, Step, faults_of, measured

SOME = 2 * ENDING


@pytest.mark.anyio
async def test_the_engine_keeps_nothing_of_the_requests_that_are_done(database_url: str) -> None:
    (step,) = await measured(database_url, steps=1, size=SOME)
    assert step.records <= ENDING
    assert step.bytes_per_request > 0


def test_steady_steps_have_no_fault_and_growing_ones_are_named() -> None:
    steady = Step(last=1000, bytes_per_request=6000, engine=50_000, records=12)
    heavier = Step(last=2000, bytes_per_request=6700, engine=50_000, records=12)
    fuller = Step(last=3000, bytes_per_request=6000, engine=50_000, records=2012)
    assert faults_of([steady, steady]) == []
    told = faults_of([steady, heavier, fuller])
    assert ["6700 bytes" in told[0], "2012 rows" in told[1], len(told)] == [True, True, 2]
