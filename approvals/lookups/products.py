"""The names of benefit products: an enrollment without a plan is shown under its product's name."""

from dataclasses import dataclass, field

from benefits.client import VitableConnect


@dataclass(slots=True)
class Products:
    """Product names by id, as last read; a product without a name here is shown without one."""

    benefits: VitableConnect
    known: dict[str, str] = field(default_factory=dict)

    async def refresh(self) -> None:
        """Read the names again. Raises BenefitsError; the old names stay then."""
        products = await self.benefits.products()
        self.known = {product.id: product.name for product in products.records}
