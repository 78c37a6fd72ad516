"""Benefit products: an enrollment without a plan is shown under its product's name, and routes may go by its kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from approvals.model.routing import category_key
from benefits.models import Enrollment, Product
from benefits.port import Benefits


@dataclass(slots=True, eq=False, repr=False)
class Products:
    """Products by id, as last read; a product without a name here is shown without one."""

    benefits: Benefits
    by_id: dict[str, Product] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, str]:
        """The names of the products by id."""
        return {product.id: product.name for product in self.by_id.values()}

    async def refresh(self, within: float | None = None) -> None:
        """Read the products again. Raises BenefitsError; the old ones stay then."""
        self.by_id = await self.benefits.products(within=within)

    def name_of(self, enrollment: Enrollment) -> str:
        """The name of an enrollment's product: its own, or the one that was read; "" if neither has one."""
        product = self.by_id.get(enrollment.benefit_product_id)
        return enrollment.product_name or (product.name if product else "")

    def category_of(self, enrollment: Enrollment) -> str | None:
        """The kind of an enrollment's benefit, as routes compare it; None if it is not known."""
        product = self.by_id.get(enrollment.benefit_product_id)
        return category_key(enrollment.category or (product.category if product else None))

    async def know(self, enrollments: Iterable[Enrollment], within: float) -> None:
        """Read the products again if the kind of one of these benefits may be among them. Raises BenefitsError."""
        if any(each.category is None and each.benefit_product_id not in self.by_id for each in enrollments):
            await self.refresh(within)
