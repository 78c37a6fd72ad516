"""Recording a qualifying life event: `POST /v1/members/{member_id}/qualifying-life-events`.

It is in the documented contract alone (SDK 0.1.2, `members.qualifying_life_events.record`). Each call makes an event,
so it is sent once, as the reissue is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from benefits import ids
from benefits.answers import one
from benefits.errors import UnreadableAnswer
from benefits.models import QualifyingLifeEvent
from benefits.outcome import Outcome, refusal
from benefits.parsing import parsed_json
from benefits.problems import ErrorBody
from benefits.sending import OnceSender

EVENT_TYPES = (
    "Marriage",
    "Birth",
    "Adoption",
    "Divorce",
    "Death",
    "Job Loss",
    "Reduction In Hours",
    "Employer Bankruptcy",
    "Medicare Entitlement",
    "Termination",
    "Other",
)
"""The kinds that can be recorded (SDK 0.1.2, `EventType`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewLifeEvent:
    """One call: what happened to which member, and when. Empty `notes` are left out. `record_id` tells the API's
    operators which row of the bot the call belongs to."""

    member_id: ids.MemberId
    event_type: str
    event_date: date
    notes: str
    record_id: str

    @property
    def body(self) -> dict[str, str]:
        """The JSON of the call."""
        told = {"event_type": self.event_type, "event_date": self.event_date.isoformat()}
        return {**told, "notes": self.notes} if self.notes else told


class Recorded(BaseModel):
    """The API said that the event was recorded. `event_id` is None if the rest of its answer cannot be read."""

    model_config = ConfigDict(frozen=True)

    event_id: ids.QleId | None
    status_code: int
    trace_id: str | None = None


class RecordsEvents(Protocol):
    """A benefits API in which life events can be recorded."""

    async def record_event(self, call: NewLifeEvent) -> Recorded | Outcome:
        """Record a life event, **not** idempotent; see `LifeEventRecorder.record`."""
        ...


class LifeEventRecorder:
    """A client for this call alone."""

    def __init__(self, sender: OnceSender) -> None:
        self._sender = sender

    async def record(self, call: NewLifeEvent) -> Recorded | Outcome:
        """Send the call. An Outcome says what an answer other than a success, or a failure without one, proves.

        Raises only InvalidId, before anything is sent. Cancelling it in flight leaves the outcome unknown.
        """
        path = ids.path("v1", "members", ids.member_id(call.member_id), "qualifying-life-events")
        answer = await self._sender.post(path, call.body, {"X-Reissue-Event-Record": call.record_id})
        if isinstance(answer, Outcome):
            return answer
        if not answer.is_success:
            return refusal(answer, self._sender.now)
        told = {"status_code": answer.status_code, "trace_id": ErrorBody.of(answer).trace_id}
        try:
            event = one(QualifyingLifeEvent, parsed_json(answer.content))
        except (ValueError, UnreadableAnswer):
            return Recorded(event_id=None, **told)
        return Recorded(event_id=event.id if event.member_id in (None, call.member_id) else None, **told)
