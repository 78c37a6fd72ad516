"""Events wait in memory for their turn: each counts once, many become one round, and an outage loses none."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from approvals.errors import StoreUnavailable
from benefits.ids import EnrollmentId
from benefits.webhooks import WebhookEvent
from bot.webhook_events import MOST_NAMED, WebhookEvents
from tests.patience import eventually

pytestmark = pytest.mark.anyio


@dataclass
class Readings:
    """The rounds of enrollments that were named. The next `outages` rounds meet a database that is away."""

    outages: int = 0
    rounds: list[list[str]] = field(default_factory=list)

    async def wake(self, named: Collection[EnrollmentId]) -> None:
        """Note a round."""
        self.rounds.append(sorted(named))
        if self.outages:
            self.outages -= 1
            raise StoreUnavailable


@asynccontextmanager
async def followed(events: WebhookEvents) -> AsyncIterator[None]:
    """Follow what is noted."""
    following = asyncio.create_task(events.keep_waking())
    yield
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


def an_event(number: int, named: str = "enrl_1") -> WebhookEvent:
    return WebhookEvent(event_id=f"wevt_{number}", resource_id=named)


async def test_an_event_that_is_delivered_twice_wakes_once() -> None:
    readings = Readings()
    events = WebhookEvents(readings.wake, every=0)
    async with followed(events):
        events.note(an_event(1))
        await eventually(lambda: readings.rounds == [["enrl_1"]], "the reading")
        events.note(an_event(1))
        events.note(an_event(2, "enrl_2"))
        await eventually(lambda: len(readings.rounds) == 2, "the next reading")
    assert readings.rounds[1] == ["enrl_2"]


async def test_events_that_come_together_are_one_round_and_one_about_something_else_is_in_none() -> None:
    readings = Readings()
    events = WebhookEvents(readings.wake, every=0)
    events.note(an_event(0, "empl_1"))
    for number in range(1, 50):
        events.note(an_event(number, f"enrl_{number % 2}"))
    async with followed(events):
        await eventually(lambda: readings.rounds, "the reading")
    assert readings.rounds == [["enrl_0", "enrl_1"]]


async def test_what_was_named_while_the_database_is_away_is_read_when_it_is_back() -> None:
    readings = Readings(outages=2)
    events = WebhookEvents(readings.wake, every=0)
    events.note(an_event(1))
    with capture_logs() as logs:
        async with followed(events):
            await eventually(lambda: len(readings.rounds) == 3, "the reading")
            events.note(an_event(2, "enrl_2"))
            await eventually(lambda: len(readings.rounds) == 4, "the next reading")
    assert readings.rounds == [["enrl_1"]] * 3 + [["enrl_2"]]
    told = {(line["event"], line.get("reason")) for line in logs}
    assert told == {("webhook_events_postponed", "the database does not answer")}


async def test_any_number_of_events_takes_a_limited_place() -> None:
    readings = Readings(outages=1)
    events = WebhookEvents(readings.wake, every=0)
    for number in range(3 * MOST_NAMED):
        events.note(an_event(number, f"enrl_{number}"))
    async with followed(events):
        await eventually(lambda: len(readings.rounds) == 2, "the reading")
    assert [len(named) for named in readings.rounds] == [MOST_NAMED, MOST_NAMED]
