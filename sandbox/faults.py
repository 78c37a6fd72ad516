"""Faults that can be switched on: what goes wrong, in which call, how often."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Target = Literal["slack", "delivery", "socket", "benefits"]


class FaultRule(BaseModel):
    """One thing that goes wrong.

    `call` is "*" or the name of one call of the target; `times` is how often it strikes (None: until switched off);
    `seconds` is a delay or a Retry-After; `status` and `message` are what a failing answer says.
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
        """Whether this rule strikes that call of that target."""
        return self.target == target and self.call in ("*", call)


class Fault(FaultRule):
    """A rule that is switched on, with the id by which it is switched off."""

    id: int


class FaultBook:
    """The faults that are switched on, in the order in which they were; `changed` is called after each strike."""

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
        """Switch one fault off; an unknown id is already off."""
        self._faults.pop(fault_id, None)

    def clear(self) -> None:
        """Switch every fault off."""
        self._faults.clear()

    def all(self) -> Iterable[Fault]:
        """The faults that are on."""
        return tuple(self._faults.values())

    def take(self, target: Target, call: str) -> Fault | None:
        """The first fault that strikes this call, counted down; None when the call goes well."""
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
