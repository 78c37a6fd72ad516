"""Which listener hears what: the one table of everything Slack can send.

A new verb, once `approvals` has it, touches six files of `handlers`: its button's id in `ids`, its label and question
in `words.controls.buttons`, its row in `blocks.buttons` (the audit's name for it, and when it is offered), the
words about it in `words.timeline` and `words.thread`, and its listener here. A verb that asks for something first also
gets a form in `blocks.modals`, and a file of listeners that is named after it.
"""

import inspect
from collections.abc import Awaitable, Callable, Collection, Iterable

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.ids import ActionId, CallbackId, Command, EventType
from handlers.listeners import (
    ask,
    away,
    choose,
    decide,
    details,
    find,
    home,
    named,
    record_event,
    resolve,
    revise,
    several,
    start,
    submit,
    take_over,
    together,
    withdraw,
)
from handlers.listeners.card_check import is_replaced, on_replaced
from handlers.listeners.forms import Listener, on_form, on_submit
from handlers.listeners.resolve import on_press

ACTIONS: dict[ActionId, Listener] = {
    ActionId.EMPLOYEE: choose.on_employee_chosen,
    ActionId.TRY_AGAIN: choose.on_employee_chosen,
    ActionId.RECORD_EVENT: record_event.on_record_event,
    ActionId.ENROLLMENT: choose.on_menu_chosen,
    ActionId.QLE: choose.on_menu_chosen,
    ActionId.APPROVE: decide.on_approve,
    ActionId.APPROVE_FORM: decide.on_approve_form,
    ActionId.APPROVE_ALL: together.on_all,
    ActionId.DENY_ALL: together.on_all,
    ActionId.WITHDRAW_ALL: together.on_all,
    ActionId.DENY: on_form(decide.deny_form),
    ActionId.ASK: on_form(ask.ask_form),
    ActionId.ANSWER: on_form(revise.answer_form),
    ActionId.CHANGE: on_form(revise.change_form),
    ActionId.WITHDRAW: on_form(withdraw.withdraw_form),
    ActionId.TAKE_OVER: take_over.on_take_over,
    ActionId.DETAILS: details.on_details,
    ActionId.LOOK_AGAIN: details.on_look_again,
    ActionId.RETRY: on_press(lambda settle: settle.retry),
    ActionId.CLOSE: on_press(lambda settle: settle.close),
    ActionId.CHECK: on_press(lambda settle: settle.check),
    ActionId.SEND_AGAIN: on_press(lambda settle: settle.send_again),
    ActionId.MARK_DONE: on_form(resolve.mark_done_form),
    ActionId.REFRESH: resolve.on_refresh,
    ActionId.REQUEST_AGAIN: start.on_request_again,
    ActionId.NEW_REQUEST: start.on_shortcut,
    ActionId.APPROVE_SEVERAL: several.on_approve_several,
    ActionId.SEVERAL: several.on_ticked,
    ActionId.BACK: several.on_back,
    ActionId.PREVIOUS: home.on_page_turned,
    ActionId.NEXT: home.on_page_turned,
    ActionId.CHOOSE_EMPLOYEE: named.on_employee_picked,
    ActionId.REQUEST_FOR: named.on_request_for,
    ActionId.PREVIOUS_FOUND: find.on_found_page_turned,
    ActionId.NEXT_FOUND: find.on_found_page_turned,
    ActionId.AWAY: away.on_away,
    ActionId.NOT_AWAY: away.on_back,
}

SUBMISSIONS: dict[CallbackId, Listener] = {
    CallbackId.REQUEST: submit.on_request_submitted,
    CallbackId.APPROVE: on_submit(decide.approve_with_note),
    CallbackId.APPROVE_ALL: together.on_all_approved,
    CallbackId.DENY_ALL: together.on_all_denied,
    CallbackId.WITHDRAW_ALL: together.on_all_withdrawn,
    CallbackId.DENY: on_submit(decide.deny),
    CallbackId.ASK: on_submit(ask.ask),
    CallbackId.ANSWER: on_submit(revise.answer),
    CallbackId.CHANGE: on_submit(revise.change),
    CallbackId.WITHDRAW: on_submit(withdraw.withdraw),
    CallbackId.MARK_DONE: resolve.on_mark_done_submitted,
    CallbackId.SEVERAL: several.on_several_chosen,
    CallbackId.APPROVE_SEVERAL: several.on_several_approved,
    CallbackId.RECORD_EVENT: record_event.on_event_submitted,
    CallbackId.AWAY: away.on_away_submitted,
}


EVENTS: tuple[Callable[..., Awaitable[object]], ...] = (
    start.on_command,
    start.on_shortcut,
    home.on_home_opened,
    choose.on_employee_search,
    is_replaced,
    on_replaced,
)
"""The listeners of everything that is neither a button nor a form, and the two that run before each button."""

FROM_BOLT = frozenset(AsyncArgs.__annotations__)
"""The parameters that Bolt itself fills in."""

FROM_MATCHERS = frozenset({"refusal"})
"""The parameters that a matcher fills in."""


class MiswiredListener(TypeError):
    """A listener has a parameter that nothing fills in: Bolt would pass None, and the click would fail."""

    def __init__(self, listener: Callable[..., Awaitable[object]], unknown: Iterable[str]) -> None:
        super().__init__(f"{listener.__module__}.{listener.__qualname__}: {', '.join(sorted(unknown))}")


def listen(app: AsyncApp, injected: Collection[str]) -> None:
    """Register every listener. Bolt asks them in this order: the check of the card comes before the button's listener.

    `injected` are the names of the arguments that the app adds to Bolt's own. Raises MiswiredListener.
    """
    for listener in (*EVENTS, *ACTIONS.values(), *SUBMISSIONS.values()):
        check_wiring(listener, injected)
    app.command(Command.REISSUE.value)(start.on_command)
    app.shortcut(Command.SHORTCUT.value)(start.on_shortcut)
    app.event(EventType.HOME_OPENED.value)(home.on_home_opened)
    app.options(ActionId.EMPLOYEE.value)(choose.on_employee_search)
    for action, listener in ACTIONS.items():
        app.action(action.value, matchers=[is_replaced])(on_replaced)
        app.action(action.value)(listener)
    for callback, listener in SUBMISSIONS.items():
        app.view(callback.value)(listener)


def check_wiring(listener: Callable[..., Awaitable[object]], injected: Collection[str]) -> None:
    """Check that every parameter of a listener is filled in; raises MiswiredListener."""
    unknown = set(inspect.signature(listener).parameters) - FROM_BOLT - FROM_MATCHERS - set(injected)
    if unknown:
        raise MiswiredListener(listener, unknown)
