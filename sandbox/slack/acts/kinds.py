"""The kinds of act a person can perform, in the format the page and the tests send."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Json = dict[str, Any]
Raw = str | int | Json | list[Any] | None
"""The content put in an element: a text, an option or its value, a list of these, or nothing."""
RawValues = dict[str, dict[str, Raw]]


class Act(BaseModel):
    """An act of a person. `force` performs it even if the real client would not allow it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    person: str = Field(alias="as")
    force: bool = False


class Say(Act):
    """Write in a conversation or thread. Text that begins with "/" is a command."""

    do: Literal["say"]
    conversation: str
    text: str
    thread_ts: str | None = None


class UseShortcut(Act):
    """Pick a global shortcut."""

    do: Literal["shortcut"]
    callback_id: str


class Click(Act):
    """Use an interactive element of a message."""

    do: Literal["click"]
    conversation: str
    ts: str
    block_id: str
    action_id: str
    selected: Raw = None


class ViewAct(Act):
    """An act in a modal or Home tab. `values` has the current content of its inputs."""

    view_id: str
    values: RawValues = {}


class ViewClick(ViewAct):
    """Use an interactive element of a view."""

    do: Literal["view_click"]
    block_id: str
    action_id: str
    selected: Raw = None


class AskOptions(ViewAct):
    """Type in a menu that gets its options from the app."""

    do: Literal["options"]
    block_id: str
    action_id: str
    query: str = ""


class Submit(ViewAct):
    """Submit the modal in front."""

    do: Literal["submit"]


class Close(ViewAct):
    """Close a modal."""

    do: Literal["close"]


class OpenHome(Act):
    """Open the app's Home tab."""

    do: Literal["home"]


class Read(Act):
    """Read a conversation to its end."""

    do: Literal["read"]
    conversation: str


AnyAct = Annotated[
    Say | UseShortcut | Click | ViewClick | AskOptions | Submit | Close | OpenHome | Read, Field(discriminator="do")
]


@cache
def act_adapter() -> TypeAdapter[AnyAct]:
    """A type adapter that parses any act from JSON."""
    return TypeAdapter(AnyAct)
