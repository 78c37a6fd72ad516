"""The names of the kinds of benefits."""

import pytest

from approvals.lookups.products import Products
from benefits.errors import NoAccess
from tests.approvals.desk import Desk
from tests.approvals.lookups.indexing import listing, replacing
from tests.approvals.wire import answering

pytestmark = pytest.mark.anyio


async def test_an_odd_product_takes_no_other_name_along(desk: Desk) -> None:
    products = Products(desk.benefits)
    desk.wire.reading = listing(replacing("bprd_dental", lambda _record: {"id": None}))
    await products.refresh()
    assert products.known == {"bprd_medical": "Major Medical", "bprd_vision": "Vision"}


async def test_names_that_are_refused_stay_what_they_were(desk: Desk) -> None:
    products = Products(desk.benefits)
    await products.refresh()
    before = dict(products.known)
    desk.wire.reading = answering(403)
    with pytest.raises(NoAccess):
        await products.refresh()
    assert products.known == before != {}
