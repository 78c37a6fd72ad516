"""The names of benefit products: an enrollment without a plan is shown under its product's name."""

from dataclasses import dataclass, field

from benefits.models import Enrollment
from benefits.port import Benefits


@dataclass(slots=True)
class Products:
    """Product names by id, as last read; a product without a name here is shown without one."""

    benefits: Benefits
    known: dict[str, str] = field(default_factory=dict)

    async def refresh(self) -> None:
        """Read the names again. Raises BenefitsError; the old names stay then."""
        self.known = await self.benefits.product_names()

    def name_of(self, enrollment: Enrollment) -> str:
        """The name of an enrollment's product: its own, or the one that was read; "" if neither has one."""
        return enrollment.product_name or self.known.get(enrollment.benefit_product_id, "")
