"""What the kinds of benefits are called, so that an enrollment without a plan has a name."""

from dataclasses import dataclass, field

from approvals.ports import Benefits


@dataclass(slots=True)
class Products:
    """Product names by id, as last read; a missing name is shown as no name."""

    benefits: Benefits
    known: dict[str, str] = field(default_factory=dict)

    async def refresh(self) -> None:
        """Read the names anew. Raises BenefitsError."""
        self.known = {product.id: product.name for product in await self.benefits.products()}
