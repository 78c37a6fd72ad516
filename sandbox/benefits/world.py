"""All records of the sandbox's benefits API, and the settings of its behaviour."""

from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.benefits.budget import Budget

Record = dict[str, Any]
Records = dict[str, Record]
Shape = Literal["bare", "data"]


@dataclass
class World:
    """Records by id. `plans` are kept by product id, `dependents` by employee id.

    `reissues` lists every effect in order; tests count it to know how often a reissue really happened.

    `shape` is the kind of server, see `dialects`. `page_cap` is the most records a page can have, even if the call asks
    for more. Without `totals` a page does not say how many records there are. `budget` limits the calls (None: no
    limit).
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
        """The plans the employee can choose in this enrollment."""
        return self.plans.get(enrollment["benefit_product_id"], [])

    def covered(self, employee_id: str, tier: str | None) -> list[Record]:
        """The employee's dependents that this tier covers."""
        wanted = {"ES": {"Spouse"}, "EC": {"Child"}, "EF": {"Spouse", "Child"}}.get(tier or "", set[str]())
        return [person for person in self.dependents.get(employee_id, []) if person["relationship"] in wanted]
