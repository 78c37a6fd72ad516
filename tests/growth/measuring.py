"""The measurement: requests in steps, what the tables take after each, and whether that is as it should be."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.growth.office import crowded
from tests.growth.sizes import bytes_of

TOLERANCE = 1.1
"""How much more a later step's request may take than the first step's: pages are filled unevenly."""


@dataclass(frozen=True)
class Step:
    """Some requests more, up to number `last`: the bytes that each added to our tables."""

    last: int
    bytes_per_request: float


async def measured(database_url: str, steps: int, size: int) -> list[Step]:
    """Make `size` requests `steps` times; what each step took."""
    found: list[Step] = []
    async with crowded(database_url, steps * size) as office:
        before = bytes_of(database_url)
        for last in range(size, (steps + 1) * size, size):
            await office.reissue(last - size + 1, last)
            after = bytes_of(database_url)
            found.append(Step(last, (after - before) / size))
            before = after
    return found


def faults_of(steps: Sequence[Step]) -> list[str]:
    """What is wrong with a measurement, in sentences."""
    most = steps[0].bytes_per_request * TOLERANCE
    return [
        f"Up to request {step.last} each took {step.bytes_per_request:.0f} bytes, more than before."
        for step in steps
        if step.bytes_per_request > most
    ]
