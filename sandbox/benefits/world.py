"""Everything the benefits API of the sandbox knows, and how it behaves."""

from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.benefits.budget import Budget

Record = dict[str, Any]
Records = dict[str, Record]
Shape = Literal["bare", "data"]


@dataclass
class World:
    """Records by id; `plans` by the product they are for, `dependents` by employee.

    `reissues` lists every effect in order: what a test counts to know how often something really happened.

    `shape` is the kind of server, see `dialects`. `page_cap` is how many records a page has at most, whatever limit is
    asked for. Without `totals` a page does not say how many there are. `budget` limits the calls; None is no limit.
    """

    employers: Records = field(default_factory=dict)
    employees: Records = field(default_factory=dict)
    enrollments: Records = field(default_factory=dict)
    events: Records = field(default_factory=dict)
    products: Records = field(default_factory=dict)
    plans: dict[str, list[Record]] = field(default_factory=dict)
    dependents: dict[str, list[Record]] = field(default_factory=dict)
    reissues: list[Record] = field(default_factory=list)
    shape: Shape = "bare"
    page_cap: int | None = None
    totals: bool = True
    budget: Budget | None = None

    def plans_of(self, enrollment: Record) -> list[Record]:
        """The plans that can be chosen in an enrollment."""
        return self.plans.get(enrollment["benefit_product_id"], [])

    def covered(self, employee_id: str, tier: str | None) -> list[Record]:
        """The dependents that a tier covers."""
        wanted = {"ES": {"Spouse"}, "EC": {"Child"}, "EF": {"Spouse", "Child"}}.get(tier or "", set[str]())
        return [person for person in self.dependents.get(employee_id, []) if person["relationship"] in wanted]
