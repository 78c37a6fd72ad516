"""Modals in stacks of at most three, and Home tabs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults import FaultBook
from sandbox.slack.blocks import validate_view
from sandbox.slack.blocks.stored import stored_blocks, with_text_defaults
from sandbox.slack.blocks.unknown import refuse_unknown
from sandbox.slack.blocks.views import is_too_large
from sandbox.slack.errors import SlackError
from sandbox.slack.inputs import Values, initial_values

Json = dict[str, Any]
STACK_LIMIT = 3


@dataclass
class View:
    """An open view of one person. `spec` is the view the app sent, with defaults filled in.

    `values` is what the person entered, `errors` are error sentences by block_id, and `offered` has all options that
    the app gave each menu, newest first.
    """

    id: str
    person: str
    spec: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] | None = None
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks of the view."""
        blocks: list[Json] = self.spec["blocks"]
        return blocks


class Views:
    """The stack of modals of each person, bottom to top, and their Home tab."""

    def __init__(self, faults: FaultBook, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._clock = clock
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, person: str) -> list[View]:
        """This person's open modals, bottom to top."""
        return self._stacks.setdefault(person, [])

    def home(self, person: str) -> View | None:
        """This person's Home tab, if the app has published one."""
        return self._homes.get(person)

    def find(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """The open view with this id or, without one, with this external id."""
        for view in self._all():
            if view_id == view.id or (not view_id and external_id and external_id == view.spec.get("external_id")):
                return view
        return None

    def open(self, person: str, spec: Json) -> View:
        """Show a modal to a person; it replaces any modals they have open."""
        checked = self._checked(spec, "modal")
        self._stacks[person] = []
        return self._put_on(person, checked)

    def push(self, person: str, spec: Json) -> View:
        """Show a modal on top of the current one. A stack has at most three."""
        if not self.stack(person):
            raise SlackError("not_found")
        if len(self.stack(person)) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        return self._put_on(person, self._checked(spec, "modal"))

    def update(self, view: View, spec: Json, expected_hash: str | None = None) -> View:
        """Replace the blocks of a view. Inputs that keep their block_id and action_id keep their content."""
        checked = self._checked(spec, view.spec["type"], replacing=view)
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        view.spec, view.hash, view.errors = checked, self._hash(), None
        view.values = initial_values(view.blocks, view.values)
        return view

    def publish(self, person: str, spec: Json, expected_hash: str | None = None) -> View:
        """Show a Home tab to one person."""
        existing = self.home(person)
        if existing is not None:
            return self.update(existing, spec, expected_hash)
        self._homes[person] = self._new(person, self._checked(spec, "home"), root_id=None, previous_id=None)
        return self._homes[person]

    def close(self, view: View) -> list[View]:
        """Close a modal and all on top of it, or with `clear_on_close` the whole stack. Returns the closed modals."""
        stack = self.stack(view.person)
        keep = 0 if view.spec.get("clear_on_close") else stack.index(view)
        closed = stack[keep:][::-1]
        del stack[keep:]
        return closed

    def clear(self, person: str) -> None:
        """Close all modals of this person."""
        self._stacks[person] = []

    def _put_on(self, person: str, checked: Json) -> View:
        stack = self.stack(person)
        below = stack[-1] if stack else None
        root_id, previous_id = (below.root_id, below.id) if below else (None, None)
        stack.append(self._new(person, checked, root_id, previous_id))
        return stack[-1]

    def _new(self, person: str, checked: Json, root_id: str | None, previous_id: str | None) -> View:
        view_id = f"V0{secrets.token_hex(5).upper()}"
        values = initial_values(checked["blocks"])
        return View(view_id, person, checked, self._hash(), root_id or view_id, previous_id, values)

    def _checked(self, spec: Json, kind: str, replacing: View | None = None) -> Json:
        problems = validate_view(spec)
        if is_too_large(spec):
            raise SlackError("view_too_large", problems)
        if not problems and spec["type"] != kind:
            problems = [f"[ERROR] must be of type {kind} [json-pointer:/view/type]"]
        if problems:
            raise SlackError("invalid_arguments", problems)
        refuse_unknown(self._faults, spec["blocks"], "/view/blocks", "invalid_arguments")
        same = self.find(None, spec.get("external_id"))
        if same is not None and same is not replacing:
            raise SlackError("duplicate_external_id")
        return {**with_text_defaults(spec), "blocks": stored_blocks(spec["blocks"])}

    def _hash(self) -> str:
        return f"{int(self._clock())}.{secrets.token_hex(4)}"

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())
