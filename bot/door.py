"""What is told of each delivery of Slack and its answer, the same at both doors: HTTP and Socket Mode."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from handlers.kinds import DeliveryKind

Answered = Callable[[DeliveryKind, str, float | None], None]
"""Is told of each answer: the kind of delivery, the answer's status, and the seconds since a signed one arrived (None
if it was refused before it was read: anyone can cause that)."""

Around = Callable[[DeliveryKind], AbstractContextManager[object]]
"""What to be inside of while a delivery is answered."""


def unheard(_kind: DeliveryKind, _status: str, _seconds: float | None) -> None:
    """No one wants to know."""


@dataclass(frozen=True, eq=False, repr=False)
class Door:
    """Who is told of an answer, and what it is given inside of."""

    answered: Answered = unheard
    around: Around = nullcontext
