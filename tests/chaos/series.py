"""One series: a sandbox, a database, replicas, people, and everything that befalls them; then the books."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random

import httpx

from approvals.model.status import RequestStatus
from benefits.contract import Contract
from sandbox.app import build_sandbox
from sandbox.benefits.world import CONTRACTS
from sandbox.server import serve
from tests.chaos.api_faults import Weather
from tests.chaos.audit import Audit
from tests.chaos.balancer import PATIENCE, WEBHOOKS, Balancer
from tests.chaos.books import ApiBook, end_leases, kept, restless
from tests.chaos.card_watch import Eyes
from tests.chaos.colleagues import Colleagues, furnish
from tests.chaos.databases import shelf
from tests.chaos.deliveries import Deliveries
from tests.chaos.disruptions import Disruptions
from tests.chaos.people import People
from tests.chaos.plan import SETTLE, TIMEOUT, Plan
from tests.chaos.posts import doubled
from tests.chaos.replicas import Fleet, fleet
from tests.chaos.report import Result, story
from tests.office import Office
from tests.plain_http import plain_client
from tests.processes import environment

CALM_WITHIN = 240.0
"""Seconds within which everything has come to rest after the last blow; longer is for ever."""

HURRY_EVERY = 10.0
"""Seconds between two ends of all leases: each brings a driver more for every open request."""

SAY_EVERY = 5.0

SECRET = "whsec_of_the_series"
"""Signs the events that Vitable delivers in connect-6."""


@dataclass(frozen=True)
class Town:
    """Everything of one series, running."""

    plan: Plan
    office: Office
    fleet: Fleet
    people: People
    api: ApiBook
    blows: Disruptions
    weather: Weather
    colleagues: Colleagues
    logs: Path

    @property
    def url(self) -> str:
        """The database's."""
        return self.people.database_url


Harm = Callable[[Town, Callable[[], float]], Awaitable[None]]
"""Does harm to a town; the second is how much of the work has been begun, from 0 to 1."""


@asynccontextmanager
async def town(plan: Plan) -> AsyncIterator[Town]:
    """A series before anything has happened, its replicas serving."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        http = await enter(plain_client(timeout=PATIENCE, limits=_unpooled()))
        sandbox, balancer = build_sandbox("", crowd=plan.requests, shape=CONTRACTS[plan.contract.value]), Balancer(http)
        url, door = await enter(serve(sandbox.asgi)), await enter(serve(balancer.asgi))
        furnish(sandbox, plan.requests, plan.contract)
        sandbox.bot_url = f"{door}/slack/events"
        if plan.contract is Contract.CONNECT_6:
            sandbox.benefits.webhooks.subscribe(f"{door}{WEBHOOKS}", SECRET)
        kept_on = await enter(shelf(plan.database))
        office = Office(sandbox, url, http)
        logs = Path(tempfile.mkdtemp(prefix="chaos-logs"))
        patience = {"VITABLE_CONNECT_TIMEOUT": f"{TIMEOUT:g}", "READBACK_SETTLE": f"{SETTLE:g}"}
        env = environment(office, kept_on.url, LOG_LEVEL="WARNING", VITABLE_WEBHOOK_SECRET=SECRET, **patience)
        module = ("tests.chaos.broken", "web") if plan.broken else ("bot", "web")
        balancer.fleet = running = await enter(
            fleet(plan.replicas, env, module, logs, _random(plan, 0), copies=plan.copies)
        )
        api = ApiBook(sandbox)
        deliveries = Deliveries(sandbox.slack.delivery, balancer, door)
        people = People(
            Eyes(sandbox.workspace),
            deliveries,
            api,
            kept_on.url,
            _random(plan, 1),
            plan.lives,
            plan.contract,
            plan.requests,
        )
        blows = Disruptions(plan, running, kept_on, api, _random(plan, 2))
        weather = Weather(sandbox.faults, _random(plan, 3), plan.contract)
        colleagues = Colleagues(api, _random(plan, 4))
        yield Town(plan, office, running, people, api, blows, weather, colleagues, logs)


async def rage(place: Town, progress: Callable[[], float]) -> None:
    """Everything that can happen, until all blows are struck."""
    others = [asyncio.create_task(place.weather.rage()), asyncio.create_task(place.colleagues.meddle())]
    try:
        await place.blows.strike(progress)
    finally:
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


async def run(plan: Plan, say: Callable[[str], None] = lambda _: None, harm: Harm = rage) -> Result:
    """Run a series to its end. `say` is told how far it is; `harm` is what befalls the bot."""
    began = time.monotonic()
    async with town(plan) as place:
        await _work(place, say, harm)
        await _come_to_rest(place, say)
        result = _result(place, time.monotonic() - began)
        say(f"{plan.name}: {_beside(place)}")
    if result.is_clean:
        shutil.rmtree(place.logs)
    else:
        say(f"{plan.name}: what the replicas wrote is in {place.logs}")
    return result


async def _work(place: Town, say: Callable[[str], None], harm: Harm) -> None:
    """Let people work while harm is done; they have the time they need to bring it to an end."""
    plan, begun, ended = place.plan, 0, 0
    room = asyncio.Semaphore(plan.at_once)

    async def see_through(number: int) -> None:
        nonlocal begun, ended
        async with room:
            begun += 1
            await place.people.see_through(number)
            ended += 1

    async def tell() -> None:
        while True:
            await asyncio.sleep(SAY_EVERY)
            say(f"{plan.name}: {begun} begun, {ended} ended of {plan.requests}; {dict(place.blows.struck)}")

    async with asyncio.TaskGroup() as group:
        telling = group.create_task(tell())
        lives = [group.create_task(see_through(number)) for number in range(1, plan.requests + 1)]
        await harm(place, lambda: begun / plan.requests)
        calming = group.create_task(_calm_down(place))
        await asyncio.wait(lives)
        telling.cancel()
        calming.cancel()


async def _calm_down(place: Town) -> None:
    """No more faults, and in a hurried series no more leases either."""
    place.office.sandbox.faults.clear()
    while place.plan.hurried:
        await asyncio.to_thread(end_leases, place.url)
        await asyncio.sleep(HURRY_EVERY)


async def _come_to_rest(place: Town, say: Callable[[str], None]) -> None:
    """Wait until nothing moves any more, or nothing will."""
    for replica in place.fleet.replicas:
        await replica.serving()
    calm = asyncio.create_task(_calm_down(place))
    deadline = time.monotonic() + CALM_WITHIN
    try:
        while (moving := await asyncio.to_thread(restless, place.url)) and time.monotonic() < deadline:
            say(f"{place.plan.name}: {len(moving)} still moving")
            await asyncio.sleep(1)
    finally:
        calm.cancel()
        await asyncio.gather(calm, return_exceptions=True)


def _result(place: Town, seconds: float) -> Result:
    rows, sandbox = kept(place.url), place.office.sandbox
    findings = sorted(Audit(rows, place.api, place.people).findings(), key=lambda finding: finding.label)
    stories = [
        story(list(found), rows.get(label), place.api) for label, found in groupby(findings, lambda found: found.label)
    ]
    return Result(
        plan=place.plan,
        requests=len(rows),
        struck=place.blows.struck,
        posts=place.api.count(),
        effects=place.api.effects(),
        findings=tuple(findings),
        doubled=doubled(sandbox, rows.values(), place.blows.times),
        clicks=tuple(done.seconds for done in place.people.deliveries.acknowledged),
        seconds=seconds,
        stories="\n".join(stories),
    )


def _beside(place: Town) -> str:
    """What happened beside the requests."""
    benefits, kept_rows = place.office.sandbox.benefits, kept(place.url).values()
    taken = sum(delivery.is_taken for delivery in benefits.webhooks.deliveries)
    unread = sum(row.request.status is RequestStatus.REISSUED and row.request.summary is None for row in kept_rows)
    return (
        f"{len(benefits.world.reissues) - place.api.effects()} reissues by colleagues, "
        f"{taken} deliveries of {len(benefits.world.connect6.webhook_events)} events taken, "
        f"{unread} summaries not read, {len(place.office.sandbox.calls.since('benefits'))} calls"
    )


def _random(plan: Plan, stream: int) -> Random:
    return Random(f"{plan.seed}:{stream}")  # noqa: S311 nothing secret hangs on it


def _unpooled() -> httpx.Limits:
    """The replicas die: a connection that was kept would be dead as often as not."""
    return httpx.Limits(max_connections=None, max_keepalive_connections=0)
