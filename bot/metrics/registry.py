"""Every metric of the bot, declared once: `/metrics` is built from this, and so is the reference.

Names and labels keep to Prometheus's conventions, which `promtool check metrics` looks at. Label values are few, and
words of our own or Slack's and Vitable's codes: never a name, and never foreign text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The type of a metric (Prometheus, "Metric types")."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Scope(StrEnum):
    """Of what a metric is."""

    PROCESS = "process"
    """Of the process that is asked: add up the replicas."""
    DATABASE = "database"
    """Of the database: every replica says the same, so take the `max` of them, never the sum."""


class Mode(StrEnum):
    """The processes that have a metric."""

    WEB = "web"
    SOCKET = "socket"
    WORKER = "worker"


EVERYWHERE = frozenset(Mode)
AT_DOORS = frozenset({Mode.WEB, Mode.SOCKET})

ACKNOWLEDGING = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0)
"""Slack waits three seconds for an answer (`SLACK_WAITS`)."""

SLACK_WAITS = 3.0

CALLING_SLACK = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
"""A call may take five seconds."""

CALLING_VITABLE = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0)
"""VITABLE_CONNECT_TIMEOUT is 30 seconds unless it is set, and 300 at most."""

SHOWING = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """One metric. `name` is the name of its series, for a counter with `_total`; `help` is a sentence.

    `buckets` are the upper bounds of a histogram, in seconds. `modes` are the processes that have it.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    scope: Scope = Scope.PROCESS
    buckets: tuple[float, ...] = ()
    modes: frozenset[Mode] = EVERYWHERE

    @property
    def help_line(self) -> str:
        """The text of the HELP line."""
        return f"Database-wide: {self.help}" if self.scope is Scope.DATABASE else self.help


def _of_database(name: str, help_: str, *labels: str) -> Metric:
    return Metric(name=name, kind=Kind.GAUGE, help=help_, labels=labels, scope=Scope.DATABASE)


def _gauge(name: str, help_: str, *labels: str, modes: frozenset[Mode] = EVERYWHERE) -> Metric:
    return Metric(name=name, kind=Kind.GAUGE, help=help_, labels=labels, modes=modes)


def _counter(name: str, help_: str, *labels: str, modes: frozenset[Mode] = EVERYWHERE) -> Metric:
    return Metric(name=name, kind=Kind.COUNTER, help=help_, labels=labels, modes=modes)


def _seconds(
    name: str, help_: str, *labels: str, buckets: tuple[float, ...], modes: frozenset[Mode] = EVERYWHERE
) -> Metric:
    return Metric(name=name, kind=Kind.HISTOGRAM, help=help_, labels=labels, buckets=buckets, modes=modes)


WEB_ONLY, SOCKET_ONLY = frozenset({Mode.WEB}), frozenset({Mode.SOCKET})

BUILD_INFO = _gauge("reissue_build_info", "Always 1; the labels say what runs", "version", "python_version")

READY = _gauge("reissue_ready", "1 if this process can save what people do, as /readyz says, otherwise 0")
PAUSED = _gauge("reissue_paused", "1 while REISSUE_PAUSED keeps approved requests from being sent, otherwise 0")

REQUESTS = _of_database("reissue_requests", "Requests by status", "status")
REQUESTS_UNREACHED = _of_database(
    "reissue_requests_unreached", "Undecided requests whose card and direct messages have reached no approver so far"
)
OLDEST_REQUEST = _of_database(
    "reissue_oldest_request_age_seconds",
    "For how long the request that has been in this status for longest has been in it; 0 if there is none",
    "status",
)
DRIVER_LAG = _of_database(
    "reissue_driver_lag_seconds",
    "For how long the most overdue request or life event has been due without being looked at; 0 if none is",
)
ATTEMPTS_SENDING = _of_database("reissue_attempts_sending", "Calls that change something and may be under way")
EMPLOYEES = _of_database("reissue_employees", "Employees in the index")
EMPLOYEES_UNREADABLE = _of_database("reissue_employees_unreadable", "Employees that cannot be read")
INDEX_REFRESHED = _of_database(
    "reissue_last_index_refresh_timestamp_seconds",
    "When all employees were last read without trouble, in unix time; 0 if never. Not in connect-6",
)

REQUEST_CHANGES = _counter("reissue_request_changes_total", "Changes of a request's status, by the new one", "to")
ATTEMPTS = _counter("reissue_attempts_total", "Reissue calls by what their answer proves", "outcome")

DRIVERS = _gauge("reissue_drivers", "Requests that this process drives now")
LAST_SWEEP = _gauge("reissue_last_sweep_timestamp_seconds", "When this process last looked for due requests, unix time")
TROUBLES = _gauge(
    "reissue_troubles", "1 for each present trouble: with Slack, Vitable, the database or the audit", "what", "code"
)
CONNECTIONS = _gauge("reissue_database_connections", "Connections of this process to the database", "state")
CONNECTIONS_MAX = _gauge("reissue_database_connections_max", "The most connections that this process would open")

ACKNOWLEDGEMENT = _seconds(
    "reissue_acknowledgement_seconds",
    "From the arrival of a signed delivery of Slack to its answer",
    "kind",
    buckets=ACKNOWLEDGING,
    modes=AT_DOORS,
)
DELIVERIES = _counter(
    "reissue_deliveries_total",
    "Answers to Slack's deliveries, by HTTP status; over Socket Mode ack or none",
    "kind",
    "status",
    modes=AT_DOORS,
)
DELIVERIES_FAILED = _counter(
    "reissue_deliveries_failed_total",
    "Signed deliveries whose answer was an error, or came later than Slack's three seconds, or both",
    "kind",
    modes=AT_DOORS,
)
CLICK_TO_CARD = _seconds(
    "reissue_click_to_card_seconds",
    "From the arrival of a click that changes a request until its card shows the change",
    buckets=SHOWING,
    modes=AT_DOORS,
)
DELIVERIES_VERIFIED = _counter("reissue_deliveries_verified_total", "Deliveries with a right signature", modes=WEB_ONLY)
DELIVERIES_REFUSED = _counter("reissue_deliveries_refused_total", "Deliveries refused", "reason", modes=WEB_ONLY)
WEBHOOKS_VERIFIED = _counter(
    "reissue_webhooks_verified_total", "Vitable's deliveries with a right signature", modes=WEB_ONLY
)
WEBHOOKS_REFUSED = _counter("reissue_webhooks_refused_total", "Vitable's deliveries refused", "reason", modes=WEB_ONLY)
SOCKET_CONNECTED = _gauge(
    "reissue_socket_connected", "1 if Slack can deliver to this process, otherwise 0", modes=SOCKET_ONLY
)
SOCKET_AGE = _gauge(
    "reissue_socket_age_seconds", "Age of the present connection to Slack; 0 without one", modes=SOCKET_ONLY
)

SLACK_CALLS = _counter(
    "reissue_slack_calls_total",
    "Calls of Slack's Web API; the outcome is ok, refused, ratelimited or unanswered",
    "method",
    "outcome",
)
SLACK_CALL = _seconds(
    "reissue_slack_call_seconds", "Time of a call of Slack's Web API", "method", buckets=CALLING_SLACK
)
VITABLE_CALLS = _counter(
    "reissue_vitable_calls_total",
    "Calls of Vitable's API, by the path without ids; the outcome is 2xx, 3xx, 4xx, 429, 5xx or unanswered",
    "call",
    "outcome",
)
VITABLE_CALL = _seconds(
    "reissue_vitable_call_seconds",
    "Time of a call of Vitable's API, by the path without ids",
    "call",
    buckets=CALLING_VITABLE,
)

METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        BUILD_INFO,
        READY,
        PAUSED,
        REQUESTS,
        REQUESTS_UNREACHED,
        OLDEST_REQUEST,
        REQUEST_CHANGES,
        ATTEMPTS,
        ATTEMPTS_SENDING,
        TROUBLES,
        ACKNOWLEDGEMENT,
        DELIVERIES,
        DELIVERIES_FAILED,
        DELIVERIES_VERIFIED,
        DELIVERIES_REFUSED,
        WEBHOOKS_VERIFIED,
        WEBHOOKS_REFUSED,
        CLICK_TO_CARD,
        SOCKET_CONNECTED,
        SOCKET_AGE,
        SLACK_CALLS,
        SLACK_CALL,
        VITABLE_CALLS,
        VITABLE_CALL,
        DRIVERS,
        DRIVER_LAG,
        LAST_SWEEP,
        EMPLOYEES,
        EMPLOYEES_UNREADABLE,
        INDEX_REFRESHED,
        CONNECTIONS,
        CONNECTIONS_MAX,
    )
}
"""All of them, by name. Beside these `/metrics` has `process_…` of prometheus_client."""
