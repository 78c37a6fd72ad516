"""What a process counts and measures as it goes. A click costs it one observation in a histogram for each call."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.metrics import MetricWrapperBase, disable_created_metrics

from approvals.model.status import RequestStatus
from benefits.outcome import OutcomeKind
from bot.metrics import registry
from bot.metrics.registry import METRICS, Kind, Metric, Mode
from handlers.kinds import DeliveryKind
from handlers.slack.client import Answer

UNANSWERED = "unanswered"

TOO_MANY = 429

ANSWERS = {Mode.WEB: ("200", "404", "500"), Mode.SOCKET: ("ack", "none"), Mode.WORKER: ()}
"""The answers to deliveries in each mode. They are counted from 0 on, as kinds, statuses and outcomes are: Prometheus
sees no increase in a series that begins with 1."""

WELL = frozenset({"200", "ack"})
"""The answers with which Slack shows no error."""


class Counts:
    """The counters and histograms of one bot in this process."""

    def __init__(self) -> None:
        # Otherwise each counter has a second series with its start, which promtool finds fault with.
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library's
        made = {metric.name: _made(metric) for metric in METRICS.values() if _is_counted(metric)}
        self._made: Mapping[str, MetricWrapperBase] = made
        self._acknowledgement = self._histogram(registry.ACKNOWLEDGEMENT)
        self._deliveries = self._counter(registry.DELIVERIES)
        self._deliveries_failed = self._counter(registry.DELIVERIES_FAILED)
        self._slack_call, self._slack_calls = self._histogram(registry.SLACK_CALL), self._counter(registry.SLACK_CALLS)
        self._vitable_call = self._histogram(registry.VITABLE_CALL)
        self._vitable_calls = self._counter(registry.VITABLE_CALLS)
        self._changes = self._counter(registry.REQUEST_CHANGES)
        self._attempts = self._counter(registry.ATTEMPTS)
        self._click_to_card = self._histogram(registry.CLICK_TO_CARD)
        for status in RequestStatus:
            self._changes.labels(status.value)
        for outcome in OutcomeKind:
            self._attempts.labels(outcome.value)

    def registered(self, mode: Mode) -> CollectorRegistry:
        """Those that a process of this mode has."""
        registered = CollectorRegistry(auto_describe=False)
        for kind in DeliveryKind:
            self._acknowledgement.labels(kind.value)
            self._deliveries_failed.labels(kind.value)
            for status in ANSWERS[mode]:
                self._deliveries.labels(kind.value, status)
        for name, made in self._made.items():
            if mode in METRICS[name].modes:
                registered.register(made)
        return registered

    def answered(self, kind: DeliveryKind, status: str, seconds: float | None) -> None:
        """A delivery was answered (`bot.door.Answered`)."""
        self._deliveries.labels(kind.value, status).inc()
        if seconds is not None:
            self._acknowledgement.labels(kind.value).observe(seconds)
            if status not in WELL or seconds > registry.SLACK_WAITS:
                self._deliveries_failed.labels(kind.value).inc()

    def slack_called(self, method: str, answer: Answer, seconds: float) -> None:
        """A call of Slack has ended (`handlers.slack.client.HeardCall`)."""
        self._slack_calls.labels(method, answer.value).inc()
        self._slack_call.labels(method).observe(seconds)

    def vitable_called(self, _method: str, call: str, status: int | None, seconds: float) -> None:
        """A call of Vitable has ended (`benefits.connection.HeardCall`)."""
        self._vitable_calls.labels(call, outcome_of(status)).inc()
        self._vitable_call.labels(call).observe(seconds)

    def changed(self, to: RequestStatus) -> None:
        """A request has another status."""
        self._changes.labels(to.value).inc()

    def finished(self, outcome: OutcomeKind) -> None:
        """A reissue call has this outcome."""
        self._attempts.labels(outcome.value).inc()

    def shown(self, seconds: float) -> None:
        """A card shows what a click changed so many seconds ago."""
        self._click_to_card.observe(seconds)

    def _counter(self, metric: Metric) -> Counter:
        made = self._made[metric.name]
        assert isinstance(made, Counter)  # noqa: S101 - the registry says so, and mypy cannot know
        return made

    def _histogram(self, metric: Metric) -> Histogram:
        made = self._made[metric.name]
        assert isinstance(made, Histogram)  # noqa: S101 - likewise
        return made


def outcome_of(status: int | None) -> str:
    """How a call of Vitable ended: the class of its status, or 429."""
    if status is None:
        return UNANSWERED
    return str(status) if status == TOO_MANY else f"{status // 100}xx"


COUNTED_ELSEWHERE: Iterable[Metric] = (
    registry.DELIVERIES_VERIFIED,
    registry.DELIVERIES_REFUSED,
    registry.WEBHOOKS_VERIFIED,
    registry.WEBHOOKS_REFUSED,
)
"""Counters that `bot/serving/refused.py` keeps for readiness as well."""


def _is_counted(metric: Metric) -> bool:
    return metric.kind is not Kind.GAUGE and metric not in COUNTED_ELSEWHERE


def _made(metric: Metric) -> MetricWrapperBase:
    if metric.kind is Kind.HISTOGRAM:
        return Histogram(metric.name, metric.help_line, metric.labels, registry=None, buckets=metric.buckets)
    return Counter(metric.name, metric.help_line, metric.labels, registry=None)
