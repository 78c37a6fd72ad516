"""The one call that changes an enrollment. It is sent once, by `benefits.sending`."""

from dataclasses import dataclass
from typing import Protocol

from benefits import ids
from benefits.errors import UnreadableAnswer
from benefits.models import EnrollmentStatus
from benefits.outcome import Outcome, Reissued, classify
from benefits.sending import OnceSender


@dataclass(frozen=True, kw_only=True, slots=True)
class Reissue:
    """One call: which enrollment of which employee, because of which event (None where none is needed), and why.

    `number` (such as R-12) and `attempt` (from 1) tell the API's operators which request the call belongs to.
    """

    enrollment_id: ids.EnrollmentId
    employee_id: ids.EmployeeId
    qle_id: ids.QleId | None
    reason: str
    number: str
    attempt: int


class Dialect(Protocol):
    """How a contract writes the call and its answer."""

    def body(self, call: Reissue) -> dict[str, str]:
        """The JSON of the call."""
        ...

    def headers(self, path: str) -> dict[str, str]:
        """The headers that a call to a path takes beside the usual ones."""
        ...

    def reissued(self, answer: object) -> Reissued:
        """What the JSON of a success says. Raises UnreadableAnswer."""
        ...


class Reissuer:
    """A client for `POST /v1/enrollments/{enrollment_id}/reissue` alone."""

    def __init__(self, sender: OnceSender, dialect: Dialect) -> None:
        self._sender = sender
        self._dialect = dialect

    async def reissue(self, call: Reissue) -> Outcome:
        """Send the call and return what the answer proves.

        Raises only InvalidId, before anything is sent. Cancelling it in flight leaves the outcome unknown.
        """
        path = ids.path("v1", "enrollments", ids.enrollment_id(call.enrollment_id), "reissue")
        marks = {"X-Reissue-Request": call.number, "X-Reissue-Attempt": str(call.attempt)}
        answer = await self._sender.post(path, self._dialect.body(call), {**marks, **self._dialect.headers(path)})
        if isinstance(answer, Outcome):
            return answer
        return classify(answer, self._sender.now, lambda told: _as_asked(call, self._dialect.reissued(told)))


def _as_asked(call: Reissue, reissued: Reissued) -> Reissued:
    """What a success says. Raises UnreadableAnswer if it is about another employee, or is the enrollment that was
    closed: it was done all the same, and the new one is found by reading back."""
    _, told = reissued
    if told is not None and (told.employee_id != call.employee_id or told.status == EnrollmentStatus.INACTIVE):
        raise UnreadableAnswer("The benefits API answered with something else than was asked for.")
    return reissued
