"""Metrics for Prometheus. They come from the database, so that every replica says the same of the requests."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from starlette.responses import PlainTextResponse, Response

from approvals.errors import StoreError
from approvals.model.index_report import IndexReport
from approvals.model.request import ProblemCode
from approvals.model.status import RequestStatus
from bot.app import Bot
from bot.health.trouble_words import label
from bot.serving.refused import Reason, RefusedDeliveries
from bot.socket_mode.watch import SocketWatch
from handlers.board.opened import DUTY
from handlers.slack.troubles import counted_as
from store.audit.watching import AuditTrouble


async def metrics(bot: Bot, watch: SocketWatch | None) -> Response:
    """The metrics in Prometheus's text format; 503 if the database does not answer."""
    try:
        async with bot.store.reading() as work:
            counts = await work.requests.count_by_status()
            sending = await work.attempts.count_sending()
            index = await work.refreshes.report()
            held_back = await work.requests.held_back()
            audit = await bot.audit.trouble()
            open_channels = await work.leases.report(DUTY)
    except StoreError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    requests = Gauge("reissue_requests", "Requests by status", ["status"], registry=registry)
    for status in RequestStatus:
        requests.labels(status.value).set(counts.get(status, 0))
    Gauge("reissue_attempts_sending", "Reissue calls that may be under way", registry=registry).set(sending)
    Gauge("reissue_drivers", "Requests that this process drives now", registry=registry).set(bot.driving.count)
    Gauge("reissue_employees", "Employees in the index", registry=registry).set(index.count)
    Gauge("reissue_employees_unreadable", "Employees that cannot be read", registry=registry).set(index.unreadable)
    _count_troubles(bot, index, held_back, audit, open_channels, registry)
    if watch is None:
        registry.register(_Deliveries(bot.refused, "deliveries", "Deliveries"))
        if bot.webhooks is not None:
            registry.register(_Deliveries(bot.webhooks.refused, "webhooks", "Vitable's deliveries"))
    else:
        _tell_connected(watch, registry)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _tell_connected(watch: SocketWatch, registry: CollectorRegistry) -> None:
    """1 or 0 if clicks come over a socket; without one there is no such series."""
    connected = Gauge("reissue_socket_connected", "Whether Slack can deliver to this process", registry=registry)
    connected.set(watch.trouble is None)


@dataclass(frozen=True, slots=True, eq=False)
class _Deliveries(Collector):
    """The deliveries that this process verified or refused since its start; none over Socket Mode.

    `name` stands in the names of the two series, `what` in their descriptions.
    """

    refused: RefusedDeliveries
    name: str
    what: str

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Two counters."""
        yield CounterMetricFamily(
            f"reissue_{self.name}_verified", f"{self.what} with a right signature", value=self.refused.verified
        )
        refused = CounterMetricFamily(f"reissue_{self.name}_refused", f"{self.what} refused", labels=["reason"])
        for reason in Reason:
            refused.add_metric([reason.value], self.refused.counts[reason])
        yield refused


def _count_troubles(
    bot: Bot,
    index: IndexReport,
    held_back: Collection[ProblemCode],
    audit: AuditTrouble | None,
    open_channels: Mapping[str, str],
    registry: CollectorRegistry,
) -> None:
    """One series for each current trouble. The label values are our own words, so that there are few."""
    troubles = Gauge(
        "reissue_troubles",
        "What Slack or the API refuses now, and what is wrong with the audit",
        ["what", "code"],
        registry=registry,
    )
    for what, code in bot.board.troubles.current().items():
        troubles.labels(what, counted_as(code)).set(1)
    for readers in open_channels.values():
        troubles.labels("names", readers).set(1)
    unread = [*bot.background.troubles.items(), *(("benefits", trouble) for trouble in index.troubles.values())]
    unread += [("sending", code.value) for code in held_back]
    unread += [("vitable", trouble) for trouble in bot.vitable.current().values()]
    for what, trouble in unread:
        troubles.labels(what, counted_as(trouble) if what == "slack" else label(trouble)).set(1)
    if audit is not None:
        troubles.labels("audit", audit.value).set(1)
