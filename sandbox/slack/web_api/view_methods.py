"""The views.* methods: open, push, update, publish."""

from typing import Any

from sandbox.slack.errors import SlackError
from sandbox.slack.payloads import view_shape
from sandbox.slack.views import View
from sandbox.slack.web_api.method import ApiCall, Method, Methods

Json = dict[str, Any]


def view_methods() -> Methods:
    """The methods of this file."""
    return {
        "views.open": Method(open_view, writes=True),
        "views.push": Method(push_view, writes=True),
        "views.update": Method(update_view, writes=True),
        "views.publish": Method(publish_view, writes=True),
    }


def open_view(call: ApiCall) -> Json:
    """Show a modal to the person whose interaction created the trigger id."""
    spec = _spec(call)
    trigger = call.workspace.triggers.redeem(call.args.required("trigger_id"))
    return _answered(call, call.workspace.views.open(trigger.person, spec))


def push_view(call: ApiCall) -> Json:
    """Show a modal on top of the one that the person acted in."""
    spec = _spec(call)
    trigger = call.workspace.triggers.redeem(call.args.required("trigger_id"))
    return _answered(call, call.workspace.views.push(trigger.person, spec))


def update_view(call: ApiCall) -> Json:
    """Replace the content of an open view, if its hash is still the expected one."""
    view = call.workspace.views.find(call.args.text("view_id"), call.args.text("external_id"))
    spec = _spec(call)
    if view is None:
        raise SlackError("not_found")
    return _answered(call, call.workspace.views.update(view, spec, call.args.text("hash")))


def publish_view(call: ApiCall) -> Json:
    """Show a Home tab to one person."""
    person = call.args.required("user_id")
    spec = _spec(call)
    known = call.workspace.directory.person(person)
    if known is None:
        raise SlackError("invalid_arguments", ["invalid `user_id`"])
    return _answered(call, call.workspace.views.publish(known.id, spec, call.args.text("hash")))


def _spec(call: ApiCall) -> Json:
    spec = call.args.structure("view", "invalid_arguments")
    if not isinstance(spec, dict):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return spec


def _answered(call: ApiCall, view: View) -> Json:
    call.workspace.changes.touch(view.person)
    return {"view": view_shape(view)}
