"""The names of the kinds of benefits."""

import pytest

from approvals.lookups.products import Products
from benefits.errors import NoAccess
from tests.approvals.bench import Bench
from tests.approvals.lookups.indexing import listing, replacing
from tests.approvals.wire import answering

pytestmark = pytest.mark.anyio


async def test_an_odd_product_takes_no_other_name_along(bench: Bench) -> None:
    products = Products(bench.benefits)
    bench.wire.reading = listing(replacing("bprd_dental", lambda _record: {"id": None}))
    await products.refresh()
    assert products.known == {"bprd_medical": "Major Medical", "bprd_vision": "Vision"}


async def test_names_that_are_refused_stay_what_they_were(bench: Bench) -> None:
    products = Products(bench.benefits)
    await products.refresh()
    before = dict(products.known)
    bench.wire.reading = answering(403)
    with pytest.raises(NoAccess):
        await products.refresh()
    assert products.known == before != {}
