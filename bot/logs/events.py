"""Every line of the bot's own that there is in the log, declared once: its name, levels, fields and meaning.

A line in JSON is an object. Each has `event`, `level` and `timestamp` (UTC), and what `COMMON` names where it applies.
Lines of libraries have the name of their `logger`, and their text as `event`; only warnings and errors of theirs are
written. The reference is made from this, and a test holds every line that is written against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a line matters."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


COMMON: Mapping[str, str] = {
    "event": "the name of the line",
    "level": "debug, info, warning, error or critical",
    "timestamp": "when it was written, ISO 8601 in UTC",
    "reference": "the delivery that it was done for, also by the driver that the delivery began: six characters, the "
    "same that a person reads in an error",
    "exception": "where an error was raised and the name of its class; never its text",
    "more": "of a line that repeats: how many like it were left out since the last one",
}
"""Fields that any line may have."""

FOREIGN = "logger"
"""The field that only lines of libraries have: whose line it is."""

FIELDS: Mapping[str, str] = {
    "actor": "who did it: a Slack user id, or `bot`; what an operator does with a command is in the audit",
    "addresses": "where the process listens",
    "after": "the line that told of what is over",
    "again_in": "seconds until the next try",
    "approver": "a Slack user id",
    "at_most_seconds": "the longest time until the process has stopped",
    "attempt": "the number of the reissue call, from 1 for each request",
    "before": "the code that the trouble had",
    "call": "the method and the path of a call to Vitable",
    "cause": "the class of the error below",
    "channel": "the id of a channel, or the name of a channel of PostgreSQL",
    "code": "a word for why",
    "column": "a column of the database",
    "complete_at": "when all employees were last read without trouble",
    "contract": "the contract that Vitable's server speaks",
    "count": "how many",
    "database": "the kind of database",
    "employee": "the id of the employee in Vitable",
    "enrollment": "the id of the enrollment in Vitable",
    "error": "the class of an error, or Slack's code",
    "failed_rounds": "readings with troubles in a row",
    "fields": "the names of fields in an answer",
    "finished_at": "when the reading ended",
    "found": "`read_back` if the outcome was found by reading, not in the answer",
    "from": "the status before; none for what is new",
    "hint": "what an operator can do",
    "kind": "the kind of message or delivery",
    "lasted": "for how many seconds it was there",
    "method": "a method of Slack's Web API",
    "mode": "the command that was started",
    "ms": "milliseconds since the delivery arrived or the driver's step began; of an attempt: from its start to its "
    "outcome",
    "number": "the number of the request, such as R-12",
    "outcome": "what the answer of Vitable proves",
    "part": "an employer's id, or `employers` for their list",
    "pause": "seconds between two calls",
    "qle": "the id of the life event in Vitable",
    "readers": "who can read a channel",
    "reason": "why, in words of our own or by the class of an error",
    "record": "the id of the bot's row about a life event, or of a record in Vitable",
    "remedy": "what an operator can do",
    "request_id": "the id of the request in the database",
    "requests": "numbers of requests",
    "route": "the route of the request",
    "seconds": "how long it took",
    "slack": "the name of Slack's server, where it is not the usual one",
    "status": "the HTTP status of the answer",
    "to": "the status after",
    "trace_id": "Vitable's own id of the call, for a question to Vitable",
    "troubles": "a word for each employer that was not read",
    "unreadable": "employees that cannot be read",
    "until_then": "what the bot does meanwhile",
    "up_to": "for how many seconds it waits",
    "variable": "the name of an environment variable",
    "version": "the version of the bot",
    "vitable": "the name of Vitable's server",
    "waits_for": "what a stop waits for",
    "what": "what it is about; of a change of a request: the kind of its audit line",
    "where": "which one of several: an employer, a channel, a kind of call",
}
"""What each field of `EVENTS` means."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LogEvent:
    """One kind of line. It has all `fields` that apply; two `levels` mean that it depends on how bad it is."""

    name: str
    levels: tuple[Level, ...]
    fields: tuple[str, ...]
    meaning: str


def _info(name: str, meaning: str, *fields: str) -> LogEvent:
    return LogEvent(name=name, levels=(Level.INFO,), fields=fields, meaning=meaning)


def _warning(name: str, meaning: str, *fields: str) -> LogEvent:
    return LogEvent(name=name, levels=(Level.WARNING,), fields=fields, meaning=meaning)


def _error(name: str, meaning: str, *fields: str) -> LogEvent:
    return LogEvent(name=name, levels=(Level.ERROR,), fields=fields, meaning=meaning)


def _postponed(name: str, what: str, *fields: str) -> LogEvent:
    """Work that is tried again by itself: a warning for what is known to pass, an error for what no one foresaw."""
    meaning = f"{what} failed, and is tried again. An error, with `exception`, is one that no one foresaw"
    return LogEvent(name=name, levels=(Level.WARNING, Level.ERROR), fields=("reason", *fields), meaning=meaning)


REQUEST = ("number", "request_id", "enrollment")
OUTCOME = ("attempt", "outcome", "status", "trace_id")

ABOUT_REQUESTS = (
    _info(
        "request_changed",
        "A request has a new version, and it is committed. `to` is `from` where the status stayed as it was",
        *REQUEST,
        *("employee", "qle", "what", "from", "to", "actor", *OUTCOME, "code", "found", "route", "ms"),
    ),
    _info("attempt_finished", "The outcome of a reissue call is written down", *REQUEST, *OUTCOME, "ms"),
    _info(
        "life_event_changed",
        "The recording of a life event has come on, and it is committed",
        *("record", "employee", "qle", "from", "to", "actor", *OUTCOME, "ms"),
    ),
    _warning(
        "open_requests_without_route", "No one can decide on these requests: no route has them", "requests", "remedy"
    ),
    _warning("written_by_a_later_release", "A row has something that this release does not know", "column"),
    _info("requests_made_findable", "Requests of an earlier release can be found by name now", "count"),
)

ABOUT_TROUBLES = (
    _warning("trouble", "Something is wrong now that was not before", "what", "where", "code", "reason"),
    _warning("trouble_changed", "It is wrong in another way now", "what", "where", "code", "before", "reason"),
    _info("trouble_over", "It is right again", "what", "where", "code", "lasted"),
    _error("database_not_ready", "A look for /readyz: this process cannot keep a click", "reason", "error"),
    _info("database_ready_again", "It can again"),
    _info("going_on_again", "The look for due requests works again", "after"),
    _postponed("troubles_postponed", "The look for troubles"),
)

ABOUT_PROCESSES = (
    _info("starting", "A process starts", "version", "mode", "database", "vitable", "slack"),
    _info("listening", "It takes connections", "addresses"),
    _info("stopping", "It was told to stop", "at_most_seconds", "waits_for"),
    _info("stopped", "It has stopped in order", "seconds"),
    LogEvent(name="crashed", levels=(Level.CRITICAL,), fields=(), meaning="An error ended the process or a thread"),
    _warning("audit_without_chain", "AUDIT_KEY is not set: changes of the audit cannot be found", "remedy"),
    _warning(
        "traces_refused",
        "Traces were asked for, and a variable of OpenTelemetry cannot be used: there are none",
        "variable",
        "remedy",
    ),
    _warning("traces_need_extra", "Traces were asked for, and OpenTelemetry is not installed", "variable", "remedy"),
    _warning("database_awaited", "The database is not up yet", "reason", "up_to"),
    _warning("not_listening", "Notifications of other processes do not arrive", "channel", "error", "until_then"),
    _info("listening_again", "They arrive again", "channel"),
)

ABOUT_DELIVERIES = (
    _warning("deliveries_refused", "Deliveries were refused, at most a line a minute", "reason", "count", "hint"),
    _warning("webhooks_refused", "Vitable's deliveries were refused, likewise", "reason", "count", "hint"),
    _warning("malformed_payload", "A delivery of Slack could not be read, and was answered with 400", "what"),
    LogEvent(
        name="unasked_event",
        levels=(Level.DEBUG,),
        fields=(),
        meaning="Slack delivered what the manifest does not ask for",
    ),
    _error("listener_failed", "An error that no one foresaw; the person was shown the reference"),
    _warning("slack_failed", "Slack refused or did not answer; the person was shown the reference", "reason"),
    _warning("envelope_not_acknowledged", "Socket Mode: an answer could not be sent", "kind", "reason"),
    _info("socket_connected", "Socket Mode: Slack can deliver"),
    _warning("socket_ended", "Socket Mode: the connection is over, and another one is opened", "reason"),
    _warning("socket_not_connected", "Socket Mode: no connection could be opened", "reason"),
)

ABOUT_SLACK = (
    _error("slack_refuses_card", "Slack refuses a message about a request", "kind", "channel", "error"),
    _warning(
        "slack_put_off",
        "Slack wants fewer calls (429). What the call was for is done after the wait that it asks for",
        *("method", "channel", "again_in"),
    ),
    _error("slack_refuses_home", "Slack refuses a Home tab", "error"),
    _warning("digest_not_confirmed", "Slack may have taken a digest without saying so", "approver", "reason"),
    _warning("event_result_not_confirmed", "Likewise a message about a life event", "record", "reason"),
    _warning("card_left_behind_cannot_be_retired", "A card that moved is still to be seen where it was", "channel"),
    _warning("names_in_open_channel", "Names are being taken out of a channel that has opened", "channel", "readers"),
    _info("no_names_in_open_channel", "There are none left", "channel"),
    _warning("names_cannot_be_taken_out", "Slack does not let a message be changed", "kind", "channel", "error"),
)

ABOUT_VITABLE = (
    LogEvent(
        name="read_failed",
        levels=(Level.INFO, Level.WARNING),
        fields=("call", "error", "status", "trace_id", "fields", "cause"),
        meaning="A read of Vitable failed; info where there is no such record",
    ),
    _warning("record_unreadable", "A record in an answer cannot be read", "what", "record", "fields"),
    _warning("records_unreadable", "More of them in the same list", "what", "count"),
    _info("contract_told", "Vitable's server speaks this contract", "contract"),
    _info(
        "employees_indexed",
        "All employees were read",
        *("count", "unreadable", "troubles", "failed_rounds", "pause", "finished_at", "complete_at"),
    ),
    _info("api_key_replaced", "The file has another key, which is used from now on"),
    _warning("api_key_unreadable", "The key's file cannot be read; the key before is used", "reason"),
)

POSTPONED = (
    _postponed("background_postponed", "A read of Slack or Vitable", "what", "again_in", "remedy"),
    _postponed("driver_failed", "The step of a driver", "request_id", "again_in"),
    _postponed("sweep_postponed", "The look for due requests"),
    _postponed("resuming_postponed", "Taking up what the process before had left"),
    _postponed("hand_over_postponed", "Handing requests over to other processes"),
    LogEvent(
        name="duties_not_given_back",
        levels=(Level.WARNING, Level.ERROR),
        fields=("reason",),
        meaning="What this process did for all replicas begins on another only when its lease ends, after a minute at "
        "most. An error, with `exception`, is one that no one foresaw",
    ),
    _postponed("employees_postponed", "Reading the employees", "what"),
    _postponed("employees_not_read", "Reading a part of the employees", "part"),
    _postponed("employees_not_hastened", "Having the employees read soon"),
    _postponed("addresses_postponed", "Removing e-mail addresses"),
    _postponed("digests_postponed", "Sending digests"),
    _postponed("blanking_postponed", "Removing names after RETENTION_DAYS"),
    _postponed("findable_postponed", "Making requests of an earlier release findable"),
    _postponed("names_postponed", "Taking names out of a channel that has opened"),
    _postponed("homes_postponed", "Drawing Home tabs"),
    _postponed("cards_not_moved", "Moving cards to the channel of their route"),
    _postponed("cards_not_redrawn", "Redrawing cards for a new file of routes"),
    _postponed("webhook_events_postponed", "Following an event of Vitable"),
)

EVENTS: Mapping[str, LogEvent] = {
    event.name: event
    for group in (
        ABOUT_REQUESTS,
        ABOUT_TROUBLES,
        ABOUT_PROCESSES,
        ABOUT_DELIVERIES,
        ABOUT_SLACK,
        ABOUT_VITABLE,
        POSTPONED,
    )
    for event in group
}
"""All of them, by name."""
