"""Short references: a person reads one to the operator, who finds it in the log."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Digits and letters that are not taken for one another, without vowels, so that no words come about."""

LENGTH = 6


def new_reference() -> str:
    """A reference for one error: 27 to the power of 6 are enough for the log of a year."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
