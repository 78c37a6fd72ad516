"""Which contract the server speaks: the first to need it looks, and a later look corrects an earlier one."""

import httpx
import pytest

from approvals.lookups.spoken import SpokenContract
from approvals.model.choices import Obstacle
from approvals.model.trouble import Trouble
from benefits.contract import Contract
from benefits.errors import OtherContract
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
from tests.approvals.people import NINA
from tests.approvals.wire import failing

pytestmark = pytest.mark.anyio


async def test_a_person_who_comes_before_the_first_look_is_told_of_another_contract(bench: Bench) -> None:
    bench.world.shape = "connect-6"
    assert await bench.core.use_cases.choices.standstill() is Obstacle.API_WRONG_CONTRACT


async def test_another_contract_explains_whatever_else_is_wrong_with_an_answer(bench: Bench) -> None:
    bench.world.shape = "connect-6"
    assert await bench.core.use_cases.choices.choices(NINA, ADA) is Obstacle.API_WRONG_CONTRACT
    with pytest.raises(OtherContract):
        await bench.core.use_cases.choices.search(ADA)


async def test_a_look_that_fails_shows_nothing_and_no_further_person_waits_for_one(bench: Bench) -> None:
    bench.wire.reading = failing(httpx.ConnectError(""))
    choices = bench.core.use_cases.choices
    assert [await choices.standstill(), await choices.standstill()] == [Obstacle.INDEX_LOADING] * 2
    assert len(bench.wire.reads) == 1


async def test_a_person_waits_no_longer_than_they_may_for_the_first_look(bench: Bench) -> None:
    bench.world.shape = "connect-6"
    assert await SpokenContract(bench.benefits).after_first_look(0) is None


async def test_a_later_look_corrects_an_earlier_one(bench: Bench) -> None:
    spoken = SpokenContract(bench.benefits)
    bench.world.shape = "connect-6"
    with pytest.raises(OtherContract):
        await spoken.look()
    assert (spoken.trouble, spoken.told) == (Trouble.WRONG_CONTRACT, Contract.CONNECT_6)
    bench.world.shape = "data"
    await spoken.look()
    assert (spoken.trouble, spoken.told) == (None, Contract.DOCUMENTED)
