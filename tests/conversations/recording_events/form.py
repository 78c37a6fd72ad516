"""The form for a life event, as Nina fills it in."""

from datetime import timedelta
from typing import Any

from sandbox import cast
from tests.office import Office, buttons_of

Json = dict[str, Any]

TOM = "tom becker"


async def chosen(office: Office, employee: str = TOM) -> tuple[Json, Json]:
    """The request form of an employee, and who was chosen in it."""
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    option = (await office.nina.find(view, employee))[0]
    await office.nina.choose(view, "employee", option)
    return await office.nina.modal(lambda shown: "record_event" in buttons_of(shown)), option


async def form_for(office: Office, view: Json) -> Json:
    """The form on top of it."""
    await office.nina.press(view, "record_event")
    return await office.nina.modal_with("no one has to approve that")


def typed(days_ago: int = 3, kind: str = "Birth", notes: str = "A daughter") -> Json:
    """What Nina types."""
    happened = (cast.today() - timedelta(days=days_ago)).isoformat()
    return {
        "event_type": {"event_type": {"text": {"type": "plain_text", "text": kind}, "value": kind}},
        "event_date": {"event_date": happened},
        "notes": {"notes": notes},
    }


def made(office: Office) -> list[Json]:
    """The life events that the API made."""
    return office.sandbox.benefits.world.recorded_events
