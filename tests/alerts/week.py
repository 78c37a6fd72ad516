"""A week of faults in some minutes: real bots, each with its office and its job, and one Prometheus that watches them.

A *lane* is one bot to which one fault after the other happens; the lanes go on side by side. The rules are
the delivered ones with shorter times (`tests/alerts/shortened.py`).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.faults import FaultRule
from tests.alerts.shortened import RULES, shortened
from tests.chaos.replicas import Replica
from tests.office import Office, label_of, open_office
from tests.patience import LOOK_EVERY, eventually
from tests.processes import environment, free_port
from tests.prometheus import Prometheus, prometheus

FACTOR = 60
"""A minute of the delivered rules is a second here."""

PATIENCE = 150.0
"""Seconds until an alert that should fire counts as silent. The longest are an hour in the delivered rules."""

FAULTS: Mapping[str, tuple[str, ...]] = {
    "Slack is away": ("ReissueBotSlackUnanswered",),
    "Slack wants every call later": ("ReissueBotSlackRateLimited",),
    "the token was revoked": ("ReissueBotSlackToken: token_revoked",),
    "Slack takes no messages": ("ReissueBotApproversNotReached", "ReissueBotChannelClosed: is_archived"),
    "Vitable answers 503": ("ReissueBotVitableFails",),
    "Vitable breaks connections off": ("ReissueBotVitableFails",),
    "Vitable answers slowly": ("ReissueBotVitableSlow",),
    "Vitable wants every call later": ("ReissueBotVitableRateLimited",),
    "Vitable's answers cannot be read": ("ReissueBotTrouble: unreadable",),
    "the key was revoked, and an approved request waits for it": (
        "ReissueBotVitableKey: wrong_key",
        "ReissueBotApplyingTooLong",
    ),
    "an answer was lost, and Vitable cannot be read since": ("ReissueBotCheckingTooLong",),
    "an answer was lost, and no one settles it": ("ReissueBotOutcomeUnknown",),
    "a reissue was refused, and no one retries it": ("ReissueBotFailedWaiting",),
    "another session holds the database for four seconds": ("ReissueBotAcknowledgedTooLate",),
    "the disk is full": ("ReissueBotNotReady",),
    "a line of the audit is deleted": ("ReissueBotAuditTrouble: line_missing",),
    "the signing secret is another app's": ("ReissueBotSignaturesRefused",),
    "the clock is wrong": ("ReissueBotClockOff",),
    "webhooks are signed with another secret": ("ReissueBotWebhooksRefused",),
    "the process is killed": ("ReissueBotDown",),
    "one of two processes stands still": ("ReissueBotReplicaMissing",),
    "the database is away": ("ReissueBotNotReady",),
    "another session locks the requests": ("ReissueBotDriverLag",),
    "the socket breaks and cannot be opened again": ("ReissueBotSocketNotConnected",),
    "Prometheus finds no process": ("ReissueBotAbsent",),
}
"""Each fault of `make chaos` and more, and the alerts that have to fire for it."""


OF_SLOWNESS = {"ReissueBotAcknowledgedTooLate", "ReissueBotAcknowledgesSlowly", "ReissueBotCardsSlow"}

WAS_SLOW = (
    "max_over_time((sum(reissue_acknowledgement_seconds_count{{job='{job}'}})"
    " - sum(reissue_acknowledgement_seconds_bucket{{job='{job}', le='2.0'}}))[1h:1s]) > 0"
)
"""Whether a delivery took more than two seconds, which is where the first of these begins."""


@dataclass
class Week:
    """`told` are the alerts that fired during each fault; `broken` says why a lane did not come to its end."""

    prometheus: Prometheus
    folder: Path
    targets: dict[str, str] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)

    def watch(self, address: str, job: str) -> None:
        """Scrape one more process from now on."""
        self.targets[address] = job
        self.prometheus.watch(self.targets)

    async def goes_away(self) -> None:
        """Prometheus finds no process any more."""
        self.prometheus.watch({})
        await fires(self, "Prometheus finds no process")

    async def ever_fired(self, job: str) -> set[str]:
        """All alerts of a job that have fired so far; without those about slowness if its bot was slow in fact, as on
        a busy machine."""
        fired = f"count by (alertname) (count_over_time(ALERTS{{job='{job}', alertstate='firing'}}[1h]))"
        found = {sample["metric"]["alertname"] for sample in await self.prometheus.ask(fired)}
        return found - OF_SLOWNESS if await self.prometheus.ask(WAS_SLOW.format(job=job)) else found


@dataclass(frozen=True)
class Lane:
    """One office with its bot: one process, or several on one database."""

    week: Week
    job: str
    office: Office
    replicas: tuple[Replica, ...]

    @property
    def bot(self) -> Replica:
        """Its only process, or the one that people's clicks go to."""
        return self.replicas[0]

    async def start(self, replica: Replica | None = None) -> None:
        """Start a process, and let people's clicks go there."""
        replica = replica or self.bot
        await replica.start()
        await replica.serving()
        self.office.sandbox.bot_url = f"{replica.url}/slack/events"

    async def fires(self, fault: str) -> None:
        """Wait until every alert of this fault fires."""
        await fires(self.week, fault, self.job)

    async def is_silent(self, *alerts: str) -> None:
        """Wait until none of these fires any more."""

        async def silent() -> bool:
            return not set(alerts) & await self.week.prometheus.firing(self.job)

        await eventually(silent, f"the end of {alerts}")

    @asynccontextmanager
    async def fault(self, target: str, call: str, kind: str, **more: Any) -> AsyncIterator[None]:  # noqa: ANN401 - of a FaultRule
        """Every such call meets this fault, while the context lasts."""
        rule = FaultRule.model_validate({"target": target, "call": call, "kind": kind, "times": None, **more})
        switched_on = self.office.sandbox.faults.add(rule)
        try:
            yield
        finally:
            self.office.sandbox.faults.remove(switched_on.id)

    async def approved(self, employee: str) -> str:
        """A request for this employee, made and approved; returns its label."""
        card = await self.office.nina.requests(employee)
        assert (await self.office.marcus.click(card, "approve"))["ok"]
        return label_of(card)

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """A person who opens the form again and again, whether it works or not: so that there is something to see."""

        async def type_and_close() -> None:
            marcus = self.office.marcus
            while True:
                await marcus.command("/reissue grace mwangi")
                for view in (await marcus.state())["views"]:
                    await marcus.act("close", view_id=view["id"])
                await asyncio.sleep(0.5)

        typing = asyncio.create_task(type_and_close())
        try:
            yield
        finally:
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)


@asynccontextmanager
async def lane(
    week: Week, name: str, database_url: str, *, processes: int = 1, command: str = "web", **changes: str
) -> AsyncIterator[Lane]:
    """A bot at work in an office of its own, watched; gone afterwards."""
    async with open_office() as office:
        made = []
        for number in range(processes):
            port = free_port()
            env = environment(office, database_url, METRICS_PORT=str(port), **changes)
            log = week.folder / f"{name}-{number}.log"
            made.append((port, Replica(env, ("tests.patient", command), log)))
        here = Lane(week, f"reissue-bot-{name}", office, tuple(replica for _, replica in made))
        try:
            for port, replica in reversed(made):
                await here.start(replica)
                week.watch(f"127.0.0.1:{port}", here.job)
            await eventually(lambda: _knows_people(here), "a bot that knows its employees")
            yield here
        finally:
            for replica in here.replicas:
                await replica.kill()


async def _knows_people(here: Lane) -> bool:
    found = await here.week.prometheus.ask(f"max(reissue_employees{{job='{here.job}'}})")
    return bool(found) and float(found[0]["value"][1]) >= 40


@asynccontextmanager
async def week_in(folder: Path) -> AsyncIterator[Week]:
    """A week before anything has happened."""
    rules = folder / RULES.name
    rules.write_text(shortened(RULES.read_text(encoding="utf-8"), FACTOR), encoding="utf-8")
    async with prometheus(folder, [rules]) as watching:
        yield Week(watching, folder)


async def fires(week: Week, fault: str, job: str | None = None) -> None:
    """Wait until every alert of this fault fires, or no longer; the tests say whether it did."""
    wanted, until = set(FAULTS[fault]), time.monotonic() + PATIENCE
    told = week.told.setdefault(fault, set())
    while not wanted <= told and time.monotonic() < until:
        told |= await week.prometheus.firing(job)
        await asyncio.sleep(LOOK_EVERY)


async def lived(
    week: Week,
    name: str,
    url: str,
    happens: Callable[[Lane], Awaitable[None]],
    **more: Any,  # noqa: ANN401 - of a lane
) -> None:
    """Live through a lane; what keeps it from its end is noted, so that the others go on."""
    try:
        async with lane(week, name, url, **more) as here:
            await happens(here)
    except AssertionError as error:
        week.broken[name] = str(error)
