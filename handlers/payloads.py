"""The one door for Slack's payloads: frozen models of the parts that listeners need, read from the signed body.

Shapes: docs.slack.dev, "Interaction payloads" and "Slash commands". A payload of another shape raises ValidationError.
"""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field

from approvals.lookups.authority import Actor
from handlers.carried import AgainOf, NoTrigger, SeenRevision
from handlers.ids import ActionId, BlockId

Body = dict[str, Any]

RESENT = {"type", "callback_id", "title", "submit", "close", "private_metadata"}
"""The parts of a view that an app sends; the rest is Slack's."""

NOTICE = "notice"
"""How the ids of the blocks begin that tell above a form what went wrong."""

EmptyForNull = BeforeValidator(lambda value: "" if value is None else value)

EmptyForNothing = BeforeValidator(lambda value: value or {})
"""Slack sends null or an empty list where an object would be empty."""


class Payload(BaseModel):
    """The part that every payload has: who did it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: str = Field(validation_alias=AliasChoices(AliasPath("user", "id"), "user_id"), min_length=1)
    user_team: str | None = Field(
        default=None,
        validation_alias=AliasChoices(AliasPath("user", "team_id"), "team_id", AliasPath("team", "id")),
    )

    @property
    def actor(self) -> Actor:
        """Who did it, for the core."""
        return Actor(self.user_id, self.user_team, self.click)

    @property
    def click(self) -> str | None:
        """A key for this click where it changes something; the same in a repeated delivery."""
        return None

    @classmethod
    def of(cls, body: Body) -> Self:
        """Read a body."""
        return cls.model_validate(body)


class Triggered(Payload):
    """Something that may open a modal."""

    trigger_id: str | None = None

    @property
    def trigger(self) -> str:
        """The trigger that opens a modal. Raises NoTrigger if Slack sent none."""
        if not self.trigger_id:
            raise NoTrigger
        return self.trigger_id


class Opening(Triggered):
    """A slash command or a global shortcut."""

    text: Annotated[str, EmptyForNull] = ""


class HomeOpened(Payload):
    """The event that a person opened one of the app's tabs (Events API, app_home_opened)."""

    user_id: str = Field(validation_alias=AliasPath("event", "user"), pattern=r"^[A-Z0-9]{2,32}$")
    tab: str = Field(validation_alias=AliasPath("event", "tab"))

    @property
    def is_home(self) -> bool:
        """Whether it was the Home tab, and not the messages tab."""
        return self.tab == "home"


class Option(BaseModel):
    """A chosen option."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    value: str


class Element(BaseModel):
    """The state of one input; `ticked` are the options of one that takes several."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    value: str | None = None
    chosen: str | None = Field(
        default=None, validation_alias=AliasChoices(AliasPath("selected_option", "value"), "selected_date")
    )
    ticked: Annotated[tuple[Option, ...], BeforeValidator(lambda options: options or ())] = Field(
        default=(), validation_alias="selected_options"
    )


class Action(BaseModel):
    """A pressed button or a chosen option."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    action_id: str
    action_ts: str | None = None
    value: str | None = Field(
        default=None, validation_alias=AliasChoices(AliasPath("selected_option", "value"), "value")
    )


Values = dict[str, Annotated[dict[str, Annotated[Element, EmptyForNothing]], EmptyForNothing]]
"""{block_id: {action_id: the state of that input}}"""


class View(BaseModel):
    """A modal with the text typed in it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    type: str = "modal"
    callback_id: str = ""
    title: dict[str, Any] | None = None
    submit: dict[str, Any] | None = None
    close: dict[str, Any] | None = None
    hash: str = ""
    private_metadata: str = ""
    previous_view_id: str | None = None
    values: Annotated[Values, EmptyForNothing] = Field(
        default_factory=dict, validation_alias=AliasPath("state", "values")
    )
    blocks: Annotated[list[dict[str, Any]], BeforeValidator(lambda blocks: blocks or [])] = Field(default_factory=list)

    def redrawn(self, above: list[dict[str, Any]]) -> dict[str, Any]:
        """The same modal with other notices at its top, ready to be sent: typed text stays. Each has an id that begins
        with NOTICE."""
        sent = self.model_dump(include=RESENT, exclude_none=True)
        blocks = [block for block in self.blocks if not str(block.get("block_id", "")).startswith(NOTICE)]
        return {**sent, "blocks": [*above, *blocks]}

    def ending_with(self, last: dict[str, Any]) -> dict[str, Any]:
        """The same modal with another last block, ready to be sent: typed text stays."""
        return {**self.model_dump(include=RESENT, exclude_none=True), "blocks": [*self.blocks[:-1], last]}

    @property
    def earlier(self) -> tuple[dict[str, Any], ...]:
        """The blocks about an earlier request, which the form was filled in from."""
        return tuple(each for each in self.blocks if str(each.get("block_id", "")).partition(":")[0] == BlockId.EARLIER)

    @property
    def again_of(self) -> UUID | None:
        """The earlier request that the form was filled in from."""
        earlier = AgainOf.parse(self.private_metadata)
        return earlier.request_id if earlier else None

    def block_id(self, block: BlockId) -> str:
        """The id of a block in this view: dependent ones have the choice appended."""
        for drawn in self.blocks:
            if str(drawn.get("block_id", "")).partition(":")[0] == block:
                return str(drawn["block_id"])
        return str(block)

    def has(self, block: BlockId) -> bool:
        """Whether the view has a block with exactly this id."""
        return any(drawn.get("block_id") == block for drawn in self.blocks)

    def has_input(self, block: BlockId) -> bool:
        """Whether the view has this block as an input: only inputs can carry an error."""
        return any(
            drawn.get("type") == "input" and str(drawn.get("block_id", "")).partition(":")[0] == block
            for drawn in self.blocks
        )

    @property
    def written(self) -> list[tuple[str, str]]:
        """The text typed in each field for texts, with the field's label."""
        found = []
        for drawn in self.blocks:
            label = drawn.get("label")
            name = str(label.get("text", "")) if isinstance(label, dict) else ""
            elements = self.values.get(str(drawn.get("block_id")), {}).values()
            found += [(name, element.value) for element in elements if element.value]
        return found

    @property
    def event(self) -> str:
        """The chosen life event, whether one had to be chosen or not; "" without one."""
        menus = (BlockId.QLE, BlockId.OPTIONAL_QLE)
        return next((chosen for menu in menus if (chosen := self.typed(menu, ActionId.QLE))), "")

    def typed(self, block: BlockId, action: ActionId | BlockId) -> str:
        """The text or choice in an input; empty without one."""
        for block_id, elements in self.values.items():
            if block_id.partition(":")[0] == block and action in elements:
                return elements[action].chosen or elements[action].value or ""
        return ""

    def ticked(self, block: BlockId) -> tuple[str, ...]:
        """The values of all ticked boxes in the blocks of this kind, or the one chosen in a menu of an earlier
        release."""
        of_kind = [elements for block_id, elements in self.values.items() if block_id.partition(":")[0] == block]
        chosen = [element for elements in of_kind for element in elements.values()]
        ticked = tuple(option.value for element in chosen for option in element.ticked)
        return ticked or tuple(element.chosen for element in chosen if element.chosen)

    def option_text(self, value: str) -> str:
        """The text of the option of this view that has a value; empty without one."""
        for drawn in self.blocks:
            element = drawn.get("element")
            for option in (element.get("options") or []) if isinstance(element, dict) else []:
                if option.get("value") == value:
                    return str(option.get("text", {}).get("text", ""))
        return ""


class Click(Triggered):
    """A pressed button or a chosen option, in a message or in a modal."""

    action: Action = Field(validation_alias=AliasPath("actions", 0))
    view: View | None = None
    channel: str | None = Field(default=None, validation_alias=AliasPath("channel", "id"))
    message_ts: str | None = Field(default=None, validation_alias=AliasPath("message", "ts"))
    parent_ts: str | None = Field(default=None, validation_alias=AliasPath("message", "thread_ts"))

    @property
    def thread_ts(self) -> str | None:
        """The thread of the message.

        None for a message that begins one: an answer in that thread would not be seen with the message.
        """
        return None if self.parent_ts == self.message_ts else self.parent_ts

    @property
    def click(self) -> str | None:
        """Slack's time of the click."""
        return self.action.action_ts

    @property
    def seen(self) -> SeenRevision:
        """The request and revision that the button carried; raises UnreadableValue for anything else."""
        return SeenRevision.parse(self.action.value or "")


class InModal(Payload):
    """Something done in a modal: submitted, or typed into a typeahead (then `typed` is the text so far)."""

    view: View
    typed: Annotated[str, EmptyForNull] = Field(default="", validation_alias="value")

    @property
    def click(self) -> str | None:
        """The modal's id: it is submitted once."""
        return self.view.id

    @property
    def seen(self) -> SeenRevision:
        """The request and revision that the modal carries; raises UnreadableValue for anything else."""
        return SeenRevision.parse(self.view.private_metadata)
