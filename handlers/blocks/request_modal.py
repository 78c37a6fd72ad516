"""The request modal: employee, enrollment, qualifying life event, reason. One function draws it at every stage.

Slack keeps what was typed while an input's `block_id` and `action_id` stay (views.update), so the employee and the
reason have the same ids at every stage, and the menus that depend on the employee carry the employee in theirs.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.choices import Choices, Obstacle, warnings_of
from approvals.request import REASON_LIMIT
from benefits.models import Enrollment, QualifyingLifeEvent
from handlers.blocks.drawn import Block
from handlers.blocks.elements import (
    OPTION_LIMIT,
    actions,
    button,
    context,
    divider,
    entry,
    fields,
    hint,
    option,
    plain_text,
    section,
    static_select,
)
from handlers.blocks.facts import server_note
from handlers.blocks.modal import form
from handlers.blocks.summary import enrollment_facts, escaped
from handlers.ids import ActionId, BlockId, CallbackId, depending_on
from handlers.words.benefits import enrollment_words, qle_words
from handlers.words.buttons import LABELS
from handlers.words.forms import (
    CHOOSE_EMPLOYEE_FIRST,
    REASON_HINT,
    REQUEST_TITLE,
    TRY_AGAIN_HELPS,
    WARNED_EVENTS,
    goes_to,
    loading_words,
    obstacle_words,
)
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.problems import WARNINGS_TO_CHOOSE_BY


@dataclass(frozen=True)
class ModalState:
    """What is known while the form is filled in.

    `loading` is the id that is being looked up, or the name of the employee whose enrollments are. `employee_option`
    is chosen at first. `typed_id` is what was given with the command. Slack shows an initial option only in a menu
    that was not there before, so while a typed id is looked up the employee menu is left out.
    """

    approvals_channel: str
    today: date
    choices: Choices | None = None
    loading: str | None = None
    obstacle: Obstacle | None = None
    employee_option: dict[str, Any] | None = None
    typed_id: str | None = None
    private_metadata: str = ""
    server: str | None = None


def request_modal(state: ModalState) -> dict[str, Any]:
    """The modal at any stage; it can be submitted at every one, and Slack asks for what is missing."""
    blocks = [
        *server_note(state.server),
        *_employee(state),
        *_dependent_part(state),
        _reason(),
        context(goes_to(state.approvals_channel)),
    ]
    return form(CallbackId.REQUEST, REQUEST_TITLE, "Send for approval", blocks, state.private_metadata)


def _employee(state: ModalState) -> list[Block]:
    if state.loading and state.typed_id and state.employee_option is None:
        return []
    menu: Block = {
        "type": "external_select",
        "action_id": ActionId.EMPLOYEE.value,
        "placeholder": plain_text("Name, e-mail or id", 150),
        "min_query_length": 1,
    }
    if state.employee_option is not None:
        menu["initial_option"] = state.employee_option
    return [entry(BlockId.EMPLOYEE.value, "Employee", menu, dispatch_action=True)]


def _dependent_part(state: ModalState) -> list[Block]:
    """Enrollment and life event, or what stands in their place."""
    if state.loading:
        return [context(loading_words(state.loading))]
    choices = state.choices
    obstacle = state.obstacle or (choices.obstacle if choices else None)
    blocked = _obstacle(state, obstacle) if obstacle else []
    if choices is not None and choices.obstacle is None:
        return [*blocked, *_enrollments(choices), *_events(choices, state.today)]
    return blocked or [
        context(Mrkdwn(f"*Enrollment:* {CHOOSE_EMPLOYEE_FIRST}")),
        context(Mrkdwn(f"*Qualifying life event:* {CHOOSE_EMPLOYEE_FIRST}")),
    ]


def _obstacle(state: ModalState, obstacle: Obstacle) -> list[Block]:
    employee = state.choices.employee if state.choices else None
    option_value = state.employee_option["value"] if state.employee_option else None
    again = employee.id if employee else option_value or state.typed_id
    words = section(Mrkdwn(f"⚠️ {obstacle_words(obstacle, state.typed_id, employee.name if employee else None)}"))
    if obstacle not in TRY_AGAIN_HELPS or not again:
        return [words]
    return [words, actions([button(LABELS[ActionId.TRY_AGAIN], ActionId.TRY_AGAIN.value, again)])]


def _enrollments(choices: Choices) -> list[Block]:
    options = [_enrollment_option(enrollment, choices) for enrollment in choices.enrollments]
    menu = static_select(ActionId.ENROLLMENT.value, "Choose an enrollment", options, choices.chosen)
    block_id = depending_on(BlockId.ENROLLMENT, choices.employee.id)
    chosen = choices.chosen_enrollment
    return [
        entry(block_id, "Enrollment", menu, dispatch_action=True),
        *(_covered_now(chosen, _product(chosen, choices)) if chosen else []),
    ]


def _enrollment_option(enrollment: Enrollment, choices: Choices) -> Block:
    return option(enrollment_words(enrollment, _product(enrollment, choices), OPTION_LIMIT), enrollment.id)


def _covered_now(enrollment: Enrollment, product: str) -> list[Block]:
    dependents = ("Dependents", str(len(enrollment.enrolled_dependents)))
    facts = [
        dependents if name == "Dependents" else (name, value) for name, value in enrollment_facts(enrollment, product)
    ]
    return [section(Mrkdwn("*Covered now*")), fields(escaped(facts)), divider()]


def _events(choices: Choices, today: date) -> list[Block]:
    options = [_event_option(qle, today) for qle in choices.qles]
    menu = static_select(ActionId.QLE.value, "Choose a life event", options)
    block_id = depending_on(BlockId.QLE, choices.employee.id)
    warned = any(warnings_of(qle, today) for qle in choices.qles)
    return [
        entry(block_id, "Qualifying life event", menu),
        *([context(Mrkdwn(f"⚠️ {WARNED_EVENTS}"))] if warned else []),
    ]


def _event_option(qle: QualifyingLifeEvent, today: date) -> Block:
    warnings = ", ".join(WARNINGS_TO_CHOOSE_BY[warning] for warning in warnings_of(qle, today))
    return option(qle_words(qle, today), qle.id, f"⚠️ {warnings}" if warnings else None)


def _reason() -> Block:
    text: Block = {
        "type": "plain_text_input",
        "action_id": ActionId.REASON.value,
        "multiline": True,
        "max_length": REASON_LIMIT,
    }
    return entry(BlockId.REASON.value, "Reason", text, hint=hint(REASON_HINT))


def _product(enrollment: Enrollment, choices: Choices) -> str:
    return choices.products.get(enrollment.benefit_product_id, "")
