"""Which contract of the benefits API a test meets: on each database another one, so that both are tried at no cost."""

import os

import pytest

from benefits.contract import Contract

CROSSED = bool(os.environ.get("CROSSED"))
"""Whether each database has the contract that it has not usually: `make crossed`."""

DATABASES = ("sqlite", "postgresql")

ON = dict(zip(DATABASES, reversed(Contract) if CROSSED else Contract, strict=True))
"""The contract on each database."""


def marked(test: pytest.Item | pytest.Function | object) -> list[Contract]:
    """The contracts that a test is only about; empty if it is about each."""
    closest = getattr(test, "get_closest_marker", lambda _name: None)
    return [contract for contract in Contract if closest(contract.value.replace("-", "_"))]


def met_by(test: object, database: str | None) -> Contract:
    """The contract that a test meets on a database; None for a test that is not told on each."""
    return next(iter(marked(test)), ON.get(database or "", Contract.DOCUMENTED))
