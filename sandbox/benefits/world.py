"""Everything the benefits API of the sandbox knows, as records in the API's own shape."""

from dataclasses import dataclass, field
from typing import Any, Literal

Record = dict[str, Any]
Records = dict[str, Record]
Shape = Literal["bare", "data"]


@dataclass
class World:
    """Records by id. `shape` is how answers are wrapped: as the documentation page shows them, or as SDK 0.1.2 expects.

    `reissues` lists every effect in order: what a test counts to know how often something really happened.
    """

    employers: Records = field(default_factory=dict)
    employees: Records = field(default_factory=dict)
    enrollments: Records = field(default_factory=dict)
    events: Records = field(default_factory=dict)
    products: Records = field(default_factory=dict)
    plans: Records = field(default_factory=dict)
    dependents: dict[str, list[Record]] = field(default_factory=dict)
    reissues: list[Record] = field(default_factory=list)
    shape: Shape = "bare"

    def plans_of(self, enrollment: Record) -> list[Record]:
        """The plans that can be chosen in an enrollment."""
        product = enrollment["benefit_product_id"]
        return [plan for plan in self.plans.values() if plan["benefit_product_id"] == product]

    def covered(self, employee_id: str, tier: str | None) -> list[Record]:
        """The dependents that a tier covers."""
        wanted = {"ES": {"Spouse"}, "EC": {"Child"}, "EF": {"Spouse", "Child"}}.get(tier or "", set[str]())
        return [person for person in self.dependents.get(employee_id, []) if person["relationship"] in wanted]
