"""What the answer to the reissue call proves. The call is not idempotent, so this decides what may be sent again.

The rules are the table "It is not idempotent" of the API's facts:

    could not connect, TLS failed, pool timeout                        not sent
    429                                                                not processed
    409                                                                conflict, or an earlier attempt went through
    any other 4xx except 408                                           refused
    2xx, body parses / does not                                        reissued / reissued, unreadable
    408, 3xx, 5xx, a timeout or a dropped connection while in flight   unknown
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

import httpx
from pydantic import BaseModel, ConfigDict

from benefits.answers import one
from benefits.errors import UnreadableAnswer
from benefits.headers import retry_after
from benefits.ids import EnrollmentId
from benefits.models import Enrollment
from benefits.parsing import parsed_json
from benefits.problems import ErrorBody

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class OutcomeKind(StrEnum):
    """The result of one POST."""

    NOT_SENT = "not_sent"  #: it never left: safe to send again
    NOT_PROCESSED = "not_processed"  #: 429: safe to send again, later
    REFUSED = "refused"  #: the API said no; a person may retry
    CONFLICT = "conflict"  #: 409: the API said no, perhaps because an earlier attempt went through: read back
    REISSUED = "reissued"  #: done, and the answer says which enrollment there is now
    REISSUED_UNREADABLE = "reissued_unreadable"  #: done, but the answer cannot be read: read back, never send again
    UNKNOWN = "unknown"  #: it may or may not have taken effect: read back, then ask a person


class Outcome(BaseModel):
    """One POST, classified.

    `message` is the API's own message, plain text of at most 500 characters, or a sentence about the connection;
    `trace_id` is the API's own id for this call; `retry_after` is in seconds. `new_id` is set if, and only if, the kind
    is REISSUED: the enrollment after it, which may be the old one. `enrollment` is that one, if the answer had it.
    """

    model_config = ConfigDict(frozen=True)

    kind: OutcomeKind
    status_code: int | None = None
    message: str | None = None
    trace_id: str | None = None
    new_id: EnrollmentId | None = None
    enrollment: Enrollment | None = None
    retry_after: float | None = None


Reissued = tuple[EnrollmentId, Enrollment | None]
"""What the answer to a successful call has: the id of the enrollment after it, and perhaps all of it."""


def whole_enrollment(answer: object) -> Reissued:
    """The answer of the documented contract: the enrollment. Raises UnreadableAnswer."""
    enrollment = one(Enrollment, answer)
    return enrollment.id, enrollment


def classify(
    response: httpx.Response,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    answered: Callable[[object], Reissued] = whole_enrollment,
) -> Outcome:
    """What an answer proves. The body may be empty or cut short: the status alone decides what happened.

    `answered` reads the body of a success; it raises UnreadableAnswer.
    """
    return _done(response, answered) if response.is_success else refusal(response, now)


def refusal(response: httpx.Response, now: Callable[[], datetime]) -> Outcome:
    """What an answer other than a success proves."""
    problem = ErrorBody.of(response)
    kind = _kind_of_failure(response.status_code)
    return Outcome(
        kind=kind,
        status_code=response.status_code,
        message=problem.message,
        trace_id=problem.trace_id,
        retry_after=retry_after(response.headers.get("Retry-After"), now()),
    )


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL | TimeoutError) -> Outcome:
    """What a failure without an answer proves: the call was certainly not sent, or nothing is known."""
    if isinstance(error, (*NOT_SENT, httpx.InvalidURL)):
        return Outcome(kind=OutcomeKind.NOT_SENT, message="No connection to Vitable could be made.")
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return Outcome(kind=OutcomeKind.UNKNOWN, message="Vitable did not answer in time.")
    return Outcome(kind=OutcomeKind.UNKNOWN, message="The connection to Vitable broke before it answered.")


def _kind_of_failure(status_code: int) -> OutcomeKind:
    if status_code == httpx.codes.TOO_MANY_REQUESTS:
        return OutcomeKind.NOT_PROCESSED
    if status_code == httpx.codes.CONFLICT:
        return OutcomeKind.CONFLICT
    if httpx.codes.is_client_error(status_code) and status_code != httpx.codes.REQUEST_TIMEOUT:
        return OutcomeKind.REFUSED
    return OutcomeKind.UNKNOWN


def _done(response: httpx.Response, answered: Callable[[object], Reissued]) -> Outcome:
    told = {"status_code": response.status_code, "trace_id": ErrorBody.of(response).trace_id}
    try:
        new_id, enrollment = answered(parsed_json(response.content))
    except (ValueError, UnreadableAnswer):
        return Outcome(kind=OutcomeKind.REISSUED_UNREADABLE, **told)
    return Outcome(kind=OutcomeKind.REISSUED, new_id=new_id, enrollment=enrollment, **told)
