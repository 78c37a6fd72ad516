"""Extra employees for load tests, all alike. There are none unless a test asks for them."""

from collections.abc import Iterator

from sandbox.benefits.people import BIRTH, GOLD, Person


def crowd(size: int) -> Iterator[Person]:
    """`size` employees, each with one enrollment and one qualifying life event. Their keys are `crowd_1`, …"""
    for number in range(1, size + 1):
        yield Person(f"crowd_{number}", "Casey", f"Crowd {number}", "juniper", (GOLD,), (BIRTH,))
