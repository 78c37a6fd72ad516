"""The outline of a delivery, looked at before Bolt reads it: can it be read, and is it of a kind that we ask for?"""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from handlers.ids import EventType
from handlers.payloads import Body

UNASKED = frozenset(
    {
        "app_rate_limited",
        "dialog_cancellation",
        "dialog_submission",
        "dialog_suggestion",
        "interactive_message",
        "message_action",
        "view_closed",
        "workflow_step_edit",
    }
)
"""The types of Slack's payloads that the manifest does not ask for."""


class Outline(BaseModel):
    """The outline that Bolt relies on: with another one, Bolt raises before it asks any listener."""

    model_config = ConfigDict(extra="ignore")

    type: str | None = None
    event: Body | None = None
    user: Body | None = None
    team: Body | None = None
    enterprise: Body | None = None
    channel: Body | None = None
    message: Body | None = None
    container: Body | None = None
    view: Body | None = None
    actions: list[Body] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        about = {"block_actions": self.actions, "view_submission": self.view, "event_callback": self.event}
        if about.get(self.type or "", ()) is None:
            raise ValueError(f"{self.type} lacks what it is about")
        return self


def is_well_formed(payload: object) -> bool:
    """Whether a delivered payload has the outline of one of Slack's."""
    try:
        Outline.model_validate(payload)
    except ValidationError:
        return False
    return True


def is_unasked(body: Body) -> bool:
    """Whether a delivery is of a kind that the manifest does not ask for: another event, or `app_rate_limited`."""
    kind = body.get("type")
    if kind == "event_callback":
        return (body.get("event") or {}).get("type") not in set(EventType)
    return kind in UNASKED
