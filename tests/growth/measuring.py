"""The measurement: requests in steps, what the tables take after each, and whether that is as it should be."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.growth.office import AT_ONCE, crowded
from tests.growth.sizes import Sizes, sizes_of

TOLERANCE = 1.1
"""How much more a later step's request may take than the first step's: pages are filled unevenly."""

SPACE = 1_000_000
"""Bytes by which the engine's tables may differ: PostgreSQL keeps pages that are empty now."""

ENDING = 2 * AT_ONCE
"""Rows by which they may differ: drivers that are just about to end."""


@dataclass(frozen=True)
class Step:
    """Some requests more, up to number `last`: the bytes each added to our tables, and what the engine's hold then."""

    last: int
    bytes_per_request: float
    engine: int
    records: int


async def measured(database_url: str, steps: int, size: int) -> list[Step]:
    """Make `size` requests `steps` times, forgetting what the engine needs no more after each; what each step took."""
    found: list[Step] = []
    async with crowded(database_url, steps * size) as office:
        before = sizes_of(database_url)
        for step in range(steps):
            await office.reissue(step * size + 1, (step + 1) * size)
            await office.forget()
            after = sizes_of(database_url)
            found.append(_step(before, after, (step + 1) * size, size))
            before = after
    return found


def faults_of(steps: Sequence[Step]) -> list[str]:
    """What is wrong with a measurement, in sentences."""
    first = steps[0]
    heavier = [step for step in steps if step.bytes_per_request > first.bytes_per_request * TOLERANCE]
    grown = [step for step in steps if step.engine > first.engine + SPACE or step.records > first.records + ENDING]
    return [
        *(
            f"Up to request {step.last} each took {step.bytes_per_request:.0f} bytes, more than before."
            for step in heavier
        ),
        *(
            f"After request {step.last} the engine's tables hold {step.records} rows, more than before."
            for step in grown
        ),
    ]


def _step(before: Sizes, after: Sizes, last: int, size: int) -> Step:
    return Step(last, (after.ours - before.ours) / size, after.engine, after.records)
