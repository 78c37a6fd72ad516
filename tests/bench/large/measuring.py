"""The measurement: the core over a large database, in a process that does nothing else. Slack is not asked."""

import asyncio
import gc
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from approvals.core import Core, Lookups, Outside
from approvals.lookups.people import IndexedPeople
from approvals.model.routing import EVERY_EMPLOYER
from approvals.rules.pace import Limits
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.approvals.fakes import HandClock, PlainBoard, PlainPost
from tests.approvals.people import APPROVALS, HR, MANAGERS, PlainDirectory, a_person, at_home
from tests.approvals.wire import BASE_URL
from tests.bench.large.people import approvers, requesters
from tests.handlers.bench import no_driver
from tests.index.roster import Roster
from tests.patient import PATIENT

TYPED: Mapping[str, Sequence[str]] = {
    "typeahead_name": ("Casey", "Siobhan Kim0", "Linh Rae0", "Oluwaseun Ali0 Adebayo"),
    "typeahead_accent": ("José Núñez", "Małgorzata", "Søren", "muller", "Łukasik"),
    "typeahead_order": ("Nguyen Linh", "Adebayo Oluwaseun", "O'Brien Zoe", "Martinez Francois"),
    "typeahead_part": ("debay", "ukasi", "artin", "oluwas rtin", "wal"),
}
"""What is typed: names, names with accents and without, last names first, parts of names."""

NINE = 14
"""The hour in UTC at which it is nine or ten in New York, where everybody lives."""


@asynccontextmanager
async def desk(database_url: str, clock: HandClock) -> AsyncIterator[tuple[Core, SqlStore, PlainPost]]:
    """The core over a database."""
    engine = create_engine(database_url)
    store, post, directory = SqlStore(engine, no_driver), PlainPost(), PlainDirectory()
    people = [*approvers(), *requesters()]
    directory.people |= {each: a_person(each, tz="America/New_York") for each in people}
    directory.groups |= {MANAGERS: set(approvers()), HR: set(requesters())}
    benefits = VitableConnect(Server(base_url=BASE_URL, api_key=ApiKey("key"), timeout=10.0, transport=Roster(1)))
    policy = Policy(approvals_channel=APPROVALS, approvers=(MANAGERS,), requesters=(HR,))
    core = Core.of(
        Outside(
            store=store,
            benefits=benefits,
            lookups=Lookups.of(store, benefits, directory, clock, Routes.sole(policy)),
            board=PlainBoard(),
            post=post,
            clock=clock,
            limits=Limits(timeout=10.0, readback_settle=90.0, max_concurrent=8),
            budgets=PATIENT,
        )
    )
    yield core, store, post
    await benefits.aclose()
    await engine.dispose()


async def measured(database_url: str, requests: int, times: int) -> dict[str, float]:
    """A value for each figure: of what was done so many `times` the median, in ms; of the digests the seconds."""
    clock = HandClock(at=datetime.now(UTC))
    async with desk(database_url, clock) as (core, store, post):
        overview, people = core.use_cases.overview, IndexedPeople(store)
        found: dict[str, list[float]] = defaultdict(list)

        async def take(key: str, act: Awaitable[Any]) -> Any:  # noqa: ANN401 - what the act returns
            begun = time.perf_counter()
            answer = await act
            found[key].append((time.perf_counter() - begun) * 1000)
            return answer

        await overview.of(at_home(approvers()[0]))
        for turn in range(times):
            person = at_home(approvers()[turn])
            await take("home", overview.of(person))
            await take("by_number", overview.numbered(person, requests - turn))
            await take("sweep", core.driver.sweep())
            for key, texts in TYPED.items():
                for text in texts:
                    matches = await take(key, people.find(text, 2.0, EVERY_EMPLOYER))
                    assert matches.entries, text
        return {key: median(values) for key, values in found.items()} | {"digest": await _digest(core, post, clock)}


async def _digest(core: Core, post: PlainPost, clock: HandClock) -> float:
    """Seconds that one round of digests takes of the loop, which answers no click meanwhile."""
    clock.at = next_tuesday(clock.at)
    begun = time.thread_time()
    await core.digest_sender.send_due()
    took = time.thread_time() - begun
    assert len(post.sent) == len(approvers()), len(post.sent)
    assert all(digest.waiting for digest in post.sent)
    return took


def next_tuesday(at: datetime) -> datetime:
    """The next Tuesday morning: of the quiet weeks' two days the first."""
    days = (1 - at.weekday()) % 7 or 7
    return (at + timedelta(days=days)).replace(hour=NINE, minute=30)


def measured_alone(database_url: str, requests: int, times: int) -> dict[str, float]:
    """The same in a process of its own."""
    gc.freeze()
    gc.enable()  # as the bot does when it has started
    return asyncio.run(measured(database_url, requests, times))
