"""What the kinds of benefits are called, so that an enrollment without a plan has a name."""

from dataclasses import dataclass, field

from approvals.ports import Benefits


@dataclass(slots=True)
class Products:
    """Product names by id, as last read; a missing name is shown as no name."""

    benefits: Benefits
    known: dict[str, str] = field(default_factory=dict)

    async def refresh(self) -> None:
        """Read the names again; one that cannot be read now stays what it was. Raises BenefitsError."""
        products = await self.benefits.products()
        kept = {product_id: self.known[product_id] for product_id in self.known.keys() & set(products.unreadable)}
        self.known = kept | {product.id: product.name for product in products.records}
