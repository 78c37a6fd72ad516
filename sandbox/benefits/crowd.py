"""More employees than the fixed cast, all alike: for load. There are none unless somebody asks for them."""

from collections.abc import Iterator

from sandbox.benefits.people import BIRTH, GOLD, Person


def crowd(size: int) -> Iterator[Person]:
    """`size` employees with one enrollment and one qualifying life event each; their keys are `crowd_1`, …"""
    for number in range(1, size + 1):
        yield Person(f"crowd_{number}", "Casey", f"Crowd {number}", "juniper", (GOLD,), (BIRTH,))
