"""The gauges of a bot, read when someone asks for them: from the database, and from what this process knows."""

import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from approvals.errors import StoreError
from approvals.model.index_report import IndexReport
from approvals.model.status import OPEN, RequestStatus
from bot.app import Bot
from bot.health.troubles import Trouble, present_troubles
from bot.metrics import registry
from bot.metrics.registry import Kind, Metric
from bot.release import NOT_INSTALLED, installed_version
from bot.serving.refused import Reason, RefusedDeliveries
from store.engine import connections_of
from store.figures import Figures, read_figures

if TYPE_CHECKING:
    from bot.socket_mode.watch import SocketWatch  # a bot over HTTP does not load it

UNREAD = "the database cannot be read"

Family = CounterMetricFamily | GaugeMetricFamily

Samples = Sequence[tuple[tuple[str, ...], float]]
"""Label values in their order, and the value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FromDatabase:
    """What every replica says alike."""

    counts: Mapping[RequestStatus, int]
    sending: int
    index: IndexReport
    figures: Figures
    due_at: datetime | None


async def families(bot: Bot, watch: "SocketWatch | None") -> list[Family]:
    """The gauges. Without the database those of this process alone, with the trouble that says why."""
    try:
        stored = await _stored(bot)
        unsaved, _ = await bot.database.look()
    except StoreError:
        stored, unsaved = None, UNREAD
    troubles = await present_troubles(bot)
    of_all = [] if stored is None else list(_told_by_all(stored, datetime.now(UTC), bot.background.index is not None))
    ready = family(registry.READY, [((), unsaved is None)])
    return [*of_all, ready, *_of_process(bot), _troubles(troubles.present), *_at_the_door(bot, watch)]


def family(metric: Metric, samples: Samples) -> Family:
    """A family of samples as the registry declares it."""
    if metric.kind is Kind.COUNTER:
        made: Family = CounterMetricFamily(metric.name, metric.help_line, labels=metric.labels)
    else:
        made = GaugeMetricFamily(metric.name, metric.help_line, labels=metric.labels)
    for labels, value in samples:
        made.add_metric(labels, value)
    return made


async def _stored(bot: Bot) -> FromDatabase:
    figures = await read_figures(bot.engine)
    async with bot.store.reading() as work:
        due = [at for at in (await work.requests.next_due(), await work.event_records.next_due()) if at is not None]
        return FromDatabase(
            counts=await work.requests.count_by_status(),
            sending=await work.attempts.count_sending(),
            index=await work.refreshes.report(),
            figures=figures,
            due_at=min(due, default=None),
        )


def _told_by_all(stored: FromDatabase, now: datetime, has_index: bool) -> Iterator[Family]:
    figures, index = stored.figures, stored.index
    yield family(registry.REQUESTS, [((status.value,), stored.counts.get(status, 0)) for status in RequestStatus])
    yield family(registry.REQUESTS_UNREACHED, [((), figures.unreached)])
    ages = {status: _age(figures.oldest.get(status), now) for status in RequestStatus if status in OPEN}
    yield family(registry.OLDEST_REQUEST, [((status.value,), age) for status, age in ages.items()])
    yield family(registry.DRIVER_LAG, [((), _age(stored.due_at, now))])
    yield family(registry.ATTEMPTS_SENDING, [((), stored.sending)])
    yield family(registry.EMPLOYEES, [((), index.count)])
    yield family(registry.EMPLOYEES_UNREADABLE, [((), index.unreadable)])
    whole_at = index.whole_at
    if has_index:
        yield family(registry.INDEX_REFRESHED, [((), 0 if whole_at is None else whole_at.timestamp())])


def _of_process(bot: Bot) -> Iterator[Family]:
    version = installed_version() or NOT_INSTALLED
    yield family(registry.BUILD_INFO, [((version, platform.python_version()), 1)])
    yield family(registry.PAUSED, [((), bot.is_paused)])
    yield family(registry.DRIVERS, [((), bot.driving.count)])
    yield family(registry.LAST_SWEEP, [((), bot.driving.last_sweep)])
    pool = connections_of(bot.engine)
    yield family(registry.CONNECTIONS, [(("used",), pool.used), (("idle",), pool.idle)])
    yield family(registry.CONNECTIONS_MAX, [((), pool.most)])


def _troubles(troubles: Sequence[Trouble]) -> Family:
    """One series for each. The label values are our own words, so that there are few."""
    return family(registry.TROUBLES, [((what, code), 1) for what, code in sorted({one.labels for one in troubles})])


def _at_the_door(bot: Bot, watch: "SocketWatch | None") -> Iterator[Family]:
    """What a process has that takes deliveries; a worker has no doors."""
    if watch is not None:
        yield family(registry.SOCKET_CONNECTED, [((), watch.trouble is None)])
        since = watch.connected_since
        yield family(registry.SOCKET_AGE, [((), 0 if since is None else time.monotonic() - since)])
        return
    yield from _refusals(registry.DELIVERIES_VERIFIED, registry.DELIVERIES_REFUSED, bot.refused)
    if bot.webhooks is not None:
        yield from _refusals(registry.WEBHOOKS_VERIFIED, registry.WEBHOOKS_REFUSED, bot.webhooks.refused)


def _refusals(verified: Metric, refused: Metric, counted: RefusedDeliveries) -> Iterator[Family]:
    yield family(verified, [((), counted.verified)])
    yield family(refused, [((reason.value,), counted.counts[reason]) for reason in Reason])


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
