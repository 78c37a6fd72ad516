"""All records of the sandbox's benefits API, and the settings of its behaviour."""

from dataclasses import dataclass, field
from typing import Literal

from sandbox.benefits.budget import Budget
from sandbox.benefits.connect6_state import Connect6State
from sandbox.benefits.records import Record, Records

__all__ = ["CONTRACTS", "Contract", "Record", "Records", "Shape", "World"]

Shape = Literal["bare", "data", "connect-6"]
Contract = Literal["documented", "connect-6"]

CONTRACTS: dict[Contract, Shape] = {"documented": "bare", "connect-6": "connect-6"}
"""The kind of server for each value of the bot's setting VITABLE_CONNECT_CONTRACT."""


@dataclass
class World:
    """Records by id. `plans` are kept by product id, `dependents` by employee id.

    `reissues` lists every effect in order; tests count it to know how often a reissue really happened.
    `recorded_events` likewise has the life events that were recorded through the API.

    `shape` is the kind of server, see `dialects`; `connect6` is what only the third kind shows. `page_cap` is the most
    records a page can have, even if the call asks for more. Without `totals` a page does not say how many records there
    are. `budget` limits the calls (None: no limit).
    """

    employers: Records = field(default_factory=dict)
    employees: Records = field(default_factory=dict)
    enrollments: Records = field(default_factory=dict)
    events: Records = field(default_factory=dict)
    products: Records = field(default_factory=dict)
    plans: dict[str, list[Record]] = field(default_factory=dict)
    dependents: dict[str, list[Record]] = field(default_factory=dict)
    reissues: list[Record] = field(default_factory=list)
    recorded_events: list[Record] = field(default_factory=list)
    shape: Shape = "bare"
    connect6: Connect6State = field(default_factory=Connect6State)
    page_cap: int | None = None
    totals: bool = True
    budget: Budget | None = None

    def plans_of(self, enrollment: Record) -> list[Record]:
        """The plans the employee can choose in this enrollment."""
        product = enrollment["benefit_product_id"]
        return self.plans.get(product) or self.connect6.plans.get(product, [])

    def home_of(self, enrollment_id: str) -> Records:
        """The enrollments among which this one is kept: those that only connect-6 shows, or else the shared ones."""
        return self.connect6.enrollments if enrollment_id in self.connect6.enrollments else self.enrollments

    def covered(self, employee_id: str, tier: str | None) -> list[Record]:
        """The employee's dependents that this tier covers."""
        wanted = {"ES": {"Spouse"}, "EC": {"Child"}, "EF": {"Spouse", "Child"}}.get(tier or "", set[str]())
        return [person for person in self.dependents.get(employee_id, []) if person["relationship"] in wanted]
