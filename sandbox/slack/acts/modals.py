"""Submitting and closing modals, and applying the app's answer to a submission."""

from typing import Any

from sandbox.slack.acts.clicking import open_view
from sandbox.slack.acts.kinds import Close, Submit
from sandbox.slack.acts.scene import Scene
from sandbox.slack.delivery import TROUBLE, Answer, NotAnswered, interaction_body
from sandbox.slack.errors import ActRefused, SlackError
from sandbox.slack.field_errors import field_errors
from sandbox.slack.payloads import in_modal
from sandbox.slack.views import View

Json = dict[str, Any]


async def submit(scene: Scene, act: Submit) -> Json:
    """Submit the modal in front. If Slack itself finds errors in its fields, the app does not get the submission."""
    view = open_view(scene, act)
    if view.spec["type"] != "modal" or view is not scene.workspace.views.stack(scene.person.id)[-1]:
        raise ActRefused("not_in_front", "Only the modal in front can be submitted.")
    errors = field_errors(view.blocks, view.values)
    _show_errors(scene, view, errors or None)
    if errors:
        return _refused(errors)
    payload = in_modal("view_submission", scene.person, scene.workspace.installation, view)
    payload |= {"trigger_id": scene.trigger_id(view.id), "response_urls": []}
    with scene.telling(view_id=view.id, instead={"operation_timeout": TROUBLE}):
        answer = await scene.delivery.send(interaction_body(payload))
        return _apply(scene, view, answer)


async def close(scene: Scene, act: Close) -> Json:
    """Close a modal, and tell the app if it asked for that (`notify_on_close`)."""
    view = open_view(scene, act)
    if view.spec["type"] != "modal":
        raise ActRefused("not_a_modal", "A Home tab cannot be closed.")
    for closed in scene.workspace.views.close(view):
        if closed.spec.get("notify_on_close"):
            payload = in_modal("view_closed", scene.person, scene.workspace.installation, closed)
            payload |= {"is_cleared": closed is not view}
            scene.delivery.send_unawaited(interaction_body(payload))
    scene.workspace.changes.touch(scene.person.id)
    return {}


def _apply(scene: Scene, view: View, answer: Answer) -> Json:
    given = _instruction(answer)
    try:
        match given.get("response_action"):
            case None:
                _close_submitted(scene, view)
            case "clear":
                scene.workspace.views.clear(scene.person.id)
            case "update":
                scene.workspace.views.update(view, _view_of(given))
            case "push":
                scene.workspace.views.push(scene.person.id, _view_of(given))
            case "errors":
                return _field_errors_of(scene, view, given)
            case _:
                raise NotAnswered("trouble_connecting", TROUBLE)
    except SlackError as error:
        raise NotAnswered("trouble_connecting", f"{TROUBLE} ({', '.join([error.code, *error.messages])})") from error
    scene.workspace.changes.touch(scene.person.id)
    return {}


def _instruction(answer: Answer) -> Json:
    if not answer.content.strip():
        return {}
    given = answer.json()
    if given is None:
        raise NotAnswered("trouble_connecting", TROUBLE)
    return given


def _view_of(given: Json) -> Json:
    view = given.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return view


def _field_errors_of(scene: Scene, view: View, given: Json) -> Json:
    errors = given.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise NotAnswered("trouble_connecting", TROUBLE)
    _show_errors(scene, view, errors)
    return _refused(errors)


def _close_submitted(scene: Scene, view: View) -> None:
    stack = scene.workspace.views.stack(scene.person.id)
    if view in stack:
        stack.remove(view)


def _show_errors(scene: Scene, view: View, errors: dict[str, str] | None) -> None:
    view.errors = errors
    scene.workspace.changes.touch(scene.person.id)


def _refused(errors: dict[str, str]) -> Json:
    return {"ok": False, "error": "field_errors", "errors": errors}
