"""The things a person can do, as the page and the tests ask for them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Json = dict[str, Any]
Raw = str | int | Json | list[Any] | None
"""What was put in an element: a text, an option or its value, a list of those, or nothing."""
RawValues = dict[str, dict[str, Raw]]


class Wanted(BaseModel):
    """Something a person wants to do; `force` does it even where the real client would not let them."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    person: str = Field(alias="as")
    force: bool = False


class Say(Wanted):
    """Write in a conversation or thread; a text that begins with "/" is a command."""

    do: Literal["say"]
    conversation: str
    text: str
    thread_ts: str | None = None


class UseShortcut(Wanted):
    """Pick a global shortcut."""

    do: Literal["shortcut"]
    callback_id: str


class Click(Wanted):
    """Use an interactive element of a message."""

    do: Literal["click"]
    conversation: str
    ts: str
    block_id: str
    action_id: str
    selected: Raw = None


class InView(Wanted):
    """Something done in a modal or Home tab; `values` is what is in all its inputs now."""

    view_id: str
    values: RawValues = {}


class ViewClick(InView):
    """Use an interactive element of a view."""

    do: Literal["view_click"]
    block_id: str
    action_id: str
    selected: Raw = None


class AskOptions(InView):
    """Type in a menu whose options the app gives."""

    do: Literal["options"]
    block_id: str
    action_id: str
    query: str = ""


class Submit(InView):
    """Submit the modal in front."""

    do: Literal["submit"]


class Close(InView):
    """Close a modal."""

    do: Literal["close"]


class OpenHome(Wanted):
    """Open the app's Home tab."""

    do: Literal["home"]


class Read(Wanted):
    """Read a conversation to its end."""

    do: Literal["read"]
    conversation: str


AnyWanted = Annotated[
    Say | UseShortcut | Click | ViewClick | AskOptions | Submit | Close | OpenHome | Read, Field(discriminator="do")
]


def wanted_adapter() -> TypeAdapter[AnyWanted]:
    """Parses what is wanted from JSON."""
    return TypeAdapter(AnyWanted)
