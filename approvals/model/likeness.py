"""Whether a person who requests or approves is the employee concerned."""

from enum import StrEnum


class Likeness(StrEnum):
    """What e-mail addresses and names show about a person and an employee."""

    SAME = "same"
    """Their addresses are one: they are one person."""
    OTHER = "other"
    """Their addresses differ and are of the one domain in use: they are two people."""
    NAMESAKE = "namesake"
    """Addresses prove nothing, and they have the same name."""
    UNPROVEN = "unproven"
    """Addresses prove nothing."""

    @property
    def is_checked(self) -> bool:
        """Whether it is proven that they are two people."""
        return self is Likeness.OTHER
