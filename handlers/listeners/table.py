"""Which listener hears what: the one table of everything Slack can send."""

from slack_bolt.async_app import AsyncApp

from handlers.ids import ActionId, CallbackId, Command, EventType
from handlers.listeners import choose as picking
from handlers.listeners import decide as deciding
from handlers.listeners import details as inspecting
from handlers.listeners import home as home_tab
from handlers.listeners import resolve as settling
from handlers.listeners import revise as talking
from handlers.listeners import start as starting
from handlers.listeners.card_check import is_replaced, on_replaced
from handlers.listeners.forms import Listener, on_form
from handlers.listeners.resolve import on_press

ACTIONS: dict[ActionId, Listener] = {
    ActionId.EMPLOYEE: picking.on_employee_chosen,
    ActionId.TRY_AGAIN: picking.on_employee_chosen,
    ActionId.ENROLLMENT: picking.on_menu_chosen,
    ActionId.QLE: picking.on_menu_chosen,
    ActionId.APPROVE: deciding.on_approve,
    ActionId.DENY: on_form(deciding.deny_form),
    ActionId.ASK: on_form(talking.ask_form),
    ActionId.ANSWER: on_form(talking.answer_form),
    ActionId.CHANGE: on_form(talking.change_form),
    ActionId.WITHDRAW: on_form(deciding.withdraw_form),
    ActionId.DETAILS: inspecting.on_details,
    ActionId.RETRY: on_press(lambda settle: settle.retry),
    ActionId.CLOSE: on_press(lambda settle: settle.close),
    ActionId.CHECK: on_press(lambda settle: settle.check),
    ActionId.SEND_AGAIN: on_press(lambda settle: settle.send_again),
    ActionId.MARK_DONE: on_form(settling.mark_done_form),
    ActionId.REFRESH: settling.on_refresh,
    ActionId.REQUEST_AGAIN: starting.on_request_again,
    ActionId.NEW_REQUEST: starting.on_shortcut,
    ActionId.PREVIOUS: home_tab.on_page_turned,
    ActionId.NEXT: home_tab.on_page_turned,
}

SUBMISSIONS: dict[CallbackId, Listener] = {
    CallbackId.REQUEST: picking.on_request_submitted,
    CallbackId.DENY: deciding.on_denial_submitted,
    CallbackId.ASK: talking.on_question_submitted,
    CallbackId.ANSWER: talking.on_answer_submitted,
    CallbackId.CHANGE: talking.on_change_submitted,
    CallbackId.WITHDRAW: deciding.on_withdrawal_submitted,
    CallbackId.MARK_DONE: settling.on_mark_done_submitted,
}


def listen(app: AsyncApp) -> None:
    """Register every listener. Bolt asks them in this order: whether a card counts comes before what was pressed."""
    app.command(Command.REISSUE.value)(starting.on_command)
    app.shortcut(Command.SHORTCUT.value)(starting.on_shortcut)
    app.event(EventType.HOME_OPENED.value)(home_tab.on_home_opened)
    app.options(ActionId.EMPLOYEE.value)(picking.on_employee_search)
    for action, listener in ACTIONS.items():
        app.action(action.value, matchers=[is_replaced])(on_replaced)
        app.action(action.value)(listener)
    for callback, listener in SUBMISSIONS.items():
        app.view(callback.value)(listener)
