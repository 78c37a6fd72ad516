"""Long lists are read to their end when the API allows few calls, and leave some of these to people's clicks."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.lookups.loading_pace import LONGEST_PAUSE, MOST_REFUSALS, LoadingPace
from approvals.model.trouble import Trouble
from benefits.errors import RateLimited, ServerError, Unreachable
from tests.approvals.bench import Bench
from tests.approvals.fakes import HandClock
from tests.approvals.lookups.indexing import JUNIPER, LONG_ENOUGH, found, hire, in_turn, only, refreshed
from tests.approvals.wire import Carry, answering

pytestmark = pytest.mark.anyio


@dataclass
class Limited:
    """A server that takes `most` calls in ten seconds; `told` is whether it says when to come back."""

    clock: HandClock
    most: int
    told: bool
    taken: deque[datetime] = field(default_factory=deque)
    refused: int = 0

    async def __call__(self, carry: Carry, request: httpx.Request) -> httpx.Response:
        """Answer a call, or refuse it."""
        wait = self.wait()
        if wait is None:
            return await carry(request)
        return httpx.Response(429, headers={"Retry-After": f"{wait:.1f}"} if self.told else {})

    def wait(self) -> float | None:
        """None for a call that is answered, after a twentieth of a second; or for how long it is refused."""
        self.clock.pass_(0.05)
        now = self.clock.at
        while self.taken and self.taken[0] <= now - timedelta(seconds=10):
            self.taken.popleft()
        if len(self.taken) < self.most:
            self.taken.append(now)
            return None
        self.refused += 1
        return (self.taken[0] + timedelta(seconds=10) - now).total_seconds()


@pytest.mark.parametrize("told", [True, False])
async def test_32_pages_with_20_calls_in_ten_seconds_are_read_within_a_minute(bench: Bench, told: bool) -> None:
    hire(bench, range(3150))
    bench.wire.reading = limited = Limited(bench.clock, 20, told)
    began = bench.clock.at + LONG_ENOUGH
    report = await refreshed(bench)
    assert (report.troubles, report.count) == ({}, len(bench.world.employees))
    assert await found(bench, "new3149") == ["empl_new_3149"]
    assert limited.refused > 0
    assert bench.clock.at - began < timedelta(minutes=1)


async def test_the_next_refresh_goes_on_at_the_pace_of_the_last(bench: Bench) -> None:
    bench.wire.reading = in_turn(answering(429))
    slower = (await refreshed(bench)).pause
    assert 0.05 < (await refreshed(bench)).pause < slower


async def test_employees_read_before_a_429_can_be_found_during_the_wait(bench: Bench) -> None:
    hire(bench, range(250))
    seen: list[list[str]] = []

    async def refusing_once(carry: Carry, request: httpx.Request) -> httpx.Response:
        if request.url.params["page"] == "3" and not seen:
            seen.append(await found(bench, "new150"))
            return httpx.Response(429)
        return await carry(request)

    bench.wire.reading = only(f"/{JUNIPER}/", refusing_once)
    assert (await refreshed(bench)).troubles == {}
    assert seen == [["empl_new_150"]]
    assert await found(bench, "new249") == ["empl_new_249"]


async def test_a_server_that_never_stops_refusing_is_given_up_until_the_next_refresh(bench: Bench) -> None:
    bench.wire.reading = only(f"/{JUNIPER}/", answering(429))
    assert (await refreshed(bench)).troubles == {JUNIPER: Trouble.RATE_LIMITED}
    assert len([path for path in bench.wire.reads if JUNIPER in path]) == MOST_REFUSALS


@dataclass
class Paced:
    """A pace whose sleeps are written down."""

    slept: list[float] = field(default_factory=list)
    pace: LoadingPace = field(init=False)

    def __post_init__(self) -> None:
        self.pace = LoadingPace(self._sleep)

    async def call(self, *errors: Exception) -> None:
        """A call that fails in these ways first."""
        left = list(errors)

        async def ask() -> None:
            if left:
                raise left.pop(0)

        await self.pace.call(ask)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_there_is_a_short_pause_before_each_call_but_the_first() -> None:
    paced = Paced()
    for _ in range(3):
        await paced.call()
    assert paced.slept == [0.05, 0.05]


async def test_each_429_doubles_the_pause_and_calls_that_go_well_shorten_it_slowly() -> None:
    paced = Paced()
    await paced.call(RateLimited(3.0))
    assert paced.slept == [3.0]
    for _ in range(10):
        await paced.call()
    assert 0.1 > paced.slept[1] > paced.slept[-1] > 0.09
    for _ in range(150):
        await paced.call()
    assert paced.slept[-1] == 0.05


async def test_429s_in_a_row_are_waited_for_longer_each_time_where_the_server_does_not_say_how_long() -> None:
    paced = Paced()
    await paced.call(*(RateLimited() for _ in range(6)))
    assert paced.slept == [1, 2, 4, 8, 8, 8]
    assert paced.pace.pause < 0.11


async def test_failures_that_pass_are_waited_for_twice_and_then_raised() -> None:
    paced = Paced()
    await paced.call(ServerError(), Unreachable())
    assert paced.slept == [1, 2]
    with pytest.raises(Unreachable):
        await paced.call(ServerError(), ServerError(), Unreachable())


async def test_in_a_long_list_few_calls_are_refused_and_a_fifth_of_the_limit_is_left_to_others() -> None:
    clock = HandClock()
    began, limited = clock.at, Limited(clock, 20, told=True)

    async def sleep(seconds: float) -> None:
        clock.pass_(seconds)

    async def ask() -> None:
        if (wait := limited.wait()) is not None:
            raise RateLimited(wait)

    pace = LoadingPace(sleep)
    for _ in range(2000):
        await pace.call(ask)
    assert limited.refused < 20
    assert 1 < 2000 / (clock.at - began).total_seconds() < 1.6


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=MOST_REFUSALS - 1))
async def test_the_pause_stays_between_its_limits_and_no_wait_is_endless(refusals: list[float | None]) -> None:
    paced = Paced()
    for wait in refusals:
        await paced.call(RateLimited(wait))
        assert 0.05 <= paced.pace.pause <= LONGEST_PAUSE
    assert max(paced.slept, default=0) <= 900
