"""The employers, and the products and plans they offer. Costs are in cents a month."""

from collections.abc import Mapping
from dataclasses import dataclass

Employers = Mapping[str, tuple[str, str]]
"""Name and legal name of each employer."""

Products = Mapping[str, tuple[str, str, str]]
"""Name, category and code of each product."""

EMPLOYERS: Employers = {
    "juniper": ("Juniper & Pine Bakery", "Juniper and Pine Bakery LLC"),
    "halvorsen": ("Halvorsen Freight", "Halvorsen Freight & Storage, Inc."),
    "okami": ("Atelier Ōkami", "Atelier Okami Design Corp."),
}

PRODUCTS: Products = {
    "medical": ("Major Medical", "Medical", "MVP"),
    "dental": ("Dental", "Dental", "VD"),
    "vision": ("Vision", "Vision", "VV"),
}

TIER_FACTORS = {"EE": 100, "ES": 200, "EC": 180, "EF": 280}
"""The cost of each tier, in percent of the cost for the employee alone."""


@dataclass(frozen=True)
class Plan:
    """A plan that employees can choose. Contributions are in cents a month, for the employee alone."""

    product: str
    name: str
    carrier: str
    employee: int
    employer: int

    def contributions(self, tier: str) -> tuple[int, int]:
        """The contributions of employee and employer in a tier. An unknown tier costs the same as EE."""
        factor = TIER_FACTORS.get(tier, 100)
        return self.employee * factor // 100, self.employer * factor // 100


PLANS = {
    "gold_ppo": Plan("medical", "Gold PPO", "Northwind Health", 12550, 41000),
    "silver_hmo": Plan("medical", "Silver HMO", "Northwind Health", 8400, 36500),
    "bronze_hsa": Plan("medical", "Bronze HSA", "Tidewater Mutual", 4295, 30000),
    "dental_plus": Plan("dental", "Dental Plus", "Brightsmile", 1850, 2000),
    "clear_view": Plan("vision", "Clear View", "Iris Vision", 675, 500),
    "doctor_on_call": Plan("vpc", "Doctor on Call", "Vitable", 0, 4500),
}
