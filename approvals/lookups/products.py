"""What the kinds of benefits are called, so that an enrollment without a plan has a name."""

from dataclasses import dataclass, field

from approvals.ports.outside import Benefits


@dataclass(slots=True)
class Products:
    """Product names by id, as last read; a missing name is shown as no name."""

    benefits: Benefits
    known: dict[str, str] = field(default_factory=dict)

    async def refresh(self) -> None:
        """Read the names again. Raises BenefitsError, and then the names stay what they were."""
        products = await self.benefits.products()
        self.known = {product.id: product.name for product in products.records}
