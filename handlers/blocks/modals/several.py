"""The modals behind *Approve several…*: choose, read what will happen to each, and read what became of each."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from approvals.actions.approve_several import Result, Waiting
from approvals.errors import NotAllowed
from approvals.model.overview import Entry
from handlers.blocks.drawn import Block
from handlers.blocks.elements import OPTION_LIMIT, actions, button, context, context_quoting, entry, option, section
from handlers.blocks.facts import warnings_in_modal
from handlers.blocks.modals.modal import form, notice
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId, CallbackId, depending_on
from handlers.words.controls.buttons import label_of
from handlers.words.done import approved_now
from handlers.words.effect import effect_of_approval
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.refusals import sentence_for
from handlers.words.several import (
    CHOOSE,
    LOOKING,
    NONE_POSSIBLE,
    NOTHING_WAITS,
    REASON,
    WORKING,
    alone_words,
    box_words,
    confirm_title,
    label_words,
    line_words,
    more_wait_words,
    not_approved_words,
    results_title,
)

BOXES = 10
"""Slack's limit for one group of boxes."""


def choose_modal(found: Waiting, chosen: Collection[UUID] = ()) -> dict[str, Any]:
    """Asks which requests to approve; `chosen` are ticked at first."""
    waiting, more = found.entries, found.more
    alone = [context(alone_words(found.alone))] if found.alone else []
    if not waiting:
        return notice(CallbackId.NOTICE, CHOOSE.title, alone or [section(NOTHING_WAITS)])
    groups = [waiting[first : first + BOXES] for first in range(0, len(waiting), BOXES)]
    boxes = [_boxes(number, group, len(waiting), chosen) for number, group in enumerate(groups)]
    return form(CallbackId.SEVERAL, CHOOSE, [*boxes, *alone, *([context(more_wait_words(more))] if more > 0 else [])])


def confirm_modal(foreseen: Sequence[Result]) -> dict[str, Any]:
    """Says of each chosen request what will happen to it, or why it cannot be approved."""
    possible = [each.reissue_request for each in foreseen if each.refusal is None and each.reissue_request]
    blocks = [block for each in foreseen for block in (*_line(each), *_foreseen(each))]
    back = actions([button(label_of(ActionId.BACK), ActionId.BACK.value, ActionId.BACK.value)])
    if not possible:
        return notice(CallbackId.NOTICE, CHOOSE.title, [section(NONE_POSSIBLE), *blocks, back])
    seen = ",".join(str(SeenRevision(each.id, each.revision)) for each in possible)
    return form(CallbackId.APPROVE_SEVERAL, confirm_title(len(possible)), [*blocks, back], seen)


def results_modal(results: Sequence[Result]) -> dict[str, Any]:
    """Says of each what became of it."""
    done = sum(each.refusal is None for each in results)
    blocks = [block for each in results for block in (*_line(each), *_result(each))]
    return notice(CallbackId.NOTICE, results_title(done, len(results)), blocks)


def looking_modal() -> dict[str, Any]:
    """Until it is known what will happen."""
    return notice(CallbackId.NOTICE, CHOOSE.title, [section(LOOKING)])


def working_modal() -> dict[str, Any]:
    """Until all are decided."""
    return notice(CallbackId.NOTICE, CHOOSE.title, [section(WORKING)])


def _boxes(number: int, group: Sequence[Entry], total: int, chosen: Collection[UUID]) -> Block:
    options = [_box(each) for each in group]
    ticked = [box for box, each in zip(options, group, strict=True) if each.id in chosen]
    element: Block = {"type": "checkboxes", "action_id": ActionId.SEVERAL.value, "options": options}
    if ticked:
        element["initial_options"] = ticked
    first = number * BOXES + 1
    label = label_words(first, first + len(group) - 1, total)
    may_be_empty = {"optional": True} if total > BOXES else {}  # one of the others may have a ticked box then
    return entry(depending_on(BlockId.SEVERAL, str(number)), label, element, **may_be_empty)


def _box(each: Entry) -> Block:
    text, small = box_words(each, OPTION_LIMIT)
    return option(text, str(SeenRevision(each.id, each.revision)), small)


def _line(each: Result) -> list[Block]:
    """What the request is about, for people who may decide on it."""
    is_theirs = each.reissue_request is not None and not isinstance(each.refusal, NotAllowed)
    return [section(line_words(each.reissue_request))] if each.reissue_request and is_theirs else []


def _foreseen(each: Result) -> list[Block]:
    if each.refusal is not None or each.reissue_request is None:
        return [_refused(each)]
    today = each.today or each.reissue_request.asked_on
    effect = context(effect_of_approval(each.reissue_request, today))
    reason = context_quoting(REASON, each.reissue_request.reason)
    return [reason, *warnings_in_modal(each.reissue_request).blocks, effect]


def _result(each: Result) -> list[Block]:
    if each.refusal is not None or each.reissue_request is None:
        return [_refused(each)]
    return [context(approved_now(each.reissue_request))]


def _refused(each: Result) -> Block:
    why = sentence_for(each.refusal, each.reissue_request) if each.refusal else Mrkdwn("")
    return context(not_approved_words(why))
