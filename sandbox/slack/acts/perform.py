"""Performs a person's act, if they are allowed to."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.cast import Person
from sandbox.slack.acts.clicking import ask_options, click, view_click
from sandbox.slack.acts.kinds import AnyAct
from sandbox.slack.acts.modals import close, submit
from sandbox.slack.acts.scene import Scene
from sandbox.slack.acts.talking import open_home, read, say, use_shortcut
from sandbox.slack.delivery import Delivery, NotAnswered
from sandbox.slack.errors import ActRefused
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_VERBS: Mapping[str, Callable[[Scene, Any], Awaitable[Json]]] = {
    "say": say,
    "shortcut": use_shortcut,
    "click": click,
    "view_click": view_click,
    "options": ask_options,
    "submit": submit,
    "close": close,
    "home": open_home,
    "read": read,
}


async def perform(workspace: Workspace, delivery: Delivery, act: AnyAct, address: str) -> Json:
    """Perform an act: deliver it to the app, and apply the app's answer. Raises `ActRefused` if it is not possible.

    `address` is the sandbox's own URL, without a slash at the end; response URLs begin with it.
    """
    person = known_person(workspace, act.person)
    if person.deleted and not act.force:
        raise ActRefused("deactivated", f"The account of {person.real_name} is deactivated.")
    scene = Scene(workspace, delivery, person, address, act.force)
    try:
        return {"ok": True, **await _VERBS[act.do](scene, act)}
    except NotAnswered as failure:
        return {"ok": False, "error": failure.code, "message": failure.sentence}


def known_person(workspace: Workspace, person_id: str) -> Person:
    """The person with this id. Raises `ActRefused` if there isn't one."""
    person = workspace.directory.people.get(person_id)
    if person is None or person not in workspace.directory.humans():
        raise ActRefused("no_such_person", f"There is nobody with the id {person_id}.")
    return person
