"""The request modal: employee, enrollment, qualifying life event, reason. One function draws it at every stage.

Slack keeps typed text while an input's `block_id` and `action_id` stay (views.update), so the employee and the reason
have the same ids at every stage, and the menus that depend on the employee carry the employee in theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from approvals.model.choices import Choices, Obstacle
from approvals.model.conditions import Quorum
from approvals.model.event_record import EventRecord
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, entry, hint, plain_text, text_area
from handlers.blocks.facts import server_note
from handlers.blocks.modals.choices import NO_HINTS, left_out_part, menus, obstacle_part, placeholders
from handlers.blocks.modals.document import document_part
from handlers.blocks.modals.modal import form
from handlers.blocks.modals.named import Named, named_part
from handlers.blocks.modals.record_part import NOTHING_RECORDED, record_part
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.words.controls.dialogs import FormWords
from handlers.words.controls.forms import (
    EMPLOYEE,
    EMPLOYEE_PLACEHOLDER,
    REASON,
    REASON_HINT,
    REQUEST_SUBMIT,
    REQUEST_TITLE,
    goes_to,
    loading_words,
)
from handlers.words.documents import CHOOSE_EVENT_FIRST
from handlers.words.mrkdwn import Mrkdwn


@dataclass(frozen=True)
class ModalState:
    """The state of the form while it is filled in.

    `loading` is the id that is being looked up, or the name of the employee whose enrollments are. `employee_option` is
    chosen at first. `typed_id` is tried again after an obstacle; together with `loading` it is the id given with the
    command: the employee menu is left out then, because Slack shows an initial option only in a menu that was not there
    before. `named` is a name given with the command, and whom it found. `earlier` and `reason` come from an earlier
    request. `approvers` are the user and user-group ids that decide, `quorums` says for each plan how many of them have
    to approve, once that is known. `rule_hints` are about the chosen life event. `records_events` offers to record
    one, and `recorded` is one that was recorded in this form. `approvals_channel` is None while it is not known which
    route the request will take. `asks_document`: the requester has to have seen a document of the life event.
    """

    approvals_channel: str | None
    approvers: tuple[str, ...]
    quorums: tuple[tuple[str, Quorum], ...] = ()
    choices: Choices | None = None
    loading: str | None = None
    obstacle: Obstacle | None = None
    employee_option: dict[str, Any] | None = None
    typed_id: str | None = None
    named: Named | None = None
    earlier: tuple[Block, ...] = ()
    reason: str = ""
    private_metadata: str = ""
    server: str | None = None
    rule_hints: Mrkdwn = NO_HINTS
    asks_document: bool = False
    records_events: bool = False
    recorded: EventRecord | None = None


def request_modal(state: ModalState) -> dict[str, Any]:
    """The modal at any stage; it can be submitted at every one, and Slack asks for missing fields."""
    blocks = [
        *server_note(state.server).blocks,
        *state.earlier,
        *_employee(state),
        *_dependent_part(state),
        _reason(state.reason),
        who_is_asked(state.approvals_channel, state.approvers, state.quorums),
    ]
    return form(CallbackId.REQUEST, FormWords(REQUEST_TITLE, REQUEST_SUBMIT), blocks, state.private_metadata)


def who_is_asked(
    approvals_channel: str | None, approvers: tuple[str, ...] = (), quorums: Sequence[tuple[str, Quorum]] = ()
) -> Block:
    """The last line of the form: where the request goes and, once that is known, who has to approve it."""
    return context(goes_to(approvals_channel, approvers, quorums))


def _employee(state: ModalState) -> list[Block]:
    if (state.loading and state.typed_id and state.employee_option is None) or (state.named and state.named.is_open):
        return []
    menu: Block = {
        "type": "external_select",
        "action_id": ActionId.EMPLOYEE.value,
        "placeholder": plain_text(EMPLOYEE_PLACEHOLDER, 150),
        "min_query_length": 1,
    }
    if state.employee_option is not None:
        menu["initial_option"] = state.employee_option
    return [entry(BlockId.EMPLOYEE.value, EMPLOYEE, menu, dispatch_action=True)]


def _dependent_part(state: ModalState) -> list[Block]:
    """Enrollment and life event, or a line that says why there are none."""
    if state.named is not None:
        return named_part(state.named)
    if state.loading:
        return [context(loading_words(state.loading))]
    if state.choices is None:
        return obstacle_part(state.obstacle, state.typed_id) if state.obstacle else placeholders()
    employee = state.choices.employee
    obstacle = state.obstacle or state.choices.obstacle
    blocked = obstacle_part(obstacle, state.typed_id or employee.id, state.choices) if obstacle else []
    record = record_part(state.choices, state.recorded) if state.records_events else NOTHING_RECORDED
    if state.choices.obstacle:
        return [*blocked, *record.blocks, *left_out_part(*state.choices.left_out)]
    is_doubt_told = any(block["type"] == "alert" for block in state.earlier)
    document = _document(state.choices, asks=state.asks_document)
    return [*blocked, *menus(state.choices, state.rule_hints, record, is_doubt_told=is_doubt_told), *document]


def _document(choices: Choices, *, asks: bool) -> list[Block]:
    """The document of the chosen life event; a request without one needs none."""
    if not asks or not choices.qles:
        return []
    event = choices.chosen_event
    if event is None:
        return [context(CHOOSE_EVENT_FIRST)] if choices.needs_event else []
    return document_part([event])


def _reason(text: str) -> Block:
    return entry(BlockId.REASON.value, REASON, text_area(ActionId.REASON.value, text), hint=hint(REASON_HINT))
