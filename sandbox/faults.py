"""Faults that can be switched on: what goes wrong, in which calls, how often."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Target = Literal["slack", "blocks", "delivery", "socket", "benefits"]


class FaultRule(BaseModel):
    """One thing that goes wrong.

    `call` is the name of one call of the target, or "*" for all; for the target "blocks" it is a type of block.
    `times` is how many calls it hits (None: all calls until it is switched off). `seconds` is a delay or a Retry-After.
    `status` and `message` go into a failing answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: Target
    kind: str
    call: str = "*"
    times: int | None = Field(default=1, ge=1)
    seconds: float | None = Field(default=None, ge=0)
    status: int | None = Field(default=None, ge=100, le=599)
    message: str | None = None

    def concerns(self, target: str, call: str) -> bool:
        """Whether this rule applies to that call of that target."""
        return self.target == target and self.call in ("*", call)


class Fault(FaultRule):
    """A rule that is switched on. Its id is needed to switch it off."""

    id: int


class FaultBook:
    """The active faults, oldest first. `changed` is called each time a fault hits a call."""

    def __init__(self) -> None:
        self.changed: Callable[[], None] = lambda: None
        self._faults: dict[int, Fault] = {}
        self._ids = count(1)

    def add(self, rule: FaultRule) -> Fault:
        """Switch a fault on."""
        fault = Fault(id=next(self._ids), **rule.model_dump())
        self._faults[fault.id] = fault
        return fault

    def remove(self, fault_id: int) -> None:
        """Switch one fault off. An unknown id changes nothing: that fault is already off."""
        self._faults.pop(fault_id, None)

    def clear(self) -> None:
        """Switch every fault off."""
        self._faults.clear()

    def all(self) -> Iterable[Fault]:
        """The active faults."""
        return tuple(self._faults.values())

    def take(self, target: Target, call: str) -> Fault | None:
        """The first fault that applies to this call, after counting this use of it; None if there isn't one."""
        for fault in self._faults.values():
            if fault.concerns(target, call):
                self._count_down(fault)
                return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._faults[fault.id]
        else:
            self._faults[fault.id] = fault.model_copy(update={"times": fault.times - 1})
        self.changed()
