"""Addresses where the API is asked for them at the click: by them the employee concerned is told apart."""

import httpx
import pytest

from approvals.lookups.addresses import AWAY, AskedAddresses, StoredAddresses
from benefits.ids import employee_id
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
from tests.approvals.wire import failing

pytestmark = pytest.mark.anyio

ADAS_EMAIL = "ada.lovelace@juniper.example"


def asked(bench: Bench) -> AskedAddresses:
    """The addresses as at work."""
    return AskedAddresses(bench.benefits, StoredAddresses(bench.store, bench.clock), bench.clock)


async def test_while_the_api_does_not_answer_one_click_waits_for_it_only_once(bench6: Bench) -> None:
    await bench6.indexed("as.stored@juniper.example")
    addresses, ada = asked(bench6), employee_id(ADA)
    bench6.wire.reading = failing(httpx.ReadTimeout("away"))
    assert [await addresses.of(ada) for _ in range(3)] == [("as.stored@juniper.example",)] * 3
    assert len(bench6.wire.reads) == 1
    bench6.wire.reading = None
    bench6.clock.pass_(AWAY)
    assert await addresses.of(ada) == (ADAS_EMAIL, "as.stored@juniper.example")
